package dev.penstock.plan.rule;

import java.util.List;

/// All rules, in the order in which they are applied.
public final class Rules {
    private Rules() {}

    public static List<Rule> all(Evaluator evaluator) {
        return List.of(new Decorrelate(), new ConstantFolding(evaluator), new SimplifyBooleans(),
                new PushFilterDown(),
                new JoinKeys(), new GroupByWindowStart(), new MergeProjects(),
                new PruneJsonFields(), new RemoveRedundantProjects(), new PruneColumns());
    }

    /// All rules but those that compute constants.
    public static List<Rule> all() {
        return all(_ -> java.util.Optional.empty());
    }
}

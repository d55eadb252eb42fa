package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Logical;
import java.util.List;

/// Applies rules until none changes the plan. With assertions on, each result is checked.
public record Optimizer(List<Rule> rules) {
    /// Rules shrink a plan, so a few rounds settle it; the bound keeps two rules that undo each other from going on for ever.
    private static final int MAX_ROUNDS = 10;

    public Optimizer {
        rules = List.copyOf(rules);
    }

    public Logical optimize(Logical plan) {
        var current = plan;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            var before = current;
            for (var rule : rules) {
                var after = rule.apply(current);
                assert isSane(rule, current, after);
                current = after;
            }
            if (current.equals(before)) {
                return current;
            }
        }
        return current;
    }

    private static boolean isSane(Rule rule, Logical before, Logical after) {
        PlanCheck.check(after);
        if (!after.schema().names().equals(before.schema().names())) {
            throw new AssertionError(rule.getClass().getSimpleName() + " changed the schema from "
                    + before.schema() + " to " + after.schema());
        }
        return true;
    }
}

package dev.penstock.engine.query;

import dev.penstock.flow.lower.PlanState;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.PlanText;

/// What `EXPLAIN` shows.
public final class Explanation {
    private Explanation() {}

    /// The query as it is run; of a streaming one also what its operators keep.
    public static String simple(Logical plan) {
        return "== Physical Plan ==\n" + PlanState.explain(plan);
    }

    /// The query as it was understood, and as it is run.
    public static String extended(Logical bound, Logical plan) {
        return "== Analyzed Logical Plan ==\n" + PlanText.explain(bound) + "\n" + simple(plan);
    }
}

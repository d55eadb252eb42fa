package dev.penstock.engine.query;

import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.PlanText;

/// What `EXPLAIN` shows.
public final class Explanation {
    private Explanation() {}

    /// The query as it is run.
    public static String simple(Logical plan) {
        return "== Physical Plan ==\n" + PlanText.explain(plan);
    }

    /// The query as it was understood, and as it is run.
    public static String extended(Logical bound, Logical plan) {
        return "== Analyzed Logical Plan ==\n" + PlanText.explain(bound) + "\n" + simple(plan);
    }
}

package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Logical;

/// Makes a plan cheaper and leaves its meaning and its schema as they are. Pure; threads may share a rule.
@FunctionalInterface
public interface Rule {
    /// The plan rewritten, or the plan itself where nothing fits.
    Logical apply(Logical plan);
}

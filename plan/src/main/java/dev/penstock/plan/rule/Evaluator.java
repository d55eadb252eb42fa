package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import java.util.Optional;

/// Computes constants. The engine implements it with the kernels that run queries.
@FunctionalInterface
public interface Evaluator {
    /// The value of an expression without columns, or empty when it cannot be computed: an error is raised where the query runs, and only if
    /// it does.
    Optional<Expr.Literal> evaluate(Expr constant);
}

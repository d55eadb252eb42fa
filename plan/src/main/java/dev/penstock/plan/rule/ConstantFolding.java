package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;

/// Computes what does not depend on rows, once: `1 + 2` becomes `3`.
public record ConstantFolding(Evaluator evaluator) implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(
                node -> node instanceof Logical.Generate ? node : node.mapExpressions(this::fold));
    }

    private Expr fold(Expr expression) {
        if (expression instanceof Expr.Literal) {
            return expression;
        }
        if (Expressions.isConstant(expression)) {
            return evaluator.evaluate(expression).<Expr>map(literal -> literal).orElse(expression);
        }
        return expression.mapChildren(this::fold);
    }
}

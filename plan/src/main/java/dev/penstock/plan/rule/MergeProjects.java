package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.List;

/// Computes two projections in one, where nothing would be computed twice.
public record MergeProjects() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(
                node -> node instanceof Logical.Project(Logical.Project(var below, var inner, _), var outer, var schema)
                        && merges(inner, outer)
                                ? new Logical.Project(below,
                                        outer.stream().map(e -> Expressions.substitute(e, inner))
                                                .toList(),
                                        schema)
                                : node);
    }

    private static boolean merges(List<Expr> inner, List<Expr> outer) {
        int[] uses = new int[inner.size()];
        outer.forEach(e -> count(e, uses));
        for (int i = 0; i < uses.length; i++) {
            var expression = inner.get(i);
            if (!Expressions.isMovable(expression)
                    || (uses[i] > 1 && !Expressions.isCheap(expression))) {
                return false;
            }
        }
        return true;
    }

    private static void count(Expr expression, int[] uses) {
        if (expression instanceof Expr.Column column) {
            uses[column.index()]++;
        }
        expression.children().forEach(child -> count(child, uses));
    }
}

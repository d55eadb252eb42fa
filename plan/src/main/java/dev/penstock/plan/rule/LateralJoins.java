package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes plain joins, or generators, of LATERAL joins.
final class LateralJoins {
    private LateralJoins() {}

    static Logical rewrite(Logical.Apply apply) {
        if (apply.right() instanceof Logical.Generate generate && apply.residual().isEmpty()
                && isOneRow(generate.input())) {
            return new Logical.Generate(apply.left(), generate.generator(),
                    generate.arguments().stream().map(a -> outside(a, apply.outer())).toList(),
                    generate.outer() || apply.type() == JoinType.LEFT, generate.generated());
        }
        var within = Uncorrelated.of(apply.right(), apply.left(), apply.outer());
        int width = apply.left().schema().size();
        int rightWidth = apply.right().schema().size();
        var conditions = within.conditions(apply.outer(), width);
        if (within.whenEmpty().isPresent()) {
            return withEmptyRows(apply, within, conditions);
        }
        apply.residual().ifPresent(conditions::add);
        var type = apply.type() == JoinType.INNER && conditions.isEmpty()
                ? JoinType.CROSS
                : apply.type();
        var join = new Logical.Join(apply.left(), within.plan(), type, List.of(), List.of(),
                Expressions.conjunction(conditions));
        return Plans.without(join, width + rightWidth, join.schema().size());
    }

    private static boolean isOneRow(Logical plan) {
        return plan instanceof Logical.Values(var schema, var rows) && rows.size() == 1
                && schema.size() == 0;
    }

    private static Expr outside(Expr expression, List<Expr> outer) {
        return expression.mapUp(e -> e instanceof Expr.Outer o ? outer.get(o.index()) : e);
    }

    /// The right side has a row for every left one: that of the join, or else that of an empty group.
    private static Logical withEmptyRows(Logical.Apply apply, Uncorrelated within,
            List<Expr> conditions) {
        int width = apply.left().schema().size();
        int rightWidth = apply.right().schema().size();
        int all = within.plan().schema().size();
        var marked = new ArrayList<>(Plans.columns(within.plan(), 0, all));
        marked.add(Plans.literal(true));
        var join = new Logical.Join(apply.left(), Plans.project(within.plan(), marked),
                JoinType.LEFT, List.of(), List.of(), Expressions.conjunction(conditions));
        var missing = Plans.isNull(Plans.column(join, width + all));
        var columns = Plans.columns(join, 0, width);
        for (int i = 0; i < rightWidth; i++) {
            columns.add(Plans.choose(missing, within.whenEmpty().orElseThrow().get(i),
                    Plans.column(join, width + i)));
        }
        var rows = new Logical.Project(join, columns, apply.schema());
        Optional<Expr> residual = apply.residual();
        if (residual.isEmpty()) {
            return rows;
        }
        if (apply.type() == JoinType.LEFT) {
            throw Plans.notYet("A condition of a LEFT JOIN LATERAL with an aggregation");
        }
        return new Logical.Filter(rows, residual.get());
    }
}

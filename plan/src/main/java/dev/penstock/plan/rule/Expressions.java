package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// What rules ask of expressions, and do to them.
final class Expressions {
    /// They draw from the epoch's clock or seed.
    private static final Set<String> OF_THE_EPOCH = Set.of("rand", "randn", "uuid", "poisson",
            "current_timestamp", "current_date", "localtimestamp",
            "monotonically_increasing_id", "raise_error", "assert_true",
            "too_many_rows");
    /// They give another value each time, or have an effect.
    private static final Set<String> OF_THE_ROW = Set.of("rand", "randn", "uuid", "poisson",
            "monotonically_increasing_id", "raise_error", "assert_true", "too_many_rows");

    private Expressions() {}

    /// True when the value depends on nothing but the expression.
    static boolean isConstant(Expr expression) {
        return !expression.anyMatch(e -> e instanceof Expr.Column || e instanceof Expr.Parameter
                || e instanceof Expr.Lambda || e instanceof Expr.Outer
                || e instanceof Expr.Subquery
                || (e instanceof Expr.Call call && OF_THE_EPOCH.contains(call.function())));
    }

    /// True when it does not matter where and how often it is computed.
    static boolean isMovable(Expr expression) {
        return !expression
                .anyMatch(e -> e instanceof Expr.Subquery || (e instanceof Expr.Call call
                        && OF_THE_ROW.contains(call.function())));
    }

    /// True when it costs nothing to compute again.
    static boolean isCheap(Expr expression) {
        return switch (expression) {
            case Expr.Column _,Expr.Literal _,Expr.Parameter _,Expr.Outer _ -> true;
            case Expr.FieldOf(var struct, _, _, _) -> isCheap(struct);
            case Expr.Call _,Expr.Cast _,Expr.Case _,Expr.Lambda _,Expr.Subquery _ -> false;
        };
    }

    /// The parts of a condition that are joined by AND.
    static List<Expr> conjuncts(Expr condition) {
        if (condition instanceof Expr.Call(var name, var arguments, _, _, _)
                && name.equals("and")) {
            var all = new ArrayList<>(conjuncts(arguments.get(0)));
            all.addAll(conjuncts(arguments.get(1)));
            return all;
        }
        return List.of(condition);
    }

    /// The conditions joined by AND, in order; empty when there are none.
    static Optional<Expr> conjunction(List<Expr> conditions) {
        return conditions.stream()
                .reduce((a, b) -> new Expr.Call("and", List.of(a, b), DataType.BOOLEAN,
                        a.nullable() || b.nullable(),
                        Expr.ErrorMode.ANSI));
    }

    static BitSet columns(Expr expression) {
        var columns = new BitSet();
        collect(expression, columns);
        return columns;
    }

    static void collect(Expr expression, BitSet columns) {
        if (expression instanceof Expr.Column(int index, _, _)) {
            columns.set(index);
        }
        expression.children().forEach(child -> collect(child, columns));
    }

    /// The expression with its columns renumbered.
    static Expr renumber(Expr expression, IntUnaryOperator change) {
        return expression.mapUp(e -> e instanceof Expr.Column(int index, var type, var nullable)
                ? new Expr.Column(change.applyAsInt(index), type, nullable)
                : e);
    }

    /// The expression with its columns replaced by what they are computed from.
    static Expr substitute(Expr expression, List<Expr> values) {
        return expression
                .mapUp(e -> e instanceof Expr.Column column ? values.get(column.index()) : e);
    }

    static boolean isTrue(Expr expression) {
        return expression instanceof Expr.Literal(Boolean value, _) && value;
    }

    static boolean isFalse(Expr expression) {
        return expression instanceof Expr.Literal(Boolean value, _) && !value;
    }
}

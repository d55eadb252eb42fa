package dev.penstock.flow.lower;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// Which columns of its input a node reads.
final class Columns {
    static final IntPredicate ALL = _ -> true;

    private Columns() {}

    /// The columns that these expressions read.
    static IntPredicate of(List<Expr> expressions) {
        var columns = new BitSet();
        expressions.forEach(expression -> addTo(columns, expression));
        return columns::get;
    }

    /// The columns that the keys, arguments and filters of an aggregation read.
    static IntPredicate of(Logical.Aggregate node) {
        var columns = new BitSet();
        node.keys().forEach(key -> addTo(columns, key));
        for (var call : node.aggregates()) {
            call.arguments().forEach(argument -> addTo(columns, argument));
            call.filter().ifPresent(condition -> addTo(columns, condition));
        }
        return columns::get;
    }

    static void addTo(BitSet columns, Expr expression) {
        if (expression instanceof Expr.Column(int index, _, _)) {
            columns.set(index);
        }
        expression.children().forEach(child -> addTo(columns, child));
    }
}

package dev.penstock.plan.logical;

import dev.penstock.plan.logical.Expr.AggregateCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A function over the rows around each row of a [Logical.Window]: an aggregate, or one of those that exist only there (`rank`, `lag`, ...).
public record WindowCall(AggregateCall function, Frame frame) {
    /// Which rows of the ordered partition a row's value is made of. With `rows` bounds count rows, else they compare by the order.
    public record Frame(boolean rows, Bound lower, Bound upper) {
        /// All rows of the partition.
        public static final Frame ALL = new Frame(true, new Unbounded(), new Unbounded());
    }

    /// An end of a frame.
    public sealed interface Bound {}

    /// The first row of the partition, or, as upper bound, the last.
    public record Unbounded() implements Bound {}

    /// The row itself; of a frame by order, the first or last of the rows that are its equals.
    public record Current() implements Bound {}

    /// So many rows behind the row; negative before it. Of frames of rows only.
    public record Rows(long offset) implements Bound {}

    /// The first or last row in reach of this value of the one order expression. Of frames by order only.
    public record Value(Expr value) implements Bound {}

    /// The expressions within, in the order in which [#map] asks for them.
    public List<Expr> expressions() {
        var all = new ArrayList<>(function.arguments());
        function.filter().ifPresent(all::add);
        for (var bound : List.of(frame.lower(), frame.upper())) {
            if (bound instanceof Value(var value)) {
                all.add(value);
            }
        }
        return all;
    }

    /// The same call with `change` applied to each of its expressions.
    public WindowCall map(UnaryOperator<Expr> change) {
        return new WindowCall(function.map(change), new Frame(frame.rows(),
                map(frame.lower(), change), map(frame.upper(), change)));
    }

    private static Bound map(Bound bound, UnaryOperator<Expr> change) {
        return bound instanceof Value(var value) ? new Value(change.apply(value)) : bound;
    }
}

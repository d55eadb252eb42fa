package dev.penstock.flow.operator.window;

import dev.penstock.data.DataType;
import java.util.List;
import java.util.stream.IntStream;

/// What a window operator is to do. Its rows have columns of `types`: the first `width` are given on, those behind them were computed for
/// the functions. `partition` and `orders` name columns; `retractions`: give old values too.
public record WindowSpec(List<DataType> types, int width, List<Integer> partition,
        List<OrderBy> orders, List<Call> calls, Limit limit, boolean retractions) {
    public WindowSpec {
        types = List.copyOf(types);
        partition = List.copyOf(partition);
        orders = List.copyOf(orders);
        calls = List.copyOf(calls);
    }

    /// Nobody looks at rows whose row number, or with `byRank` whose rank, is greater than `rows`. `insertOnly`: no row is ever removed from the input.
    public record Limit(long rows, boolean byRank, boolean insertOnly) {}

    /// How to order by one column.
    public record OrderBy(int column, boolean ascending, boolean nullsFirst) {}

    /// A function, the columns that it reads, and the type of its value.
    public record Call(WindowFunction function, List<Integer> reads, DataType type) {
        public Call {
            reads = List.copyOf(reads);
        }
    }

    /// The order of rows in a partition: what was asked for, then all columns.
    List<OrderBy> totalOrder() {
        var all = new java.util.ArrayList<>(orders);
        IntStream.range(0, types.size())
                .filter(c -> orders.stream().noneMatch(o -> o.column() == c))
                .forEach(c -> all.add(new OrderBy(c, true, true)));
        return all;
    }

    /// How far a change reaches through any of the functions.
    Reach reach() {
        return calls.stream().map(c -> c.function().reach()).reduce(Reach.NONE, Reach::or);
    }

    /// True when rows behind the limit are never looked at again: none before them goes away, and no value before them depends on them.
    boolean forgets() {
        return limit.insertOnly() && limit.rows() < Integer.MAX_VALUE
                && reach().touchesBefore() == 0;
    }

    /// Which columns the functions read; true also for those of the order.
    boolean[] read() {
        boolean[] read = new boolean[types.size()];
        calls.forEach(c -> c.reads().forEach(column -> read[column] = true));
        orders.forEach(o -> read[o.column()] = true);
        return read;
    }
}

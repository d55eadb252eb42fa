package dev.penstock.flow.operator.window;

import dev.penstock.data.DataType;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.RowOrder;

/// Which rows around each row a function sees. `type` is that of the order, for ends by value.
public record Frame(End lower, End upper, DataType type) {
    /// An end of a frame.
    public sealed interface End {}

    /// The first, or as upper end the last, row of the partition.
    public record Unbounded() implements End {}

    /// The first, or as upper end the last, row that equals the row in the order.
    public record Peers() implements End {}

    /// So many rows behind the row; negative before it.
    public record Rows(int offset) implements End {}

    /// The first, or as upper end the last, row in reach of the value in a column.
    public record Value(int column) implements End {}

    Reach reach() {
        int back = switch (lower) {
            case Unbounded _,Value _ -> Reach.ALL;
            case Peers _ -> 0;
            case Rows(int offset) -> Math.clamp(-(long) offset, 0, Reach.ALL);
        };
        int ahead = switch (upper) {
            case Unbounded _,Value _ -> Reach.ALL;
            case Peers _ -> 0;
            case Rows(int offset) -> Math.clamp(offset, 0, Reach.ALL);
        };
        // An end on the wrong side of the row still has to be looked at.
        back = upper instanceof Rows(int offset)
                ? Math.max(back, Math.clamp(-(long) offset, 0, Reach.ALL))
                : back;
        ahead = lower instanceof Rows(int offset)
                ? Math.max(ahead, Math.clamp(offset, 0, Reach.ALL))
                : ahead;
        return Reach.of(back, ahead, lower instanceof Peers || upper instanceof Peers);
    }

    /// The bounds of the frames of positions `from` to `to - 1`: rows from `low` on and below `high`; equal when there are none.
    static final class Bounds {
        private final int[] low;
        private final int[] high;

        Bounds(int[] low, int[] high) {
            this.low = low;
            this.high = high;
        }

        int[] low() {
            return low;
        }

        int[] high() {
            return high;
        }
    }

    Bounds bounds(Slice slice, int from, int to) {
        int[] low = new int[to - from];
        int[] high = new int[to - from];
        fillLow(slice, from, to, low);
        fillHigh(slice, from, to, high);
        for (int i = 0; i < low.length; i++) {
            high[i] = Math.max(low[i], high[i]);
        }
        return new Bounds(low, high);
    }

    private void fillLow(Slice slice, int from, int to, int[] low) {
        switch (lower) {
            case Unbounded _ -> {
            }
            case Peers _ -> {
                for (int i = from; i < to; i++) {
                    low[i - from] = slice.peerStart(i);
                }
            }
            case Rows(int offset) -> {
                for (int i = from; i < to; i++) {
                    low[i - from] = Math.clamp((long) i + offset, 0, slice.total());
                }
            }
            case Value(int column) -> {
                int at = slice.base();
                var search = new Search(slice, slice.column(column), RowOrder.of(type));
                for (int i = from; i < to; i++) {
                    while (at < slice.end() && search.compare(at, i) < 0) {
                        at++;
                    }
                    low[i - from] = at;
                }
            }
        }
    }

    private void fillHigh(Slice slice, int from, int to, int[] high) {
        switch (upper) {
            case Unbounded _ -> java.util.Arrays.fill(high, slice.total());
            case Peers _ -> {
                for (int i = from; i < to; i++) {
                    high[i - from] = i > from && slice.peerStart(i) == slice.peerStart(i - 1)
                            ? high[i - from - 1]
                            : slice.peerEnd(i);
                }
            }
            case Rows(int offset) -> {
                for (int i = from; i < to; i++) {
                    high[i - from] = Math.clamp((long) i + offset + 1, 0, slice.total());
                }
            }
            case Value(int column) -> {
                int at = slice.base();
                var search = new Search(slice, slice.column(column), RowOrder.of(type));
                for (int i = from; i < to; i++) {
                    while (at < slice.end() && search.compare(at, i) <= 0) {
                        at++;
                    }
                    high[i - from] = at;
                }
            }
        }
    }

    private record Search(Slice slice, Vector bounds, RowOrder order) {
        /// Compares the order of the row at `position` with the bound of the row at `of`, in the direction of the order.
        int compare(int position, int of) {
            var by = slice.order();
            var keys = slice.column(by.column());
            boolean isNull = keys.isNull(slice.row(position));
            boolean boundIsNull = bounds.isNull(slice.row(of));
            if (isNull || boundIsNull) {
                return isNull == boundIsNull ? 0 : isNull == by.nullsFirst() ? -1 : 1;
            }
            int result = order.compare(keys, slice.row(position), bounds, slice.row(of));
            return by.ascending() ? result : -result;
        }
    }
}

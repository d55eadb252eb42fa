package dev.penstock.flow.operator.window;

import dev.penstock.data.Vector;

/// `first_value`, `last_value` and `nth_value`: the value of one row of the frame, the `number`-th from 0, or the last one for [#LAST]. With
/// `ignoreNulls` only rows whose value is not null count.
public record FrameRow(int column, int number, boolean ignoreNulls,
        Frame frame) implements WindowFunction {
    public static final int LAST = -1;

    @Override
    public Reach reach() {
        return frame.reach();
    }

    @Override
    public void compute(Slice slice, int from, int to, Vector into) {
        var values = slice.column(column);
        var bounds = frame.bounds(slice, from, to);
        var found = ignoreNulls ? new NotNull(slice, values) : null;
        for (int i = from; i < to; i++) {
            int low = bounds.low()[i - from];
            int high = bounds.high()[i - from];
            int at = low == high ? -1 : found == null ? at(low, high) : at(found, low, high);
            if (at < 0) {
                into.setNull(i - from);
            } else {
                into.copyRow(values, slice.row(at), i - from);
            }
        }
    }

    private int at(int low, int high) {
        return number == LAST ? high - 1 : number < high - low ? low + number : -1;
    }

    private int at(NotNull found, int low, int high) {
        return number == LAST ? found.lastWithin(low, high) : found.within(low, high, number);
    }
}

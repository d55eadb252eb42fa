package dev.penstock.flow.operator.window;

import dev.penstock.data.Vector;

/// `lag` and `lead`: the value `offset` rows behind each row (before it, when negative), or that of column `otherwise` where the partition has no such
/// row; -1 means null. With `ignoreNulls` only rows whose value is not null count.
public record Offset(int column, int offset, int otherwise,
        boolean ignoreNulls) implements WindowFunction {
    @Override
    public Reach reach() {
        if (ignoreNulls && offset != 0) {
            return Reach.of(offset < 0 ? Reach.ALL : 0, offset > 0 ? Reach.ALL : 0, false);
        }
        return Reach.of(Math.max(0, -offset), Math.max(0, offset), false);
    }

    @Override
    public void compute(Slice slice, int from, int to, Vector into) {
        var values = slice.column(column);
        var found = ignoreNulls && offset != 0 ? new NotNull(slice, values) : null;
        for (int i = from; i < to; i++) {
            int at = found == null ? i + offset : found.at(i, offset);
            if (at >= 0 && at < slice.total()) {
                into.copyRow(values, slice.row(at), i - from);
            } else if (otherwise >= 0) {
                into.copyRow(slice.column(otherwise), slice.row(i), i - from);
            } else {
                into.setNull(i - from);
            }
        }
    }
}

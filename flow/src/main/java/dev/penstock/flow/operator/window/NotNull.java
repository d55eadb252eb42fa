package dev.penstock.flow.operator.window;

import dev.penstock.data.Vector;

/// The positions of a slice at which a column is not null.
final class NotNull {
    private static final int NONE = -1;

    private final Slice slice;
    /// Of row `i`, how many before it are not null.
    private final int[] before;
    private final int[] positions;
    private final int count;

    NotNull(Slice slice, Vector values) {
        this.slice = slice;
        before = new int[slice.count() + 1];
        positions = new int[slice.count()];
        int found = 0;
        for (int i = 0; i < slice.count(); i++) {
            before[i] = found;
            if (!values.isNull(i)) {
                positions[found++] = slice.base() + i;
            }
        }
        before[slice.count()] = found;
        count = found;
    }

    /// The `offset`-th behind a position, or before it when negative; -1 when there is none.
    int at(int position, int offset) {
        int index = offset < 0
                ? before[slice.row(position)] + offset
                : before[slice.row(position) + 1] + offset - 1;
        return index < 0 || index >= count ? NONE : positions[index];
    }

    /// The `number`-th, from 0, of those from `low` on and below `high`; -1 when there is none.
    int within(int low, int high, int number) {
        int index = before[slice.row(low)] + number;
        return index < before[slice.row(high)] ? positions[index] : NONE;
    }

    /// The last of those from `low` on and below `high`; -1 when there is none.
    int lastWithin(int low, int high) {
        int index = before[slice.row(high)] - 1;
        return index < before[slice.row(low)] ? NONE : positions[index];
    }
}

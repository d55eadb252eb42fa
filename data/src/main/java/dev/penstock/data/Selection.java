package dev.penstock.data;

import org.jspecify.annotations.Nullable;

/// Which rows of a batch count: either the first `count` rows, or those at the given positions, in rising order.
///
/// The positions array may be longer than `count` and is shared, not copied.
public final class Selection {
    private final int count;
    private final int @Nullable [] positions;

    private Selection(int count, int @Nullable [] positions) {
        this.count = count;
        this.positions = positions;
    }

    /// Rows 0 to `count - 1`.
    public static Selection all(int count) {
        return new Selection(count, null);
    }

    /// The first `count` entries of `positions`, which rise strictly.
    public static Selection of(int[] positions, int count) {
        return new Selection(count, positions);
    }

    public int count() {
        return count;
    }

    /// The positions, or null when the selection is rows 0 to `count - 1`: hot loops branch on this once.
    public int @Nullable [] positions() {
        return positions;
    }

    /// The row at index `i` of the selection.
    public int at(int i) {
        return positions == null ? i : positions[i];
    }

    public boolean isAll() {
        return positions == null;
    }

    public boolean isEmpty() {
        return count == 0;
    }
}

package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import org.jspecify.annotations.Nullable;

/// The rows of which no argument is null, with their groups: what remains is given to loops that never look at null bits.
final class LiveRows {
    private int[] ownPositions = new int[0];
    private int[] ownEntries = new int[0];
    private int @Nullable [] positions;
    private int[] entries = ownEntries;
    private int count;

    /// Takes all rows of a selection; `groups[i]` is the group of row `rows.at(i)`.
    void take(Selection rows, int[] groups) {
        count = rows.count();
        positions = rows.positions();
        entries = groups;
    }

    /// Takes the rows whose value is not null.
    void take(Selection rows, int[] groups, Vector value) {
        take(rows, groups);
        leaveOutNulls(value);
    }

    /// Leaves out the rows of which another argument is null.
    void leaveOutNulls(Vector value) {
        long[] nulls = value.nullBits();
        if (nulls == null) {
            return;
        }
        if (ownPositions.length < count) {
            ownPositions = new int[count];
            ownEntries = new int[count];
        }
        int live = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            ownPositions[live] = row;
            ownEntries[live] = entries[i];
            long word = row >> 6 < nulls.length ? nulls[row >> 6] : 0;
            live += (int) (~word >>> row & 1);
        }
        positions = ownPositions;
        entries = ownEntries;
        count = live;
    }

    /// Leaves out the rows for which a condition, of which no remaining row is null, is false.
    void keepTrue(BooleanVector condition) {
        boolean[] values = condition.values();
        if (ownPositions.length < count) {
            ownPositions = new int[count];
            ownEntries = new int[count];
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            ownPositions[kept] = row;
            ownEntries[kept] = entries[i];
            kept += values[row] ? 1 : 0;
        }
        positions = ownPositions;
        entries = ownEntries;
        count = kept;
    }

    /// Takes the rows whose value is not null, without groups.
    void take(Selection rows, Vector value) {
        if (ownEntries.length < rows.count()) {
            ownPositions = new int[rows.count()];
            ownEntries = new int[rows.count()];
        }
        take(rows, ownEntries, value);
    }

    int count() {
        return count;
    }

    /// The rows, or null when they are 0 to `count() - 1`.
    int @Nullable [] positions() {
        return positions;
    }

    /// The group of each row, in the order of the rows.
    int[] entries() {
        return entries;
    }
}

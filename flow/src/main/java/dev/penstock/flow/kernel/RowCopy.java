package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import org.jspecify.annotations.Nullable;

/// Copies selected rows to the same positions of another vector of the same form.
final class RowCopy {
    private RowCopy() {}

    static void copy(Vector from, Vector into, Selection rows) {
        if (from.hasNulls()) {
            copyEach(from, into, rows);
            return;
        }
        int[] positions = rows.positions();
        int count = rows.count();
        if (from instanceof LongVector longs) {
            copyLongs(longs.values(), ((LongVector) into).values(), positions, count);
        } else if (from instanceof IntVector ints) {
            copyInts(ints.values(), ((IntVector) into).values(), positions, count);
        } else if (from instanceof DoubleVector doubles) {
            copyDoubles(doubles.values(), ((DoubleVector) into).values(), positions, count);
        } else if (from instanceof BooleanVector booleans) {
            copyBooleans(booleans.values(), ((BooleanVector) into).values(), positions, count);
        } else {
            copyEach(from, into, rows);
        }
    }

    private static void copyEach(Vector from, Vector into, Selection rows) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            into.copyRow(from, row, row);
        }
    }

    private static void copyLongs(long[] from, long[] into, int @Nullable [] positions, int count) {
        if (positions == null) {
            System.arraycopy(from, 0, into, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            into[positions[i]] = from[positions[i]];
        }
    }

    private static void copyInts(int[] from, int[] into, int @Nullable [] positions, int count) {
        if (positions == null) {
            System.arraycopy(from, 0, into, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            into[positions[i]] = from[positions[i]];
        }
    }

    private static void copyDoubles(double[] from, double[] into, int @Nullable [] positions,
            int count) {
        if (positions == null) {
            System.arraycopy(from, 0, into, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            into[positions[i]] = from[positions[i]];
        }
    }

    private static void copyBooleans(boolean[] from, boolean[] into, int @Nullable [] positions,
            int count) {
        if (positions == null) {
            System.arraycopy(from, 0, into, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            into[positions[i]] = from[positions[i]];
        }
    }
}

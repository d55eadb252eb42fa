package dev.penstock.data;

import java.util.Arrays;

/// Booleans, one byte each.
public final class BooleanVector extends Vector {
    private boolean[] values;

    public BooleanVector(int capacity) {
        values = new boolean[capacity];
    }

    /// A vector over the given array, which it then owns.
    public static BooleanVector of(boolean... values) {
        var vector = new BooleanVector(0);
        vector.values = values;
        return vector;
    }

    /// The values by row; replaced when the vector grows.
    public boolean[] values() {
        return values;
    }

    public boolean get(int row) {
        return values[row];
    }

    public void set(int row, boolean value) {
        values[row] = value;
    }

    @Override
    void resetValues(int capacity) {
        if (values.length < capacity) {
            values = new boolean[capacity];
        }
    }

    @Override
    public int capacity() {
        return values.length;
    }

    @Override
    public void grow(int capacity) {
        if (values.length < capacity) {
            values = Arrays.copyOf(values, grownCapacity(values.length, capacity));
        }
    }

    @Override
    void copyValue(Vector from, int fromRow, int to) {
        values[to] = ((BooleanVector) from).values[fromRow];
    }

    @Override
    public void copyRows(Vector from, Selection rows, int at) {
        var source = ((BooleanVector) from).values;
        int[] positions = rows.positions();
        int count = rows.count();
        if (positions == null) {
            System.arraycopy(source, 0, values, at, count);
        } else {
            for (int i = 0; i < count; i++) {
                values[at + i] = source[positions[i]];
            }
        }
        if (from.hasNulls()) {
            for (int i = 0; i < count; i++) {
                if (from.isNull(rows.at(i))) {
                    setNull(at + i);
                }
            }
        }
    }

    @Override
    public long memoryBytes() {
        return 1L * values.length;
    }
}

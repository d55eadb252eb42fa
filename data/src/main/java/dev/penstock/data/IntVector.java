package dev.penstock.data;

import java.util.Arrays;

/// 32-bit integers: `INT`, days of a `DATE`, months of a year-month interval.
public final class IntVector extends Vector {
    private int[] values;

    public IntVector(int capacity) {
        values = new int[capacity];
    }

    /// A vector over the given array, which it then owns.
    public static IntVector of(int... values) {
        var vector = new IntVector(0);
        vector.values = values;
        return vector;
    }

    /// The values by row; replaced when the vector grows.
    public int[] values() {
        return values;
    }

    public int get(int row) {
        return values[row];
    }

    public void set(int row, int value) {
        values[row] = value;
    }

    @Override
    void resetValues(int capacity) {
        if (values.length < capacity) {
            values = new int[capacity];
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
        values[to] = ((IntVector) from).values[fromRow];
    }

    @Override
    public void copyRows(Vector from, Selection rows, int at) {
        var source = ((IntVector) from).values;
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
        return 4L * values.length;
    }
}

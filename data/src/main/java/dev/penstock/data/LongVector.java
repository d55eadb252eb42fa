package dev.penstock.data;

import java.util.Arrays;

/// 64-bit integers: `BIGINT`, microseconds of timestamps and day-time intervals, nanoseconds of a `TIME`,
/// unscaled decimals of up to 18 digits.
public final class LongVector extends Vector {
    private long[] values;

    public LongVector(int capacity) {
        values = new long[capacity];
    }

    /// A vector over the given array, which it then owns.
    public static LongVector of(long... values) {
        var vector = new LongVector(0);
        vector.values = values;
        return vector;
    }

    /// The values by row; replaced when the vector grows.
    public long[] values() {
        return values;
    }

    public long get(int row) {
        return values[row];
    }

    public void set(int row, long value) {
        values[row] = value;
    }

    @Override
    void resetValues(int capacity) {
        if (values.length < capacity) {
            values = new long[capacity];
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
        values[to] = ((LongVector) from).values[fromRow];
    }

    @Override
    public void copyRows(Vector from, Selection rows, int at) {
        var source = ((LongVector) from).values;
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
        return 8L * values.length;
    }
}

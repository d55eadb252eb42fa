package dev.penstock.data;

import java.util.Arrays;

/// 64-bit floating point numbers.
public final class DoubleVector extends Vector {
    private double[] values;

    public DoubleVector(int capacity) {
        values = new double[capacity];
    }

    /// A vector over the given array, which it then owns.
    public static DoubleVector of(double... values) {
        var vector = new DoubleVector(0);
        vector.values = values;
        return vector;
    }

    /// The values by row; replaced when the vector grows.
    public double[] values() {
        return values;
    }

    public double get(int row) {
        return values[row];
    }

    public void set(int row, double value) {
        values[row] = value;
    }

    @Override
    void resetValues(int capacity) {
        if (values.length < capacity) {
            values = new double[capacity];
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
        values[to] = ((DoubleVector) from).values[fromRow];
    }

    @Override
    public void copyRows(Vector from, Selection rows, int at) {
        var source = ((DoubleVector) from).values;
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

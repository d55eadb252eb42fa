package dev.penstock.data;

import java.util.Arrays;

/// 8-bit integers.
public final class ByteVector extends Vector {
    private byte[] values;

    public ByteVector(int capacity) {
        values = new byte[capacity];
    }

    /// A vector over the given array, which it then owns.
    public static ByteVector of(byte... values) {
        var vector = new ByteVector(0);
        vector.values = values;
        return vector;
    }

    /// The values by row; replaced when the vector grows.
    public byte[] values() {
        return values;
    }

    public byte get(int row) {
        return values[row];
    }

    public void set(int row, byte value) {
        values[row] = value;
    }

    @Override
    void resetValues(int capacity) {
        if (values.length < capacity) {
            values = new byte[capacity];
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
        values[to] = ((ByteVector) from).values[fromRow];
    }

    @Override
    public void copyRows(Vector from, Selection rows, int at) {
        var source = ((ByteVector) from).values;
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

package dev.penstock.data;

import java.util.Arrays;

/// Arrays as views: each row is `length` consecutive rows, from `offset` on, of a vector of elements.
///
/// To write, a row's elements are written at the end of [#elements] (see [#used]) and [#append] then makes the row.
public final class ArrayVector extends Vector {
    private final Vector elements;
    private int used;
    private int[] offsets;
    private int[] lengths;

    public ArrayVector(int capacity, Vector elements) {
        this.elements = elements;
        offsets = new int[capacity];
        lengths = new int[capacity];
    }

    public Vector elements() {
        return elements;
    }

    /// How many rows of the elements are in use: where the next row's elements go.
    public int used() {
        return used;
    }

    public int offset(int row) {
        return offsets[row];
    }

    public int length(int row) {
        return lengths[row];
    }

    /// Makes a row of the `length` elements from [#used] on, which the caller has written or will write (after growing the elements).
    public void append(int row, int length) {
        offsets[row] = used;
        lengths[row] = length;
        used += length;
        elements.grow(used);
    }

    @Override
    void resetValues(int capacity) {
        if (offsets.length < capacity) {
            offsets = new int[capacity];
            lengths = new int[capacity];
        }
        elements.reset(capacity);
        used = 0;
    }

    @Override
    public int capacity() {
        return offsets.length;
    }

    @Override
    public void grow(int capacity) {
        if (offsets.length < capacity) {
            int grown = grownCapacity(offsets.length, capacity);
            offsets = Arrays.copyOf(offsets, grown);
            lengths = Arrays.copyOf(lengths, grown);
        }
    }

    @Override
    void copyValue(Vector from, int fromRow, int to) {
        var source = (ArrayVector) from;
        int length = source.lengths[fromRow];
        int at = used;
        append(to, length);
        for (int i = 0; i < length; i++) {
            elements.copyRow(source.elements, source.offsets[fromRow] + i, at + i);
        }
    }

    @Override
    public long memoryBytes() {
        return 8L * offsets.length + elements.memoryBytes();
    }
}

package dev.penstock.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Strings (UTF-8) and binary as views: each row is `length` bytes at `offset` of one buffer.
///
/// The buffer is either the vector's own, to which [#append] writes, or borrowed from another vector by [#viewOf]: so filtering,
/// slicing and `substring` move no bytes. A borrowed buffer is never written; the first [#append] copies what the views show.
public final class BytesVector extends Vector {
    private byte[] buffer = new byte[0];
    private int used;
    private boolean borrowed;
    private int[] offsets;
    private int[] lengths;

    public BytesVector(int capacity) {
        offsets = new int[capacity];
        lengths = new int[capacity];
    }

    public byte[] buffer() {
        return buffer;
    }

    public int[] offsets() {
        return offsets;
    }

    public int[] lengths() {
        return lengths;
    }

    public int offset(int row) {
        return offsets[row];
    }

    public int length(int row) {
        return lengths[row];
    }

    /// A copy of the bytes of a row.
    public byte[] bytes(int row) {
        return Arrays.copyOfRange(buffer, offsets[row], offsets[row] + lengths[row]);
    }

    public String string(int row) {
        return new String(buffer, offsets[row], lengths[row], StandardCharsets.UTF_8);
    }

    /// Gives this vector the buffer of another; rows are then set with [#view].
    public void viewOf(BytesVector other) {
        viewOf(other.buffer);
    }

    /// Gives this vector a buffer that somebody else owns and will not change while this vector is read.
    public void viewOf(byte[] shared) {
        buffer = shared;
        used = 0;
        borrowed = true;
    }

    /// Sets a row to a part of the buffer, own or borrowed.
    public void view(int row, int offset, int length) {
        offsets[row] = offset;
        lengths[row] = length;
    }

    /// Writes a row by copying bytes to the end of the own buffer.
    public void append(int row, byte[] source, int offset, int length) {
        int at = reserve(row, length);
        System.arraycopy(source, offset, buffer, at, length);
    }

    public void append(int row, byte[] source) {
        append(row, source, 0, source.length);
    }

    public void append(int row, String text) {
        append(row, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Gives a row `length` bytes at the end of the own buffer, to be written by the caller into [#buffer], and says where they start.
    public int reserve(int row, int length) {
        if (borrowed) {
            ownBuffer();
        }
        int at = used;
        int end = Math.addExact(at, length);
        if (end > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 16L,
                    Math.max(64L, Math.max(end, buffer.length * 2L))));
        }
        offsets[row] = at;
        lengths[row] = length;
        used = end;
        return at;
    }

    /// Shortens the row that was reserved last to `length` bytes and gives the rest back.
    public void trim(int row, int length) {
        used = offsets[row] + length;
        lengths[row] = length;
    }

    private void ownBuffer() {
        buffer = buffer.clone();
        used = buffer.length;
        borrowed = false;
    }

    @Override
    void resetValues(int capacity) {
        if (offsets.length < capacity) {
            offsets = new int[capacity];
            lengths = new int[capacity];
        }
        if (borrowed) {
            buffer = new byte[0];
            borrowed = false;
        }
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
    @SuppressWarnings("ReferenceEquality") // the very same buffer is asked for, not one with equal bytes
    void copyValue(Vector from, int fromRow, int to) {
        var source = (BytesVector) from;
        if (borrowed && buffer == source.buffer) {
            view(to, source.offsets[fromRow], source.lengths[fromRow]);
        } else {
            append(to, source.buffer, source.offsets[fromRow], source.lengths[fromRow]);
        }
    }

    /// True when the bytes of the two rows are the same.
    public static boolean equal(BytesVector a, int rowA, BytesVector b, int rowB) {
        int length = a.lengths[rowA];
        return length == b.lengths[rowB]
                && Arrays.equals(a.buffer, a.offsets[rowA], a.offsets[rowA] + length, b.buffer,
                        b.offsets[rowB], b.offsets[rowB] + length);
    }

    /// Compares two rows byte by byte as unsigned numbers, which is the order of UTF-8 text by code point.
    public static int compare(BytesVector a, int rowA, BytesVector b, int rowB) {
        return Arrays.compareUnsigned(a.buffer, a.offsets[rowA], a.offsets[rowA] + a.lengths[rowA],
                b.buffer, b.offsets[rowB],
                b.offsets[rowB] + b.lengths[rowB]);
    }

    @Override
    public long memoryBytes() {
        return 8L * offsets.length + (borrowed ? 0 : buffer.length);
    }
}

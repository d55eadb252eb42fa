package dev.penstock.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow at their end: where text and encoded rows are put together before they are copied away.
///
/// Reused, it stops allocating. Multi-byte numbers are written with the most significant byte first.
public final class ByteBuilder {
    private byte[] bytes;
    private int size;

    public ByteBuilder(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public ByteBuilder() {
        this(64);
    }

    /// The array behind, of which the first [#size] bytes count; replaced when it grows.
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /// Cuts back to the first `newSize` bytes.
    public void truncate(int newSize) {
        assert newSize <= size;
        size = newSize;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /// What was written, as UTF-8.
    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /// Makes room for `more` bytes and moves the end behind them; says where they start. The caller writes them into [#array].
    public int reserve(int more) {
        int at = size;
        int end = Math.addExact(at, more);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes,
                    (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(end, bytes.length * 2L)));
        }
        size = end;
        return at;
    }

    public ByteBuilder put(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
        return this;
    }

    public ByteBuilder put(byte[] source, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(source, offset, bytes, at, length);
        return this;
    }

    public ByteBuilder put(byte[] source) {
        return put(source, 0, source.length);
    }

    public ByteBuilder putInt(int value) {
        int at = reserve(4);
        for (int i = 3; i >= 0; i--) {
            bytes[at + i] = (byte) value;
            value >>= 8;
        }
        return this;
    }

    public ByteBuilder putLong(long value) {
        int at = reserve(8);
        for (int i = 7; i >= 0; i--) {
            bytes[at + i] = (byte) value;
            value >>= 8;
        }
        return this;
    }

    /// Writes text in UTF-8.
    public ByteBuilder put(String text) {
        int length = text.length();
        int at = reserve(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = at;
                return put(text.getBytes(StandardCharsets.UTF_8));
            }
            bytes[at + i] = (byte) c;
        }
        return this;
    }

    /// Writes a number in decimal digits.
    public ByteBuilder putDecimal(long value) {
        if (value == Long.MIN_VALUE) {
            return put("-9223372036854775808");
        }
        long rest = value;
        if (rest < 0) {
            put('-');
            rest = -rest;
        }
        int digits = digits(rest);
        int at = reserve(digits);
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /// Writes a number of at least zero in at least `width` decimal digits.
    public ByteBuilder putPadded(long value, int width) {
        assert value >= 0;
        for (int i = digits(value); i < width; i++) {
            put('0');
        }
        return putDecimal(value);
    }

    private static int digits(long value) {
        int digits = 1;
        for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
            digits++;
        }
        return digits;
    }
}

package dev.penstock.connect.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes that grow at the end, written as Arrow lays numbers out. Not safe for two threads.
final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[64];
    private int size;

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /// Room for `count` bytes at the end, and where it starts.
    int reserve(int count) {
        int at = size;
        int end = Math.addExact(at, count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes,
                    (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(end, bytes.length * 2L)));
        }
        size = end;
        return at;
    }

    /// The same, filled with zeros.
    int zeros(int count) {
        int at = reserve(count);
        Arrays.fill(bytes, at, at + count, (byte) 0);
        return at;
    }

    void setByte(int at, int value) {
        bytes[at] = (byte) value;
    }

    void setBit(int bit) {
        bytes[bit >> 3] |= (byte) (1 << (bit & 7));
    }

    void setShort(int at, short value) {
        SHORT.set(bytes, at, value);
    }

    void setInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    void setLong(int at, long value) {
        LONG.set(bytes, at, value);
    }

    int intAt(int at) {
        return (int) INT.get(bytes, at);
    }

    void append(byte[] source, int offset, int length) {
        int at = reserve(length); // may replace the array
        System.arraycopy(source, offset, bytes, at, length);
    }
}

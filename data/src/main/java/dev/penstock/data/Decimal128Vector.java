package dev.penstock.data;

import java.math.BigInteger;
import java.util.Arrays;

/// Unscaled decimals of 19 to 38 digits as 128-bit integers in two's complement.
public final class Decimal128Vector extends Vector {
    private long[] high;
    private long[] low;

    public Decimal128Vector(int capacity) {
        high = new long[capacity];
        low = new long[capacity];
    }

    /// The upper 64 bits by row, signed; replaced when the vector grows.
    public long[] high() {
        return high;
    }

    /// The lower 64 bits by row, to be read as unsigned; replaced when the vector grows.
    public long[] low() {
        return low;
    }

    public BigInteger get(int row) {
        var upper = BigInteger.valueOf(high[row]).shiftLeft(64);
        var lower = BigInteger.valueOf(low[row]);
        return upper.add(low[row] < 0 ? lower.add(BigInteger.ONE.shiftLeft(64)) : lower);
    }

    /// Writes a value of at most 127 bits.
    public void set(int row, BigInteger value) {
        low[row] = value.longValue();
        high[row] = value.shiftRight(64).longValueExact();
    }

    public void set(int row, long upper, long lower) {
        high[row] = upper;
        low[row] = lower;
    }

    @Override
    void resetValues(int capacity) {
        if (low.length < capacity) {
            high = new long[capacity];
            low = new long[capacity];
        }
    }

    @Override
    public int capacity() {
        return low.length;
    }

    @Override
    public void grow(int capacity) {
        if (low.length < capacity) {
            int grown = grownCapacity(low.length, capacity);
            high = Arrays.copyOf(high, grown);
            low = Arrays.copyOf(low, grown);
        }
    }

    @Override
    void copyValue(Vector from, int fromRow, int to) {
        var source = (Decimal128Vector) from;
        high[to] = source.high[fromRow];
        low[to] = source.low[fromRow];
    }

    @Override
    public long memoryBytes() {
        return 16L * low.length;
    }
}

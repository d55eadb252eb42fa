package dev.penstock.flow.kernel;

import java.math.BigInteger;

/// The remainder of division by a constant, by multiplication: a few cycles, where the processor's division takes ten or more.
///
/// The quotient of `n` by `|d|` is the upper half of `n` times a reciprocal, shifted (Granlund and Montgomery, "Division by Invariant Integers
/// using Multiplication", figure 5.2); exact for every long. The sign of a remainder is that of the dividend, so that of the divisor does not matter.
record Remainder(long divisor, long reciprocal, int shift) {
    /// `divisor` is not 0.
    static Remainder of(long divisor) {
        var size = BigInteger.valueOf(divisor).abs();
        int log = Math.max(1, size.subtract(BigInteger.ONE).bitLength());
        long reciprocal = BigInteger.ONE.shiftLeft(63 + log).divide(size).add(BigInteger.ONE)
                .longValue();
        return new Remainder(Math.abs(divisor), reciprocal, log - 1);
    }

    /// Writes `a[i] % divisor` to `out[i]`, for rows 0 to `size - 1`.
    void fill(long[] a, long[] out, int size) {
        long by = divisor;
        long factor = reciprocal;
        int bits = shift;
        for (int i = 0; i < size; i++) {
            long n = a[i];
            long quotient = ((n + Math.multiplyHigh(factor, n)) >> bits) + (n >>> 63);
            out[i] = n - quotient * by;
        }
    }
}

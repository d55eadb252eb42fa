package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.BytesVector;
import dev.penstock.store.state.Arrangement;
import java.util.Arrays;

/// A sum of doubles without any rounding: a whole number of the smallest double, 2^-1074, in digits of 32 bits that span all doubles.
///
/// Where rows can be removed, nothing less will do: what a plain sum, or one of two doubles, has once rounded away does not come back when the large number that
/// it was lost against is removed, and the error stays for as long as the group does. An exact sum also does not depend on the order of its rows. The alternative, to
/// keep all values, takes as much state as there are rows; this one takes some ten bytes a group when the numbers are of similar size, for only the digits
/// that are not zero are kept.
///
/// ```
/// kept:  first digit (1 byte) | number of digits (1) | digits, lowest first (4 each; the highest is signed) | NaNs, infinities, negative ones (8 each), unless all 0
/// ```
///
/// NaN and the infinities are counted, so that they can be removed too. An instance is the place to work in; it belongs to one thread.
final class ExactSum {
    /// Lowest bit 2^-1074, highest 2^1023, and 64 bits more for as many rows as there may be, and room for carries.
    private static final int DIGITS = (1074 + 1024 + 64) / 32 + 5;
    private static final long MASK = 0xFFFF_FFFFL;
    private static final int SPECIALS = 3;
    private static final int LOWEST_EXPONENT = 1074;

    private final long[] digits = new long[DIGITS];
    private final long[] specials = new long[SPECIALS];
    private final BytesVector bytes = new BytesVector(1);
    private final int[] one = new int[1];
    /// Digits outside of these are 0.
    private int low = DIGITS;
    private int high = -1;

    /// Makes this zero.
    void clear() {
        if (high >= low) {
            Arrays.fill(digits, low, high + 1, 0);
        }
        Arrays.fill(specials, 0);
        low = DIGITS;
        high = -1;
    }

    /// Adds `value` `weight` times. At most 2^20 times between two calls of [#normalise], [#store] or [#round].
    void add(double value, long weight) {
        if (!Double.isFinite(value)) {
            specials[Double.isNaN(value) ? 0 : value > 0 ? 1 : 2] += weight;
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = (bits & 0xF_FFFF_FFFF_FFFFL) | (exponent == 0 ? 0 : 1L << 52);
        if (mantissa == 0 || weight == 0) {
            return;
        }
        int shift = Math.max(0, exponent - 1);
        boolean negative = bits < 0 != weight < 0;
        long times = Math.abs(weight);
        long lower = mantissa * times;
        long upper = Math.unsignedMultiplyHigh(mantissa, times);
        int digit = shift >>> 5;
        int bit = shift & 31;
        addDigit(digit, lower & MASK, bit, negative);
        addDigit(digit + 1, lower >>> 32, bit, negative);
        if (upper != 0) {
            addDigit(digit + 2, upper & MASK, bit, negative);
            addDigit(digit + 3, upper >>> 32, bit, negative);
        }
        low = Math.min(low, digit);
        high = Math.max(high, upper != 0 ? digit + 4 : digit + 2);
    }

    private void addDigit(int digit, long value, int bit, boolean negative) {
        long shifted = value << bit;
        digits[digit] += negative ? -(shifted & MASK) : shifted & MASK;
        digits[digit + 1] += negative ? -(shifted >>> 32) : shifted >>> 32;
    }

    /// Adds `a * b` `weight` times, with what the product of doubles rounds away.
    void addProduct(double a, double b, long weight) {
        double product = a * b;
        add(product, weight);
        if (Double.isFinite(product)) {
            add(Math.fma(a, b, -product), weight);
        }
    }

    /// Makes every digit but the highest one a number of 32 bits, without changing the sum.
    void normalise() {
        long carry = 0;
        for (int i = low; i <= high; i++) {
            long digit = digits[i] + carry;
            carry = digit >> 32;
            digits[i] = digit & MASK;
        }
        if (high < low) {
            return;
        }
        // The sign goes into the highest digit.
        while (carry != 0 && carry != -1) {
            digits[++high] = carry & MASK;
            carry >>= 32;
        }
        if (carry == -1 || digits[high] > Integer.MAX_VALUE) {
            if (carry == -1 && digits[high] > Integer.MAX_VALUE) {
                digits[high] -= 1L << 32;
            } else {
                digits[++high] = carry;
            }
        }
        while (high > low && (digits[high] == 0 || digits[high] == -1)
                && (int) digits[high - 1] < 0 == digits[high] < 0) {
            digits[high - 1] = (int) digits[high - 1];
            digits[high--] = 0;
        }
        while (low <= high && digits[low] == 0) {
            low++;
        }
        if (low > high) {
            low = DIGITS;
            high = -1;
        }
    }

    // ---------------------------------------------------------------------------------------------- state

    /// Takes over what a group keeps in a column.
    void load(Arrangement groups, int entry, int column) {
        clear();
        one[0] = entry;
        bytes.reset(1);
        groups.load(one, 1, column, bytes, 0);
        if (bytes.isNull(0)) {
            return;
        }
        byte[] buffer = bytes.buffer();
        int at = bytes.offset(0);
        int end = at + bytes.length(0);
        int count = buffer[at + 1];
        if (count > 0) {
            low = buffer[at];
            high = low + count - 1;
        }
        at += 2;
        for (int i = 0; i < count; i++, at += 4) {
            long digit = read(buffer, at, 4);
            digits[low + i] = i == count - 1 ? (int) digit : digit;
        }
        for (int i = 0; at < end; i++, at += 8) {
            specials[i] = read(buffer, at, 8);
        }
    }

    /// Gives the sum to a group to keep.
    void store(Arrangement groups, int entry, int column) {
        normalise();
        int count = Math.max(0, high - low + 1);
        boolean special = (specials[0] | specials[1] | specials[2]) != 0;
        bytes.reset(1);
        if (count == 0 && !special) {
            bytes.setNull(0);
        } else {
            int at = bytes.reserve(0, 2 + 4 * count + (special ? 8 * SPECIALS : 0));
            byte[] buffer = bytes.buffer();
            buffer[at++] = (byte) (count == 0 ? 0 : low);
            buffer[at++] = (byte) count;
            for (int i = 0; i < count; i++, at += 4) {
                write(buffer, at, 4, digits[low + i]);
            }
            for (int i = 0; special && i < SPECIALS; i++, at += 8) {
                write(buffer, at, 8, specials[i]);
            }
        }
        groups.store(entry, column, bytes, 0);
    }

    private static long read(byte[] buffer, int at, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (buffer[at + i] & 0xFFL) << (8 * i);
        }
        return value;
    }

    private static void write(byte[] buffer, int at, int size, long value) {
        for (int i = 0; i < size; i++) {
            buffer[at + i] = (byte) (value >>> (8 * i));
        }
    }

    // ---------------------------------------------------------------------------------------------- value

    /// The double that is nearest to the sum, of two as near the even one.
    double round() {
        if (specials[0] != 0 || (specials[1] != 0 && specials[2] != 0)) {
            return Double.NaN;
        }
        if (specials[1] != 0 || specials[2] != 0) {
            return specials[1] != 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        normalise();
        if (high < low) {
            return 0;
        }
        boolean negative = digits[high] < 0;
        if (negative) {
            negate();
        }
        double magnitude = magnitude();
        if (negative) {
            negate();
        }
        return negative ? -magnitude : magnitude;
    }

    private void negate() {
        for (int i = low; i <= high; i++) {
            digits[i] = -digits[i];
        }
        normalise();
    }

    private double magnitude() {
        int top = high;
        while (digits[top] == 0) {
            top--;
        }
        int leading = 32 * top + 63 - Long.numberOfLeadingZeros(digits[top]);
        if (leading < 53) {
            return bits(0, 53) * Double.MIN_VALUE;
        }
        long mantissa = bits(leading - 52, 53);
        boolean half = bits(leading - 53, 1) != 0;
        if (half && ((mantissa & 1) != 0 || anyBitBelow(leading - 53))) {
            mantissa++;
        }
        return Math.scalb((double) mantissa, leading - 52 - LOWEST_EXPONENT);
    }

    /// `count` bits of the sum, which is not negative, from bit `from` on.
    private long bits(int from, int count) {
        int digit = from >>> 5;
        int bit = from & 31;
        long value = digit(digit) >>> bit | digit(digit + 1) << (32 - bit);
        if (bit > 0) {
            value |= digit(digit + 2) << (64 - bit);
        }
        return value & (1L << count) - 1;
    }

    private long digit(int index) {
        return index < DIGITS ? digits[index] : 0;
    }

    private boolean anyBitBelow(int bit) {
        int digit = bit >>> 5;
        for (int i = low; i < digit; i++) {
            if (digits[i] != 0) {
                return true;
            }
        }
        return (digits[digit] & (1L << (bit & 31)) - 1) != 0;
    }
}

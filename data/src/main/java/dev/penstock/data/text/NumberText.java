package dev.penstock.data.text;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.DataType.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Booleans and numbers as text.
public final class NumberText {
    /// Powers of ten that a double holds exactly; beyond them a quotient or product would be rounded twice.
    private static final double[] EXACT_POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
            1e10, 1e11, 1e12, 1e13, 1e14,
            1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    /// The greatest number below which every integer is a double.
    private static final long EXACT_LIMIT = 1L << 53;
    /// Exponents beyond this make any decimal of 38 digits overflow or vanish; stops `1e999999999` from taking all memory.
    private static final int MAX_EXPONENT = 10_000;

    private NumberText() {}

    /// True for the bytes that Spark trims around values: blanks and ASCII control characters.
    public static boolean isBlank(byte b) {
        return (b >= 0 && b <= ' ') || b == 0x7f;
    }

    /// The position of the first byte from `offset` on, and before `end`, that is not blank; `end` when all are.
    public static int trimStart(byte[] text, int offset, int end) {
        int at = offset;
        while (at < end && isBlank(text[at])) {
            at++;
        }
        return at;
    }

    /// The position after the last byte before `end`, and not before `start`, that is not blank.
    public static int trimEnd(byte[] text, int start, int end) {
        int at = end;
        while (at > start && isBlank(text[at - 1])) {
            at--;
        }
        return at;
    }

    /// Reads a boolean: 1 for true, 0 for false, -1 for neither.
    public static int parseBoolean(byte[] text, int offset, int length) {
        int start = trimStart(text, offset, offset + length);
        int end = trimEnd(text, start, offset + length);
        return switch (end - start) {
            case 1 -> switch (text[start]) {
                case 't', 'T', 'y', 'Y', '1' -> 1;
                case 'f', 'F', 'n', 'N', '0' -> 0;
                default -> -1;
            };
            case 2 -> matches(text, start, "no") ? 0 : -1;
            case 3 -> matches(text, start, "yes") ? 1 : -1;
            case 4 -> matches(text, start, "true") ? 1 : -1;
            case 5 -> matches(text, start, "false") ? 0 : -1;
            default -> -1;
        };
    }

    /// True when the ASCII text at `at` is `lowerCase`, without regard to case; the caller has checked the length.
    static boolean matches(byte[] text, int at, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = text[at + i];
            int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Reads a whole number with blanks around it into `to[row]`; false when it is none or overflows.
    public static boolean parseLong(byte[] text, int offset, int length, long[] to, int row) {
        return parseLong(text, offset, length, false, to, row);
    }

    /// As [#parseLong(byte[], int, int, long[], int)]; with `truncate`, digits after a point are checked and left out, as `CAST` does without ANSI mode.
    public static boolean parseLong(byte[] text, int offset, int length, boolean truncate,
            long[] to, int row) {
        int at = trimStart(text, offset, offset + length);
        int end = trimEnd(text, at, offset + length);
        if (at == end) {
            return false;
        }
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
            if (at == end) {
                return false;
            }
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            // Counted downwards, because the negative range is the larger one.
            if (value < Long.MIN_VALUE / 10 || (value == Long.MIN_VALUE / 10 && digit > 8)) {
                return false;
            }
            value = value * 10 - digit;
        }
        if (at < end && !(truncate && text[at] == '.' && allDigits(text, at + 1, end))) {
            return false;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return false;
        }
        to[row] = negative ? value : -value;
        return true;
    }

    private static boolean allDigits(byte[] text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /// Reads a floating-point number into `to[row]`: what Java reads, and Spark's spellings of infinity and NaN in any case.
    public static boolean parseDouble(byte[] text, int offset, int length, double[] to, int row) {
        int at = trimStart(text, offset, offset + length);
        int end = trimEnd(text, at, offset + length);
        if (at == end) {
            return false;
        }
        boolean negative = text[at] == '-';
        int cursor = negative || text[at] == '+' ? at + 1 : at;
        long digits = 0;
        int count = 0;
        int point = -1;
        for (; cursor < end && count <= 18; cursor++) {
            byte b = text[cursor];
            if (b >= '0' && b <= '9') {
                digits = digits * 10 + (b - '0');
                count++;
            } else if (b == '.' && point < 0) {
                point = count;
            } else {
                break;
            }
        }
        int fraction = point < 0 ? 0 : count - point;
        if (cursor == end && count > 0 && count <= 18 && digits < EXACT_LIMIT && fraction <= 22) {
            double value = digits / EXACT_POWERS[fraction];
            to[row] = negative ? -value : value;
            return true;
        }
        return parseAnyDouble(text, at, end - at, to, row);
    }

    private static boolean parseAnyDouble(byte[] text, int offset, int length, double[] to,
            int row) {
        var string = new String(text, offset, length, StandardCharsets.UTF_8);
        try {
            to[row] = Double.parseDouble(string);
            return true;
        } catch (NumberFormatException e) {
            double special = specialDouble(string);
            to[row] = special;
            return special != 0;
        }
    }

    /// Infinity or NaN in one of Spark's spellings; zero for anything else.
    private static double specialDouble(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> 0;
        };
    }

    /// Reads a number of 32 bits, which is not always the rounding of the one of 64 bits.
    public static boolean parseFloat(byte[] text, int offset, int length, float[] to, int row) {
        var string = new String(text, offset, length, StandardCharsets.UTF_8);
        try {
            to[row] = Float.parseFloat(string);
            return true;
        } catch (NumberFormatException e) {
            double special = specialDouble(string);
            to[row] = (float) special;
            return special != 0;
        }
    }

    /// Reads a decimal of any precision; null when the text is none. Numbers with absurd exponents count as none.
    public static @Nullable BigDecimal parseDecimal(byte[] text, int offset, int length) {
        int start = trimStart(text, offset, offset + length);
        int end = trimEnd(text, start, offset + length);
        try {
            var value = new BigDecimal(
                    new String(text, start, end - start, StandardCharsets.UTF_8));
            if (value.signum() == 0) {
                return Math.abs((long) value.scale()) > MAX_EXPONENT ? BigDecimal.ZERO : value;
            }
            return Math.abs((long) value.scale()) > MAX_EXPONENT ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// The unscaled value of a number rounded (half up) to the scale of `type`, or null when it has too many digits for it.
    public static @Nullable BigInteger unscaled(BigDecimal value, DecimalType type) {
        // Checked first: to set the scale of a number with a large exponent would be slow.
        if ((long) value.precision() - value.scale() > DecimalType.MAX_PRECISION + 1L) {
            return null;
        }
        var rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
        return rounded.precision() > type.precision() ? null : rounded.unscaledValue();
    }

    /// Reads a decimal of at most 18 digits, as its unscaled value, into `to[row]`.
    public static boolean parseLongDecimal(byte[] text, int offset, int length, DecimalType type,
            long[] to, int row) {
        var value = parseDecimal(text, offset, length);
        var unscaled = value == null ? null : unscaled(value, type);
        if (unscaled == null) {
            return false;
        }
        to[row] = unscaled.longValueExact();
        return true;
    }

    public static void format(boolean value, ByteBuilder to) {
        to.put(value ? "true" : "false");
    }

    public static void format(double value, ByteBuilder to) {
        long whole = (long) value;
        if (whole == value && whole > -10_000_000 && whole < 10_000_000
                && (whole != 0 || Double.doubleToRawLongBits(value) == 0)) {
            to.putDecimal(whole).put('.').put('0');
        } else {
            to.put(Double.toString(value));
        }
    }

    public static void format(float value, ByteBuilder to) {
        to.put(Float.toString(value));
    }

    /// Writes a decimal, given as its unscaled value, with all digits of its scale and never with an exponent.
    public static void formatDecimal(long unscaled, int scale, ByteBuilder to) {
        if (unscaled == Long.MIN_VALUE) {
            to.put(BigDecimal.valueOf(unscaled, scale).toPlainString());
            return;
        }
        long rest = unscaled;
        if (rest < 0) {
            to.put('-');
            rest = -rest;
        }
        long power = 1;
        for (int i = 0; i < scale; i++) {
            power *= 10;
        }
        to.putDecimal(rest / power);
        if (scale > 0) {
            to.put('.').putPadded(rest % power, scale);
        }
    }

    public static void formatDecimal(BigInteger unscaled, int scale, ByteBuilder to) {
        to.put(new BigDecimal(unscaled, scale).toPlainString());
    }
}

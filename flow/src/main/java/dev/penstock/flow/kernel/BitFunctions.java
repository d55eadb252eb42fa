package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of the bits and digits of whole numbers.
final class BitFunctions {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private BitFunctions() {}

    @FunctionalInterface
    interface LongBinary {
        long apply(long a, long b);
    }

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "bit_and_op" -> combined((a, b) -> a & b);
            case "bit_or_op" -> combined((a, b) -> a | b);
            case "bit_xor_op" -> combined((a, b) -> a ^ b);
            case "bit_not_op" ->
                Shapes.unary((Vector a, int row, Vector out) -> WholeNumbers.write(out, row,
                        ~WholeNumbers.read(a, row)));
            case "bit_count" -> Shapes.unary(BitFunctions::count);
            case "shiftleft" -> shifted((a, n) -> (int) a << n, (a, n) -> a << n);
            case "shiftright" -> shifted((a, n) -> (int) a >> n, (a, n) -> a >> n);
            case "shiftrightunsigned" -> shifted((a, n) -> (int) a >>> n, (a, n) -> a >>> n);
            case "factorial" -> Shapes.unary(BitFunctions::factorial);
            case "hex" -> Shapes.unary(BitFunctions::hex);
            case "unhex" -> Shapes.unary(BitFunctions::unhex);
            case "unhex_strictly" -> (call, arguments, context) -> unhexStrictly(call.mode())
                    .create(call, arguments, context);
            case "bin" -> Shapes.unary((LongVector a, int row, BytesVector out) -> out.append(row,
                    Long.toBinaryString(a.get(row))));
            case "conv" ->
                (call, arguments,
                        context) -> Shapes
                                .ternary((BytesVector text, IntVector from, IntVector to, int row,
                                        BytesVector out) -> convert(text, from.get(row),
                                                to.get(row), row, out, call))
                                .create(call, arguments, context);
            default -> null;
        };
    }

    private static KernelFactory combined(LongBinary function) {
        return Shapes
                .binary((Vector a, Vector b, int row, Vector out) -> WholeNumbers.write(out, row,
                        function.apply(WholeNumbers.read(a, row), WholeNumbers.read(b, row))));
    }

    private static KernelFactory shifted(LongBinary ints, LongBinary longs) {
        return Shapes.binary((Vector a, IntVector by, int row, Vector out) -> {
            var function = a instanceof LongVector ? longs : ints;
            WholeNumbers.write(out, row, function.apply(WholeNumbers.read(a, row), by.get(row)));
        });
    }

    private static void count(Vector a, int row, IntVector out) {
        out.set(row,
                a instanceof BooleanVector booleans
                        ? booleans.get(row) ? 1 : 0
                        : Long.bitCount(WholeNumbers.read(a, row)));
    }

    private static void factorial(IntVector a, int row, LongVector out) {
        int n = a.get(row);
        if (n < 0 || n > 20) {
            out.setNull(row);
            return;
        }
        long product = 1;
        for (int i = 2; i <= n; i++) {
            product *= i;
        }
        out.set(row, product);
    }

    private static void hex(Vector a, int row, BytesVector out) {
        if (a instanceof LongVector longs) {
            out.append(row, Long.toHexString(longs.get(row)).toUpperCase(Locale.ROOT));
            return;
        }
        var bytes = (BytesVector) a;
        int length = bytes.length(row);
        int at = out.reserve(row, 2 * length);
        for (int i = 0; i < length; i++) {
            int value = bytes.buffer()[bytes.offset(row) + i];
            out.buffer()[at + 2 * i] = HEX[value >> 4 & 15];
            out.buffer()[at + 2 * i + 1] = HEX[value & 15];
        }
    }

    /// Bytes of hexadecimal digits; an odd digit stands at the start alone.
    /// As `to_binary` reads it: what is no hexadecimal digit is an error.
    private static KernelFactory unhexStrictly(ErrorMode mode) {
        return Shapes.unary((BytesVector a, int row, BytesVector out) -> {
            unhex(a, row, out);
            if (out.isNull(row) && mode != ErrorMode.TRY) {
                throw new UserException("CONVERSION_INVALID_INPUT",
                        Map.of("str", "'" + a.string(row) + "'", "fmt", "'HEX'", "targetType",
                                "\"BINARY\"", "suggestion", "`try_to_binary`"));
            }
        });
    }

    private static void unhex(BytesVector a, int row, BytesVector out) {
        int length = a.length(row);
        int from = a.offset(row);
        byte[] bytes = new byte[(length + 1) / 2];
        int odd = length & 1;
        for (int i = 0; i < length; i++) {
            int digit = Character.digit(a.buffer()[from + i], 16);
            if (digit < 0) {
                out.setNull(row);
                return;
            }
            int at = (i + odd) / 2;
            bytes[at] = (byte) (bytes[at] << 4 | digit);
        }
        out.append(row, bytes);
    }

    /// A number in another base: unsigned 64 bits, or signed when the target base is negative. What follows the digits is ignored.
    private static void convert(BytesVector text, int from, int to, int row, BytesVector out,
            Expr.Call call) {
        var digits = text.string(row).trim();
        if (from < 2 || from > 36 || Math.abs(to) < 2 || Math.abs(to) > 36 || digits.isEmpty()) {
            out.setNull(row);
            return;
        }
        boolean negative = digits.startsWith("-");
        int end = negative ? 1 : 0;
        int start = end;
        while (end < digits.length() && Character.digit(digits.charAt(end), from) >= 0) {
            end++;
        }
        var value = end == start
                ? BigInteger.ZERO
                : new BigInteger(digits.substring(start, end), from);
        if (value.compareTo(TWO_TO_64) >= 0) {
            if (call.mode() == Expr.ErrorMode.ANSI) {
                throw Errors.arithmeticOverflow("Overflow in function conv()", "");
            }
            value = TWO_TO_64.subtract(BigInteger.ONE);
            negative = false;
        }
        long bits = negative ? value.negate().longValue() : value.longValue();
        var result = to > 0 ? unsigned(bits).toString(to) : Long.toString(bits, -to);
        out.append(row, result.toUpperCase(Locale.ROOT));
    }

    private static BigInteger unsigned(long bits) {
        var value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(TWO_TO_64) : value;
    }
}

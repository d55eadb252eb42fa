package dev.penstock.flow.kernel;

import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arithmetic of decimals. The operands' digits decide by their types whether the exact result always fits the result's type; then
/// it is computed on machine words without a check. All else goes through [BigDecimal], with Spark's rounding.
final class DecimalArithmetic {
    private static final MathContext EXACT_ENOUGH = new MathContext(
            DecimalType.MAX_PRECISION * 2 + 1, RoundingMode.HALF_UP);
    private static final int QUOTIENT_SCALE = DecimalType.MAX_PRECISION + 1;

    private DecimalArithmetic() {}

    /// The kernel of add, subtract or multiply.
    static Kernel kernel(LongArithmetic.Operation operation, Expr.Call call, List<Kernel> arguments,
            KernelContext context) {
        var a = (DecimalType) call.arguments().get(0).type();
        var b = (DecimalType) call.arguments().get(1).type();
        var result = (DecimalType) call.type();
        var fast = a.fitsLong() && b.fitsLong()
                ? switch (operation) {
                    case ADD -> sum(a, b, result, 1);
                    case SUBTRACT -> sum(a, b, result, -1);
                    case MULTIPLY -> product(a, b, result);
                }
                : null;
        if (fast != null) {
            return fast.create(call, arguments, context);
        }
        return exact(call, (x, y) -> switch (operation) {
            case ADD -> x.add(y);
            case SUBTRACT -> x.subtract(y);
            case MULTIPLY -> x.multiply(y, EXACT_ENOUGH);
        }).create(call, arguments, context);
    }

    private static @Nullable KernelFactory sum(DecimalType a, DecimalType b, DecimalType result,
            int sign) {
        int scale = Math.max(a.scale(), b.scale());
        int digits = Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + scale + 1;
        if (!result.fitsLong() || result.scale() != scale || result.precision() < digits) {
            return null;
        }
        long factorA = Decimals.power(scale - a.scale());
        long factorB = sign * Decimals.power(scale - b.scale());
        return Shapes.dense((LongVector x, LongVector y, LongVector out, int size) -> weightedSum(
                x.values(), factorA, y.values(), factorB,
                out.values(), size));
    }

    private static void weightedSum(long[] a, long factorA, long[] b, long factorB, long[] out,
            int size) {
        for (int i = 0; i < size; i++) {
            out[i] = a[i] * factorA + b[i] * factorB;
        }
    }

    private static @Nullable KernelFactory product(DecimalType a, DecimalType b,
            DecimalType result) {
        if (result.scale() != a.scale() + b.scale()
                || result.precision() < a.precision() + b.precision()) {
            return null;
        }
        return result.fitsLong()
                ? Shapes.dense((LongVector x, LongVector y, LongVector out,
                        int size) -> product(x.values(), y.values(), out.values(), size))
                : Shapes.dense((LongVector x, LongVector y, Decimal128Vector out,
                        int size) -> product(x.values(), y.values(), out.high(),
                                out.low(), size));
    }

    private static void product(long[] a, long[] b, long[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = a[i] * b[i];
        }
    }

    private static void product(long[] a, long[] b, long[] high, long[] low, int size) {
        for (int i = 0; i < size; i++) {
            high[i] = Math.multiplyHigh(a[i], b[i]);
            low[i] = a[i] * b[i];
        }
    }

    @FunctionalInterface
    interface Exact {
        BigDecimal apply(BigDecimal a, BigDecimal b);
    }

    private static KernelFactory exact(Expr.Call call, Exact function) {
        int scaleA = ((DecimalType) call.arguments().get(0).type()).scale();
        int scaleB = ((DecimalType) call.arguments().get(1).type()).scale();
        var type = (DecimalType) call.type();
        return Shapes.binary((Vector a, Vector b, int row, Vector result) -> {
            var value = function.apply(Decimals.value(a, row, scaleA),
                    Decimals.value(b, row, scaleB));
            Decimals.putOrFail(result, row, value, type, call.mode());
        });
    }

    /// The kernel of divide, mod or pmod.
    static KernelFactory division(Expr.Call call) {
        boolean divide = call.function().equals("divide");
        Exact function = switch (call.function()) {
            case "divide" -> (x, y) -> x.divide(y, QUOTIENT_SCALE, RoundingMode.HALF_UP);
            case "mod" -> (x, y) -> x.remainder(y, EXACT_ENOUGH);
            default -> DecimalArithmetic::positiveRemainder;
        };
        int scaleA = ((DecimalType) call.arguments().get(0).type()).scale();
        int scaleB = ((DecimalType) call.arguments().get(1).type()).scale();
        var type = (DecimalType) call.type();
        return Shapes.binary((Vector a, Vector b, int row, Vector result) -> {
            var divisor = Decimals.value(b, row, scaleB);
            if (divisor.signum() != 0) {
                Decimals.putOrFail(result, row,
                        function.apply(Decimals.value(a, row, scaleA), divisor), type, call.mode());
            } else if (call.mode() == ErrorMode.ANSI) {
                throw divide ? Errors.divideByZero() : Errors.remainderByZero();
            } else {
                result.setNull(row);
            }
        });
    }

    private static BigDecimal positiveRemainder(BigDecimal a, BigDecimal b) {
        var remainder = a.remainder(b, EXACT_ENOUGH);
        return remainder.signum() < 0 ? remainder.add(b).remainder(b, EXACT_ENOUGH) : remainder;
    }

    /// The whole part of the quotient, as a long.
    static KernelFactory wholeQuotient(Expr.Call call) {
        int scaleA = ((DecimalType) call.arguments().get(0).type()).scale();
        int scaleB = ((DecimalType) call.arguments().get(1).type()).scale();
        return Shapes.binary((Vector a, Vector b, int row, LongVector result) -> {
            var divisor = Decimals.value(b, row, scaleB);
            if (divisor.signum() != 0) {
                result.set(row,
                        Decimals.value(a, row, scaleA).divideToIntegralValue(divisor).longValue());
            } else if (call.mode() == ErrorMode.ANSI) {
                throw Errors.divideByZero();
            } else {
                result.setNull(row);
            }
        });
    }

    /// The negation, or with `absolute` the absolute value; the type stays.
    static KernelFactory negated(boolean absolute) {
        return Shapes.unary((Vector a, int row, Vector result) -> {
            if (a instanceof LongVector longs) {
                ((LongVector) result).set(row,
                        absolute ? Math.abs(longs.get(row)) : -longs.get(row));
            } else {
                var value = Decimals.unscaled(a, row);
                ((Decimal128Vector) result).set(row, absolute ? value.abs() : value.negate());
            }
        });
    }
}

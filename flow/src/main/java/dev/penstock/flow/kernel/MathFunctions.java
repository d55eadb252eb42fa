package dev.penstock.flow.kernel;

import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.FloatType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Functions of real numbers. A logarithm of what has none is null. Rounding is in [Rounding], integers in [BitFunctions].
final class MathFunctions {
    private static final double LOG_2 = Math.log(2);

    private MathFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "sqrt" -> Shapes.doubles(Math::sqrt);
            case "cbrt" -> Shapes.doubles(Math::cbrt);
            case "exp" -> Shapes.doubles(StrictMath::exp);
            case "expm1" -> Shapes.doubles(StrictMath::expm1);
            case "ln" -> logarithm(0, StrictMath::log);
            case "log10" -> logarithm(0, StrictMath::log10);
            case "log2" -> logarithm(0, value -> StrictMath.log(value) / LOG_2);
            case "log1p" -> logarithm(-1, StrictMath::log1p);
            case "log" -> Shapes.binary(MathFunctions::logarithmToBase);
            case "pow" -> Shapes.doubles(StrictMath::pow);
            case "hypot" -> Shapes.doubles(Math::hypot);
            case "atan2" -> Shapes.doubles((y, x) -> StrictMath.atan2(y + 0.0, x + 0.0));
            case "pi" -> Shapes.rows((_, row, out) -> ((DoubleVector) out).set(row, Math.PI));
            case "e" -> Shapes.rows((_, row, out) -> ((DoubleVector) out).set(row, Math.E));
            case "sign" -> Shapes.doubles(Math::signum);
            case "rint" -> Shapes.doubles(Math::rint);
            case "degrees" -> Shapes.doubles(Math::toDegrees);
            case "radians" -> Shapes.doubles(Math::toRadians);
            case "ceil" -> (call, arguments, context) -> whole(call, RoundingMode.CEILING)
                    .create(call, arguments, context);
            case "floor" -> (call, arguments, context) -> whole(call, RoundingMode.FLOOR)
                    .create(call, arguments, context);
            case "nanvl" ->
                (call, arguments, context) -> numberOrElse(call).create(call, arguments, context);
            case "width_bucket" -> Shapes.rows(MathFunctions::bucket);
            default -> trigonometric(function);
        };
    }

    private static @Nullable KernelFactory trigonometric(String function) {
        return switch (function) {
            case "sin" -> Shapes.doubles(Math::sin);
            case "cos" -> Shapes.doubles(Math::cos);
            case "tan" -> Shapes.doubles(Math::tan);
            case "sec" -> Shapes.doubles(value -> 1 / Math.cos(value));
            case "csc" -> Shapes.doubles(value -> 1 / Math.sin(value));
            case "cot" -> Shapes.doubles(value -> 1 / Math.tan(value));
            case "asin" -> Shapes.doubles(Math::asin);
            case "acos" -> Shapes.doubles(Math::acos);
            case "atan" -> Shapes.doubles(Math::atan);
            case "sinh" -> Shapes.doubles(Math::sinh);
            case "cosh" -> Shapes.doubles(Math::cosh);
            case "tanh" -> Shapes.doubles(Math::tanh);
            case "asinh" -> Shapes.doubles(MathFunctions::areaSine);
            case "acosh" ->
                Shapes.doubles(value -> StrictMath.log(value + Math.sqrt(value * value - 1)));
            case "atanh" ->
                Shapes.doubles(value -> 0.5 * (StrictMath.log1p(value) - StrictMath.log1p(-value)));
            default -> null;
        };
    }

    private static double areaSine(double value) {
        return value == Double.NEGATIVE_INFINITY
                ? value
                : StrictMath.log(value + Math.sqrt(value * value + 1));
    }

    private static KernelFactory logarithm(double asymptote, Shapes.DoubleFunction function) {
        return Shapes.unary((DoubleVector a, int row, DoubleVector out) -> {
            if (a.get(row) <= asymptote) {
                out.setNull(row);
            } else {
                out.set(row, function.apply(a.get(row)));
            }
        });
    }

    private static void logarithmToBase(DoubleVector base, DoubleVector value, int row,
            DoubleVector out) {
        if (base.get(row) <= 0 || value.get(row) <= 0) {
            out.setNull(row);
        } else {
            out.set(row, StrictMath.log(value.get(row)) / StrictMath.log(base.get(row)));
        }
    }

    private static KernelFactory whole(Expr.Call call, RoundingMode rounding) {
        if (call.arguments().getFirst().type() instanceof DecimalType decimal) {
            var type = (DecimalType) call.type();
            return Shapes.unary((Vector a, int row, Vector out) -> Decimals.putOrFail(out, row,
                    Decimals.value(a, row, decimal.scale()).setScale(0, rounding), type,
                    call.mode()));
        }
        return rounding == RoundingMode.CEILING
                ? Shapes.unary((DoubleVector a, int row, LongVector out) -> out.set(row,
                        (long) Math.ceil(a.get(row))))
                : Shapes.unary((DoubleVector a, int row, LongVector out) -> out.set(row,
                        (long) Math.floor(a.get(row))));
    }

    /// The first number, or the second where the first is NaN.
    private static KernelFactory numberOrElse(Expr.Call call) {
        boolean floats = call.type() instanceof FloatType;
        return Shapes.nullAware((in, row, out) -> {
            boolean nan = floats
                    ? Float.isNaN(((FloatVector) in[0]).get(row))
                    : Double.isNaN(((DoubleVector) in[0]).get(row));
            out.copyRow(in[!in[0].isNull(row) && nan ? 1 : 0], row, row);
        });
    }

    /// Which of so many equal buckets between two limits the value falls into; 0 and one more for what lies outside.
    private static void bucket(Vector[] in, int row, Vector out) {
        double value = ((DoubleVector) in[0]).get(row);
        double low = ((DoubleVector) in[1]).get(row);
        double high = ((DoubleVector) in[2]).get(row);
        long count = in[3] instanceof IntVector ints
                ? ints.get(row)
                : ((LongVector) in[3]).get(row);
        if (count <= 0 || count == Long.MAX_VALUE || Double.isNaN(value) || low == high
                || !Double.isFinite(low) || !Double.isFinite(high)) {
            out.setNull(row);
            return;
        }
        boolean rising = low < high;
        long bucket;
        if (rising ? value < low : value > low) {
            bucket = 0;
        } else if (rising ? value >= high : value <= high) {
            bucket = count + 1;
        } else {
            bucket = (long) (count * (value - low) / (high - low)) + 1;
        }
        ((LongVector) out).set(row, bucket);
    }
}

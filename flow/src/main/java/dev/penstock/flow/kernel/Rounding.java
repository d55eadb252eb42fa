package dev.penstock.flow.kernel;

import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// `round` (half up), `bround` (half even), `ceil` and `floor` to a number of digits, which is a constant and may be negative.
final class Rounding {
    private Rounding() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "round" -> (call, arguments, context) -> factory(call, RoundingMode.HALF_UP)
                    .create(call, arguments, context);
            case "bround" -> (call, arguments, context) -> factory(call, RoundingMode.HALF_EVEN)
                    .create(call, arguments, context);
            case "ceil_to" -> (call, arguments, context) -> factory(call, RoundingMode.CEILING)
                    .create(call, arguments, context);
            case "floor_to" -> (call, arguments, context) -> factory(call, RoundingMode.FLOOR)
                    .create(call, arguments, context);
            default -> null;
        };
    }

    private static KernelFactory factory(Expr.Call call, RoundingMode rounding) {
        int digits = Shapes.constant(call, 1) instanceof Integer number ? number : 0;
        return switch (call.type()) {
            case DecimalType type -> {
                int scale = ((DecimalType) call.arguments().getFirst().type()).scale();
                yield first(call, (a, row, out) -> Decimals.putOrFail(out, row,
                        Decimals.value(a, row, scale).setScale(digits, rounding), type,
                        call.mode()));
            }
            case DoubleType _ -> first(call, (a, row, out) -> {
                double value = ((DoubleVector) a).get(row);
                ((DoubleVector) out).set(row,
                        Double.isFinite(value)
                                ? BigDecimal.valueOf(value).setScale(digits, rounding).doubleValue()
                                : value);
            });
            case FloatType _ -> first(call, (a, row, out) -> {
                float value = ((FloatVector) a).get(row);
                ((FloatVector) out).set(row,
                        Float.isFinite(value)
                                ? BigDecimal.valueOf((double) value).setScale(digits, rounding)
                                        .floatValue()
                                : value);
            });
            default -> digits >= 0
                    ? (_, arguments, _) -> arguments.getFirst()
                    : first(call, (a, row, out) -> {
                        var rounded = BigDecimal.valueOf(WholeNumbers.read(a, row)).setScale(digits,
                                rounding);
                        put(rounded, call.mode(), row, out);
                    });
        };
    }

    private static KernelFactory first(Expr.Call call, Shapes.UnaryRow<Vector, Vector> function) {
        return (_, arguments, context) -> Shapes.unary(function).create(call,
                arguments.subList(0, 1), context);
    }

    private static void put(BigDecimal value, ErrorMode mode, int row, Vector out) {
        long whole = value.longValue();
        boolean fits = WholeNumbers.write(out, row, whole)
                && value.compareTo(BigDecimal.valueOf(whole)) == 0;
        if (!fits && mode == ErrorMode.ANSI) {
            throw Errors.arithmeticOverflow("Overflow", "");
        }
        if (!fits && mode == ErrorMode.TRY) {
            out.setNull(row);
        }
    }
}

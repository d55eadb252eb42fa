package dev.penstock.flow.kernel;

import dev.penstock.data.ByteVector;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import org.jspecify.annotations.Nullable;

/// `/`, `div`, `%` and `pmod`.
final class Division {
    private Division() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "divide" ->
                (call, arguments, context) -> divide(call).create(call, arguments, context);
            case "div" ->
                (call, arguments, context) -> wholeQuotient(call).create(call, arguments, context);
            case "mod" ->
                (call, arguments, context) -> remainder(call).create(call, arguments, context);
            case "pmod" -> (call, arguments, context) -> positiveRemainder(call).create(call,
                    arguments, context);
            default -> null;
        };
    }

    private static KernelFactory divide(Expr.Call call) {
        return switch (call.type()) {
            case DecimalType _ -> DecimalArithmetic.division(call);
            case YearMonthIntervalType _,DayTimeIntervalType _,CalendarIntervalType _ ->
                IntervalArithmetic.division(call);
            default ->
                Shapes.binary((DoubleVector a, DoubleVector b, int row, DoubleVector out) -> {
                    out.set(row, a.get(row) / b.get(row));
                    if (b.get(row) == 0) {
                        noQuotient(call.mode(), out, row);
                    }
                });
        };
    }

    private static KernelFactory wholeQuotient(Expr.Call call) {
        if (call.arguments().getFirst().type() instanceof DecimalType) {
            return DecimalArithmetic.wholeQuotient(call);
        }
        if (call.arguments().getFirst().type() instanceof YearMonthIntervalType) {
            return Shapes.binary((IntVector a, IntVector b, int row,
                    LongVector out) -> quotient(a.get(row), b.get(row), call.mode(), row, out));
        }
        return Shapes.binary((LongVector a, LongVector b, int row,
                LongVector out) -> quotient(a.get(row), b.get(row), call.mode(), row, out));
    }

    private static void quotient(long a, long b, ErrorMode mode, int row, LongVector out) {
        if (b == 0) {
            noQuotient(mode, out, row);
            return;
        }
        out.set(row, a / b);
        if (a == Long.MIN_VALUE && b == -1 && mode != ErrorMode.LEGACY) {
            if (mode == ErrorMode.ANSI) {
                throw Errors.arithmeticOverflow("Overflow in integral divide", "try_divide");
            }
            out.setNull(row);
        }
    }

    private static void noQuotient(ErrorMode mode, Vector out, int row) {
        if (mode == ErrorMode.ANSI) {
            throw Errors.divideByZero();
        }
        out.setNull(row);
    }

    private static void noRemainder(ErrorMode mode, Vector out, int row) {
        if (mode == ErrorMode.ANSI) {
            throw Errors.remainderByZero();
        }
        out.setNull(row);
    }

    private static KernelFactory remainder(Expr.Call call) {
        var mode = call.mode();
        return switch (call.type()) {
            case ByteType _ ->
                Shapes.binary((ByteVector a, ByteVector b, int row, ByteVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        out.set(row, (byte) (a.get(row) % b.get(row)));
                    }
                });
            case ShortType _ ->
                Shapes.binary((ShortVector a, ShortVector b, int row, ShortVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        out.set(row, (short) (a.get(row) % b.get(row)));
                    }
                });
            case IntType _ -> Shapes.binary((IntVector a, IntVector b, int row, IntVector out) -> {
                if (b.get(row) == 0) {
                    noRemainder(mode, out, row);
                } else {
                    out.set(row, a.get(row) % b.get(row));
                }
            });
            case FloatType _ ->
                Shapes.binary((FloatVector a, FloatVector b, int row, FloatVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        out.set(row, a.get(row) % b.get(row));
                    }
                });
            case DoubleType _ ->
                Shapes.binary((DoubleVector a, DoubleVector b, int row, DoubleVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        out.set(row, a.get(row) % b.get(row));
                    }
                });
            case DecimalType _ -> DecimalArithmetic.division(call);
            default -> longRemainder(call, mode);
        };
    }

    /// With a constant divisor the loop tests nothing, and multiplies.
    private static KernelFactory longRemainder(Expr.Call call, ErrorMode mode) {
        if (Shapes.constant(call, 1) instanceof Long divisor && divisor != 0) {
            var remainder = Remainder.of(divisor);
            return Shapes.dense((LongVector a, LongVector out, int size) -> remainder
                    .fill(a.values(), out.values(), size));
        }
        return Shapes.binary((LongVector a, LongVector b, int row, LongVector out) -> {
            if (b.get(row) == 0) {
                noRemainder(mode, out, row);
            } else {
                out.set(row, a.get(row) % b.get(row));
            }
        });
    }

    private static KernelFactory positiveRemainder(Expr.Call call) {
        var mode = call.mode();
        return switch (call.type()) {
            case ByteType _ ->
                Shapes.binary((ByteVector a, ByteVector b, int row, ByteVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        out.set(row, (byte) positive(a.get(row), b.get(row)));
                    }
                });
            case ShortType _ ->
                Shapes.binary((ShortVector a, ShortVector b, int row, ShortVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        out.set(row, (short) positive(a.get(row), b.get(row)));
                    }
                });
            case IntType _ -> Shapes.binary((IntVector a, IntVector b, int row, IntVector out) -> {
                if (b.get(row) == 0) {
                    noRemainder(mode, out, row);
                } else {
                    out.set(row, (int) positive(a.get(row), b.get(row)));
                }
            });
            case LongType _ ->
                Shapes.binary((LongVector a, LongVector b, int row, LongVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        out.set(row, positive(a.get(row), b.get(row)));
                    }
                });
            case DecimalType _ -> DecimalArithmetic.division(call);
            case FloatType _ ->
                Shapes.binary((FloatVector a, FloatVector b, int row, FloatVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        float r = a.get(row) % b.get(row);
                        out.set(row, r < 0 ? (r + b.get(row)) % b.get(row) : r);
                    }
                });
            default ->
                Shapes.binary((DoubleVector a, DoubleVector b, int row, DoubleVector out) -> {
                    if (b.get(row) == 0) {
                        noRemainder(mode, out, row);
                    } else {
                        double r = a.get(row) % b.get(row);
                        out.set(row, r < 0 ? (r + b.get(row)) % b.get(row) : r);
                    }
                });
        };
    }

    private static long positive(long a, long b) {
        long remainder = a % b;
        return remainder < 0 ? (remainder + b) % b : remainder;
    }
}

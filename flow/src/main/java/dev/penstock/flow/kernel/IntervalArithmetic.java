package dev.penstock.flow.kernel;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.LongArithmetic.Operation;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Intervals times and by numbers, and sums of calendar intervals. Fractions are rounded half up.
final class IntervalArithmetic {
    private static final double MICROS_PER_DAY = 86_400_000_000.0;

    private IntervalArithmetic() {}

    static KernelFactory factory(Operation operation, Expr.Call call) {
        return switch (operation) {
            case ADD -> calendarSum(call.mode(), 1);
            case SUBTRACT -> calendarSum(call.mode(), -1);
            case MULTIPLY -> {
                boolean intervalFirst = !call.arguments().get(0).type().isNumeric();
                int interval = intervalFirst ? 0 : 1;
                yield scaled(call, interval, 1 - interval, true);
            }
        };
    }

    static KernelFactory division(Expr.Call call) {
        return scaled(call, 0, 1, false);
    }

    private static KernelFactory calendarSum(ErrorMode mode, int sign) {
        return Shapes.binary((IntervalVector a, IntervalVector b, int row, IntervalVector out) -> {
            try {
                out.set(row,
                        Math.addExact(a.months()[row], Math.multiplyExact(sign, b.months()[row])),
                        Math.addExact(a.days()[row], Math.multiplyExact(sign, b.days()[row])),
                        Math.addExact(a.micros()[row],
                                Math.multiplyExact((long) sign, b.micros()[row])));
            } catch (ArithmeticException _) {
                overflow(mode, out, row, sign > 0 ? "try_add" : "try_subtract");
            }
        });
    }

    private static void overflow(ErrorMode mode, Vector out, int row, String tolerant) {
        if (mode != ErrorMode.TRY) {
            throw Errors.intervalOverflow(tolerant);
        }
        out.setNull(row);
    }

    private static KernelFactory scaled(Expr.Call call, int interval, int number,
            boolean multiply) {
        var numberType = call.arguments().get(number).type();
        return Shapes.rows((in, row, out) -> {
            if (!multiply && isZero(in[number], row)) {
                if (call.mode() == ErrorMode.ANSI || call.mode() == ErrorMode.LEGACY) {
                    throw Errors.intervalDividedByZero();
                }
                out.setNull(row);
                return;
            }
            try {
                scale(in[interval], in[number], numberType, multiply, row, out);
            } catch (ArithmeticException _) {
                overflow(call.mode(), out, row, multiply ? "try_multiply" : "try_divide");
            }
        });
    }

    private static void scale(Vector interval, Vector number, DataType type, boolean multiply,
            int row, Vector out) {
        switch (interval) {
            case IntVector months -> ((IntVector) out).set(row,
                    Math.toIntExact(scaled(months.get(row), number, type, multiply, row)));
            case LongVector micros ->
                ((LongVector) out).set(row, scaled(micros.get(row), number, type, multiply, row));
            default -> {
                double factor = real(number, type, row);
                scaleCalendar((IntervalVector) interval, multiply ? factor : 1 / factor, row,
                        (IntervalVector) out);
            }
        }
    }

    private static long scaled(long value, Vector number, DataType type, boolean multiply,
            int row) {
        if (number instanceof DoubleVector || number instanceof FloatVector) {
            double factor = real(number, type, row);
            double exact = multiply ? value * factor : value / factor;
            if (!(Math.abs(exact) <= Long.MAX_VALUE)) {
                throw new ArithmeticException();
            }
            return new BigDecimal(exact).setScale(0, RoundingMode.HALF_UP).longValueExact();
        }
        var exact = exact(number, type, row);
        var result = multiply
                ? BigDecimal.valueOf(value).multiply(exact).setScale(0, RoundingMode.HALF_UP)
                : BigDecimal.valueOf(value).divide(exact, 0, RoundingMode.HALF_UP);
        return result.longValueExact();
    }

    private static void scaleCalendar(IntervalVector interval, double factor, int row,
            IntervalVector out) {
        double days = interval.days()[row] * factor;
        int wholeDays = toInt(days);
        double micros = interval.micros()[row] * factor + (days - wholeDays) * MICROS_PER_DAY;
        if (!(Math.abs(micros) < Long.MAX_VALUE)) {
            throw new ArithmeticException();
        }
        out.set(row, toInt(interval.months()[row] * factor), wholeDays, Math.round(micros));
    }

    private static int toInt(double value) {
        if (!(Math.abs(value) <= Integer.MAX_VALUE)) {
            throw new ArithmeticException();
        }
        return (int) value;
    }

    private static boolean isZero(Vector number, int row) {
        return switch (number) {
            case DoubleVector v -> v.get(row) == 0;
            case FloatVector v -> v.get(row) == 0;
            case Decimal128Vector v -> v.get(row).signum() == 0;
            default -> WholeNumbers.read(number, row) == 0;
        };
    }

    private static BigDecimal exact(Vector number, DataType type, int row) {
        return type instanceof DecimalType decimal
                ? Decimals.value(number, row, decimal.scale())
                : BigDecimal.valueOf(WholeNumbers.read(number, row));
    }

    private static double real(Vector number, DataType type, int row) {
        return switch (number) {
            case DoubleVector v -> v.get(row);
            case FloatVector v -> v.get(row);
            default -> exact(number, type, row).doubleValue();
        };
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ByteVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;

/// Unary minus and `abs`. Only the smallest number of each integer type has no negation.
final class Negation {
    private Negation() {}

    static KernelFactory factory(Expr.Call call, boolean absolute) {
        var mode = call.mode();
        return switch (call.type()) {
            case ByteType _ -> Shapes.unary((ByteVector a, int row, ByteVector out) -> {
                byte value = a.get(row);
                out.set(row, (byte) (absolute ? Math.abs(value) : -value));
                check(value == Byte.MIN_VALUE, call.type(), mode, out, row);
            });
            case ShortType _ -> Shapes.unary((ShortVector a, int row, ShortVector out) -> {
                short value = a.get(row);
                out.set(row, (short) (absolute ? Math.abs(value) : -value));
                check(value == Short.MIN_VALUE, call.type(), mode, out, row);
            });
            case IntType _,YearMonthIntervalType _ ->
                Shapes.unary((IntVector a, int row, IntVector out) -> {
                    int value = a.get(row);
                    out.set(row, absolute && value >= 0 ? value : -value);
                    check(value == Integer.MIN_VALUE, call.type(), mode, out, row);
                });
            case LongType _,DayTimeIntervalType _ ->
                Shapes.unary((LongVector a, int row, LongVector out) -> {
                    long value = a.get(row);
                    out.set(row, absolute && value >= 0 ? value : -value);
                    check(value == Long.MIN_VALUE, call.type(), mode, out, row);
                });
            case FloatType _ ->
                Shapes.unary((FloatVector a, int row, FloatVector out) -> out.set(row,
                        absolute ? Math.abs(a.get(row)) : -a.get(row)));
            case DoubleType _ -> Shapes.doubles(value -> absolute ? Math.abs(value) : -value);
            case DecimalType _ -> DecimalArithmetic.negated(absolute);
            case CalendarIntervalType _ ->
                Shapes.unary((IntervalVector a, int row, IntervalVector out) -> out.set(row,
                        -a.months()[row],
                        -a.days()[row], -a.micros()[row]));
            default -> throw Errors.notYet("The negation of " + call.type().sql());
        };
    }

    private static void check(boolean overflow, DataType type, ErrorMode mode, Vector out,
            int row) {
        if (!overflow) {
            return;
        }
        boolean interval = type instanceof YearMonthIntervalType
                || type instanceof DayTimeIntervalType;
        if (mode == ErrorMode.TRY) {
            out.setNull(row);
        } else if (interval) {
            throw Errors.intervalOverflow("");
        } else if (mode == ErrorMode.ANSI) {
            throw Errors
                    .arithmeticOverflow(
                            (type instanceof LongType
                                    ? "long"
                                    : type instanceof IntType
                                            ? "integer"
                                            : type.simpleString()
                                                    .replace("tinyint", "byte")
                                                    .replace("smallint", "short"))
                                    + " overflow",
                            "");
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ByteVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.flow.kernel.LongArithmetic.Operation;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `+`, `-`, `*` of numbers and intervals, and the choice of the kernel by type. Divisions are in [Division].
final class Arithmetic {
    private Arithmetic() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "add" ->
                (call, arguments, context) -> kernel(Operation.ADD, call, arguments, context);
            case "subtract" ->
                (call, arguments, context) -> kernel(Operation.SUBTRACT, call, arguments, context);
            case "multiply" ->
                (call, arguments, context) -> kernel(Operation.MULTIPLY, call, arguments, context);
            case "positive" -> (_, arguments, _) -> arguments.getFirst();
            case "negative" -> (call, arguments, context) -> Negation.factory(call, false)
                    .create(call, arguments, context);
            case "abs" -> (call, arguments, context) -> Negation.factory(call, true).create(call,
                    arguments, context);
            default -> null;
        };
    }

    private static Kernel kernel(Operation operation, Expr.Call call, List<Kernel> arguments,
            KernelContext context) {
        var left = call.arguments().get(0);
        if (left instanceof Expr.Literal && !(call.arguments().get(1) instanceof Expr.Literal)
                && operation != Operation.SUBTRACT) {
            var swapped = new Expr.Call(call.function(), call.arguments().reversed(), call.type(),
                    call.nullable(), call.mode());
            return kernel(operation, swapped, arguments.reversed(), context);
        }
        var type = call.type();
        return switch (type) {
            case ByteType _,ShortType _ -> small(operation, call).create(call, arguments, context);
            case IntType _ -> ints(operation, call, arguments, false);
            case LongType _ -> longs(operation, call, arguments, false);
            case FloatType _ -> floats(operation).create(call, arguments, context);
            case DoubleType _ -> doubles(operation, call, arguments);
            case DecimalType _ -> DecimalArithmetic.kernel(operation, call, arguments, context);
            case YearMonthIntervalType _ when operation != Operation.MULTIPLY ->
                ints(operation, call, arguments, true);
            case DayTimeIntervalType _ when operation != Operation.MULTIPLY ->
                longs(operation, call, arguments, true);
            case YearMonthIntervalType _,DayTimeIntervalType _,CalendarIntervalType _ ->
                IntervalArithmetic.factory(operation, call).create(call, arguments, context);
            default -> throw Errors.notYet("Arithmetic of " + type.sql());
        };
    }

    private static Kernel longs(Operation operation, Expr.Call call, List<Kernel> arguments,
            boolean interval) {
        var constant = interval ? null : Shapes.constant(call, 1);
        return constant instanceof Long number
                ? new CheckedKernel<>(arguments.subList(0, 1), new LongVector(0),
                        new LongArithmetic(operation, true, number, false), call.mode())
                : new CheckedKernel<>(arguments, new LongVector(0),
                        new LongArithmetic(operation, false, 0, interval), mode(call, interval));
    }

    private static Kernel ints(Operation operation, Expr.Call call, List<Kernel> arguments,
            boolean interval) {
        var constant = interval ? null : Shapes.constant(call, 1);
        return constant instanceof Integer number
                ? new CheckedKernel<>(arguments.subList(0, 1), new IntVector(0),
                        new IntArithmetic(operation, true, number, false), call.mode())
                : new CheckedKernel<>(arguments, new IntVector(0),
                        new IntArithmetic(operation, false, 0, interval), mode(call, interval));
    }

    /// Intervals never wrap around.
    private static ErrorMode mode(Expr.Call call, boolean interval) {
        return interval && call.mode() == ErrorMode.LEGACY ? ErrorMode.ANSI : call.mode();
    }

    private static Kernel doubles(Operation operation, Expr.Call call, List<Kernel> arguments) {
        return Shapes.constant(call, 1) instanceof Double number
                ? new DenseKernel<>(arguments.subList(0, 1), new DoubleVector(0),
                        new DoubleArithmetic(operation, true, number))
                : new DenseKernel<>(arguments, new DoubleVector(0),
                        new DoubleArithmetic(operation, false, 0));
    }

    private static KernelFactory floats(Operation operation) {
        return switch (operation) {
            case ADD -> Shapes.binary((FloatVector a, FloatVector b, int row,
                    FloatVector out) -> out.set(row, a.get(row) + b.get(row)));
            case SUBTRACT -> Shapes.binary((FloatVector a, FloatVector b, int row,
                    FloatVector out) -> out.set(row, a.get(row) - b.get(row)));
            case MULTIPLY -> Shapes.binary((FloatVector a, FloatVector b, int row,
                    FloatVector out) -> out.set(row, a.get(row) * b.get(row)));
        };
    }

    private static KernelFactory small(Operation operation, Expr.Call call) {
        if (call.type() instanceof DataType.ByteType) {
            return Shapes.binary((ByteVector a, ByteVector b, int row, ByteVector out) -> {
                int exact = apply(operation, a.get(row), b.get(row));
                out.set(row, (byte) exact);
                if (exact != (byte) exact
                        && tooLarge(operation, call.mode(), a.get(row), b.get(row))) {
                    out.setNull(row);
                }
            });
        }
        return Shapes.binary((ShortVector a, ShortVector b, int row, ShortVector out) -> {
            int exact = apply(operation, a.get(row), b.get(row));
            out.set(row, (short) exact);
            if (exact != (short) exact
                    && tooLarge(operation, call.mode(), a.get(row), b.get(row))) {
                out.setNull(row);
            }
        });
    }

    private static int apply(Operation operation, int a, int b) {
        return switch (operation) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
        };
    }

    /// True when the result is to be null, false when it wraps around.
    private static boolean tooLarge(Operation operation, ErrorMode mode, int a, int b) {
        if (mode == ErrorMode.ANSI) {
            throw Errors.smallOverflow(a, operation.symbol, b, operation.tolerant);
        }
        return mode == ErrorMode.TRY;
    }
}

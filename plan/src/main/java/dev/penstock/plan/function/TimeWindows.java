package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Windows of event time. `window` is bound with four arguments always: the time, and size, slide and start as constants in
/// microseconds. It gives a struct of start and end, or null for a time that is null. The binder turns it into a generator where the
/// windows overlap.
public final class TimeWindows {
    static final List<FunctionDefinition> ROWS = List.of(
            scalar("window").maybeNull().binds(TimeWindows::window).says(
                    "The window of time that a row falls into.",
                    "SELECT window(TIMESTAMP'2025-02-03 10:11:12', '10 seconds')"),
            scalar("session_window").binds(TimeWindows::sessionWindow).says(
                    "The window of time that ends when no row has come for a while.",
                    "SELECT session_window(TIMESTAMP'2025-02-03 10:11:12', '10 seconds')"),
            scalar("window_time").takes(RECORD).returns(DataType.TIMESTAMP)
                    .binds(TimeWindows::lastMoment)
                    .says("The last moment of a window.",
                            "SELECT window_time(window(TIMESTAMP'2025-02-03 10:11:12', '10 seconds'))"));

    private TimeWindows() {}

    public static final String WINDOW = "window";

    public static final String SESSION_WINDOW = "session_window";

    /// The type of a window over times of a type.
    public static StructType type(DataType time) {
        return new StructType(
                List.of(new Field("start", time, true), new Field("end", time, true)));
    }

    /// True when windows overlap or leave gaps, so that a row falls into none or several.
    public static boolean slides(Expr.Call window) {
        return !window.arguments().get(1).equals(window.arguments().get(2));
    }

    private static Expr window(CallSite call) {
        if (call.size() < 2 || call.size() > 4) {
            throw FunctionErrors.wrongCount(call, "[2, 3, 4]");
        }
        var time = call.argument(0);
        if (time.type() instanceof StructType) {
            time = windowTime(call);
        } else if (!Types.isTimestamp(time.type())) {
            if (!(time.type() instanceof DataType.DateType || time.type().isText()
                    || time.type() instanceof DataType.NullType)) {
                throw call.unexpectedType(0, "(\"TIMESTAMP\" or \"TIMESTAMP_NTZ\" or \"STRUCT\")");
            }
            time = call.cast(0, DataType.TIMESTAMP);
        }
        long size = micros(call, 1);
        long slide = call.size() > 2 ? micros(call, 2) : size;
        long start = call.size() > 3 ? micros(call, 3) : 0;
        check(call, size, slide, start);
        return new Expr.Call(WINDOW, List.of(time, micros(size), micros(slide), micros(start)),
                type(time.type()), time.nullable(),
                call.mode());
    }

    /// Bound as the time of a row and that at which its session would end if no other row came.
    private static Expr sessionWindow(CallSite call) {
        if (call.size() != 2) {
            throw FunctionErrors.wrongCount(call, "2");
        }
        var time = call.argument(0);
        if (time.type() instanceof StructType) {
            time = windowTime(call.with(List.of(time)));
        } else if (!Types.isTimestamp(time.type())) {
            time = call.cast(0, DataType.TIMESTAMP);
        }
        var gap = call.argument(1);
        if (gap.type().isText()) {
            gap = gap instanceof Expr.Literal
                    ? new Expr.Literal(Duration.ofNanos(micros(call, 1) * 1000), Types.DAY_TIME)
                    : call.cast(1, DataType.CALENDAR_INTERVAL);
        }
        boolean nullable = time.nullable() || gap.nullable();
        var end = new Expr.Call("add_interval", List.of(time, gap), time.type(), nullable,
                call.mode());
        return new Expr.Call(SESSION_WINDOW, List.of(time, end), type(time.type()), false,
                call.mode());
    }

    private static Expr micros(long value) {
        return new Expr.Literal(value, DataType.LONG);
    }

    private static long micros(CallSite call, int index) {
        var value = call.constant(index).orElseThrow(() -> call.notConstant(index));
        return switch (value) {
            case Duration duration -> Values.micros(duration);
            case String text -> Durations.micros(text);
            case Long micros -> micros;
            default -> throw call.unexpectedType(index, "\"STRING\"");
        };
    }

    private static void check(CallSite call, long size, long slide, long start) {
        var names = List.of("window_duration", "slide_duration");
        var values = List.of(size, slide);
        for (int i = 0; i < 2; i++) {
            if (values.get(i) <= 0) {
                throw new UserException("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                        Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "exprName",
                                FunctionErrors.identifier(names.get(i)), "valueRange",
                                "(0, 9223372036854775807]", "currentValue", values.get(i) + "L"));
            }
        }
        if (slide > size) {
            throw constraint(call, "slide_duration", slide, "<=", "window_duration", size);
        }
        if (Math.abs(start) >= slide) {
            throw constraint(call, "abs(start_time)", Math.abs(start), "<", "slide_duration",
                    slide);
        }
    }

    private static UserException constraint(CallSite call, String left, long leftValue,
            String constraint, String right, long rightValue) {
        return new UserException("DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION",
                Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "leftExprName",
                        FunctionErrors.identifier(left), "leftExprValue",
                        leftValue + "L", "constraint", constraint, "rightExprName",
                        FunctionErrors.identifier(right), "rightExprValue",
                        rightValue + "L"));
    }

    /// The end of a window less a microsecond.
    /// The fields of a window may be null, whatever becomes of them here.
    private static Expr lastMoment(CallSite call) {
        var time = (Expr.Call) windowTime(call);
        return new Expr.Call(time.function(), time.arguments(), time.type(), true, time.mode());
    }

    private static Expr windowTime(CallSite call) {
        var window = call.argument(0);
        if (!(window.type() instanceof StructType(var fields)) || fields.size() != 2
                || !fields.get(1).name().equals("end")) {
            throw call.unexpectedType(0, "\"STRUCT<start: TIMESTAMP, end: TIMESTAMP>\"");
        }
        var end = new Expr.FieldOf(window, 1, fields.get(1).type(),
                window.nullable() || fields.get(1).nullable());
        var step = new Expr.Literal(Duration.ofNanos(-1000), Types.DAY_TIME);
        return new Expr.Call("add_interval", List.of(end, step), end.type(), end.nullable(),
                call.mode());
    }
}

package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.plan.logical.Expr;

/// Arithmetic of dates, timestamps and intervals, bound to functions of its own: `date_add(date, int)`, `date_sub(date, int)`,
/// `add_interval(date | timestamp | timestamp_ntz, interval)`, `subtract_timestamps`, `subtract_dates`, and `add`, `subtract`,
/// `multiply`, `divide`, `negative` of intervals. A number beside an interval is a long, a double or a decimal.
final class Temporal {
    private Temporal() {}

    /// `base + other`, where `base` is a date, a timestamp or an interval.
    static Expr add(CallSite call, Expr base, Expr other) {
        var type = base.type();
        if (Types.isInterval(type)) {
            return intervals(call, "add", base, other);
        }
        if (Types.isInterval(other.type())) {
            return addInterval(call, base, other);
        }
        if (type instanceof DateType && isDays(other.type())) {
            return call.call("date_add", DataType.DATE, base,
                    call.coercion().cast(other, DataType.INT));
        }
        if (other.type() instanceof NullType) {
            return new Expr.Literal(null, type);
        }
        throw FunctionErrors.operandsDiffer(call);
    }

    static Expr subtract(CallSite call) {
        var left = call.argument(0);
        var right = call.argument(1);
        if (Types.isInterval(left.type())) {
            return intervals(call, "subtract", left, right);
        }
        if (Types.isDatetime(left.type()) && Types.isInterval(right.type())) {
            return addInterval(call, left, call.call("negative", right.type(), right));
        }
        if (left.type() instanceof DateType && isDays(right.type())) {
            return call.call("date_sub", DataType.DATE, left,
                    call.coercion().cast(right, DataType.INT));
        }
        return difference(call, left, right);
    }

    private static Expr difference(CallSite call, Expr left, Expr right) {
        boolean dates = left.type() instanceof DateType && right.type() instanceof DateType;
        boolean read = (left.type() instanceof DateType && isRead(right.type()))
                || (right.type() instanceof DateType && isRead(left.type()));
        if (dates || read) {
            var days = call.coercion();
            return call.call("subtract_dates", Types.DAY_INTERVAL, days.cast(left, DataType.DATE),
                    days.cast(right, DataType.DATE));
        }
        var common = call.coercion().comparison(left.type(), right.type());
        if (common.isEmpty() || !Types.isTimestamp(common.get())) {
            throw FunctionErrors.operandsDiffer(call);
        }
        return call.call("subtract_timestamps", Types.DAY_TIME,
                call.coercion().cast(left, common.get()),
                call.coercion().cast(right, common.get()));
    }

    private static boolean isRead(DataType type) {
        return type.isText() || type instanceof NullType;
    }

    private static boolean isDays(DataType type) {
        return type instanceof ByteType || type instanceof ShortType || type instanceof IntType;
    }

    /// A date plus hours is a timestamp; plus days or months it is a date.
    private static Expr addInterval(CallSite call, Expr base, Expr interval) {
        if (base.type() instanceof DateType
                && interval.type() instanceof DayTimeIntervalType(var start, var end)
                && (start != IntervalField.DAY || end != IntervalField.DAY)) {
            return call.call("add_interval", DataType.TIMESTAMP,
                    call.coercion().cast(base, DataType.TIMESTAMP), interval);
        }
        return call.call("add_interval", base.type(), base, interval);
    }

    private static Expr intervals(CallSite call, String function, Expr left, Expr right) {
        var common = call.coercion().tightest(left.type(), right.type());
        if (common.isEmpty() && right.type().isText()
                && left.type() instanceof CalendarIntervalType) {
            common = java.util.Optional.of(left.type());
        }
        if (common.isEmpty()) {
            throw FunctionErrors.operandsDiffer(call);
        }
        return call.call(function, common.get(), call.coercion().cast(left, common.get()),
                call.coercion().cast(right, common.get()));
    }

    /// `interval * number` and `interval / number`; the result shows all fields.
    static Expr scale(CallSite call, String function, Expr interval, Expr number) {
        var type = switch (interval.type()) {
            case YearMonthIntervalType _ -> Types.YEAR_MONTH;
            case DayTimeIntervalType _ -> Types.DAY_TIME;
            default -> interval.type();
        };
        var factor = switch (number.type()) {
            case ByteType _,ShortType _,IntType _ -> DataType.LONG;
            case LongType _,DecimalType _,DoubleType _ -> number.type();
            case FloatType _,NullType _,StringType _,CharType _,VarcharType _ -> DataType.DOUBLE;
            default -> throw FunctionErrors.operandsDiffer(call);
        };
        var wanted = interval.type() instanceof CalendarIntervalType ? DataType.DOUBLE : factor;
        return call.call(function, type, interval, call.coercion().cast(number, wanted));
    }
}

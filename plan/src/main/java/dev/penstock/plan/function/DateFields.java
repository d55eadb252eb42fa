package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `extract(field FROM source)` is bound to the function of the field. Seconds have their fraction: `extract_second` gives
/// `DECIMAL(8,6)`. Fields of an interval are `extract_interval(field, interval)`.
final class DateFields {
    private static final List<String> OF_TIMES = List.of("hour", "minute", "second");

    private DateFields() {}

    static Expr extract(CallSite call) {
        if (call.size() != 2) {
            throw FunctionErrors.wrongCount(call, "2");
        }
        var written = String.valueOf(call.constant(0).orElse("null"));
        var unit = DatetimeFunctions.UNITS.get(written.toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new UserException("INVALID_EXTRACT_FIELD",
                    Map.of("field", FunctionErrors.identifier(written), "expr",
                            FunctionErrors.quoted(call.texts().get(1))));
        }
        var source = call.argument(1);
        if (Types.isInterval(source.type())) {
            return ofInterval(call, unit, source);
        }
        return OF_TIMES.contains(unit) ? ofTime(call, unit, source) : ofDate(call, unit, source);
    }

    private static Expr ofInterval(CallSite call, String unit, Expr source) {
        DataType type = switch (unit) {
            case "second" -> new DecimalType(8, 6);
            case "year" -> DataType.INT;
            case "month", "hour", "minute" -> DataType.BYTE;
            default -> source.type() instanceof DataType.CalendarIntervalType
                    ? DataType.LONG
                    : DataType.INT;
        };
        return call.call("extract_interval", type, new Expr.Literal(unit, DataType.STRING), source);
    }

    private static Expr ofTime(CallSite call, String unit, Expr source) {
        var time = Types.isTimestamp(source.type())
                ? source
                : call.coercion().cast(source, DataType.TIMESTAMP);
        return unit.equals("second")
                ? call.call("extract_second", new DecimalType(8, 6), time)
                : call.call(unit, DataType.INT, time);
    }

    private static Expr ofDate(CallSite call, String unit, Expr source) {
        var date = call.coercion().cast(source, DataType.DATE);
        if (unit.equals("weekday_iso")) {
            // Monday is 1 here and 0 for weekday.
            return call.call("add", DataType.INT, call.call("weekday", DataType.INT, date),
                    new Expr.Literal(1, DataType.INT));
        }
        return call.call(unit, DataType.INT, date);
    }
}

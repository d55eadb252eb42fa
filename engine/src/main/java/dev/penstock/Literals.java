package dev.penstock;

import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DayTimeIntervalType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.DataType.YearMonthIntervalType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Literal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From Java objects to constants of a query.
final class Literals {
    private Literals() {}

    /// The constant of the type that the object's class stands for.
    ///
    /// @throws UserException with condition `UNSUPPORTED_FEATURE.LITERAL_TYPE` for classes that stand for none
    static Expression of(@Nullable Object value) {
        return switch (value) {
            case null -> new Literal(null, DataType.NULL);
            case Boolean v -> new Literal(v, DataType.BOOLEAN);
            case Byte v -> new Literal(v, DataType.BYTE);
            case Short v -> new Literal(v, DataType.SHORT);
            case Integer v -> new Literal(v, DataType.INT);
            case Long v -> new Literal(v, DataType.LONG);
            case Float v -> new Literal(v, DataType.FLOAT);
            case Double v -> new Literal(v, DataType.DOUBLE);
            case Character v -> new Literal(v.toString(), DataType.STRING);
            case String v -> new Literal(v, DataType.STRING);
            case byte[] v -> new Literal(v, DataType.BINARY);
            case BigDecimal v -> decimal(v);
            case LocalDate v -> new Literal(v, DataType.DATE);
            case Instant v -> new Literal(v, DataType.TIMESTAMP);
            case LocalDateTime v -> new Literal(v, DataType.TIMESTAMP_NTZ);
            case LocalTime v -> new Literal(v, new DataType.TimeType(6));
            case Duration v ->
                new Literal(v, new DayTimeIntervalType(IntervalField.DAY, IntervalField.SECOND));
            case Period v ->
                new Literal(v, new YearMonthIntervalType(IntervalField.YEAR, IntervalField.MONTH));
            case CalendarInterval v -> new Literal(v, DataType.CALENDAR_INTERVAL);
            case List<?> v -> Function.of("array",
                    v.stream().map(element -> Column.literal(element).expression()).toList());
            case Map<?, ?> v -> map(v);
            default -> throw new UserException("UNSUPPORTED_FEATURE.LITERAL_TYPE",
                    Map.of("value", value.toString(), "type", value.getClass().getName()));
        };
    }

    private static Literal decimal(BigDecimal value) {
        var whole = value.scale() < 0 ? value.setScale(0) : value;
        return new Literal(whole,
                new DecimalType(Math.max(whole.precision(), whole.scale()), whole.scale()));
    }

    private static Expression map(Map<?, ?> map) {
        var arguments = new ArrayList<Expression>();
        map.forEach((key, value) -> {
            arguments.add(Column.literal(key).expression());
            arguments.add(Column.literal(value).expression());
        });
        return Function.of("map", arguments);
    }
}

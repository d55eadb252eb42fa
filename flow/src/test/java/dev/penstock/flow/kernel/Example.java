package dev.penstock.flow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DayTimeIntervalType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.DataType.YearMonthIntervalType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call of a function with constant arguments, to be compared with what Spark says.
record Example(String function, ErrorMode mode, ZoneId zone, List<Expr> arguments) {
    static final DataType DAY_TIME = new DayTimeIntervalType(IntervalField.DAY,
            IntervalField.SECOND);
    static final DataType YEAR_MONTH = new YearMonthIntervalType(IntervalField.YEAR,
            IntervalField.MONTH);

    static Example call(String function, @Nullable Object... arguments) {
        var literals = Arrays.stream(arguments).map(Example::literal).toList();
        return new Example(function, ErrorMode.ANSI, ZoneId.of("UTC"), literals);
    }

    Example in(String zoneName) {
        return new Example(function, mode, ZoneId.of(zoneName), arguments);
    }

    Example mode(ErrorMode newMode) {
        return new Example(function, newMode, zone, arguments);
    }

    /// A Java value as a literal of the type that it stands for; null is a null string.
    static Expr literal(@Nullable Object value) {
        return switch (value) {
            case null -> new Expr.Literal(null, DataType.STRING);
            case Expr expr -> expr;
            case String _ -> new Expr.Literal(value, DataType.STRING);
            case Integer _ -> new Expr.Literal(value, DataType.INT);
            case Long _ -> new Expr.Literal(value, DataType.LONG);
            case Double _ -> new Expr.Literal(value, DataType.DOUBLE);
            case Boolean _ -> new Expr.Literal(value, DataType.BOOLEAN);
            case BigDecimal decimal -> new Expr.Literal(value, new DecimalType(
                    Math.max(decimal.precision(), decimal.scale()), decimal.scale()));
            case byte[] _ -> new Expr.Literal(value, DataType.BINARY);
            case LocalDate _ -> new Expr.Literal(value, DataType.DATE);
            case Instant _ -> new Expr.Literal(value, DataType.TIMESTAMP);
            case LocalDateTime _ -> new Expr.Literal(value, DataType.TIMESTAMP_NTZ);
            case Duration _ -> new Expr.Literal(value, DAY_TIME);
            case Period _ -> new Expr.Literal(value, YEAR_MONTH);
            case CalendarInterval _ -> new Expr.Literal(value, DataType.CALENDAR_INTERVAL);
            case List<?> _ ->
                new Expr.Literal(value, new DataType.ArrayType(DataType.STRING, true));
            default -> throw new IllegalArgumentException(value.getClass().toString());
        };
    }

    @Nullable
    Object value(DataType type) {
        return Kernels.evaluateConstant(new Expr.Call(function, arguments, type, true, mode), zone);
    }

    /// Asserts the value of the call as a value of this type.
    void gives(DataType type, @Nullable Object expected) {
        assertThat(value(type)).as(toString()).isEqualTo(expected);
    }

    /// Asserts the value of a type that follows from its class.
    void gives(Object expected) {
        gives(literal(expected).type(), expected);
    }

    void givesNull(DataType type) {
        gives(type, null);
    }

    void fails(DataType type, String condition) {
        assertThatThrownBy(() -> value(type)).as(toString())
                .isInstanceOfSatisfying(UserException.class,
                        e -> assertThat(e.condition()).isEqualTo(condition));
    }

    @Override
    public String toString() {
        var values = arguments.stream().map(
                argument -> argument instanceof Expr.Literal l ? String.valueOf(l.value()) : "...")
                .toList();
        return function + "(" + String.join(", ", values) + ")";
    }
}

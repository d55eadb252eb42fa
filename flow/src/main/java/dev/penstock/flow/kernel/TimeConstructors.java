package dev.penstock.flow.kernel;

import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.TimestampType;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Dates, timestamps and intervals made of numbers, and the numbers that intervals are made of.
final class TimeConstructors {
    private static final long MICROS_PER_MINUTE = 60 * Civil.MICROS_PER_SECOND;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;

    private TimeConstructors() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "make_date" ->
                (call, arguments, context) -> date(call.mode()).create(call, arguments, context);
            case "make_timestamp", "make_timestamp_ntz" ->
                (call, arguments, context) -> timestamp(call, context.zone()).create(call,
                        arguments, context);
            case "make_interval" -> (call, arguments, context) -> interval(call.mode()).create(call,
                    arguments, context);
            case "make_dt_interval" -> dayTime();
            case "make_ym_interval" -> Shapes.rows((Vector[] values, int row, IntVector result) -> {
                long months = number(values, 0, row) * 12 + number(values, 1, row);
                if (months != (int) months) {
                    throw Errors.intervalOverflow("");
                }
                result.set(row, (int) months);
            });
            case "extract_interval" ->
                (call, arguments, context) -> extract(call).create(call, arguments, context);
            default -> null;
        };
    }

    /// An integer argument, or 0 when it is not given.
    private static long number(Vector[] values, int index, int row) {
        if (index >= values.length) {
            return 0;
        }
        return values[index] instanceof IntVector ints
                ? ints.get(row)
                : ((LongVector) values[index]).get(row);
    }

    private static KernelFactory date(ErrorMode mode) {
        return Shapes.ternary(
                (IntVector year, IntVector month, IntVector day, int row, IntVector result) -> {
                    try {
                        result.set(row, (int) LocalDate
                                .of(year.get(row), month.get(row), day.get(row)).toEpochDay());
                    } catch (DateTimeException e) {
                        outOfBounds(mode, e, row, result);
                    }
                });
    }

    private static void outOfBounds(ErrorMode mode, DateTimeException cause, int row,
            Vector result) {
        if (mode == ErrorMode.ANSI) {
            throw new UserException("DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION",
                    Map.of("rangeMessage", String.valueOf(cause.getMessage()), "ansiConfig",
                            "\"spark.sql.ansi.enabled\""),
                    null, cause);
        }
        result.setNull(row);
    }

    /// Of year, month, day, hour, minute, and seconds with six digits after the point; then perhaps the time zone.
    private static KernelFactory timestamp(Expr.Call call, ZoneId session) {
        boolean zoned = call.type() instanceof TimestampType;
        return Shapes.rows((Vector[] values, int row, LongVector result) -> {
            try {
                long micros = number(values, 5, row);
                boolean next = micros == MICROS_PER_MINUTE;
                if (micros > MICROS_PER_MINUTE
                        && micros < MICROS_PER_MINUTE + Civil.MICROS_PER_SECOND) {
                    throw new UserException("INVALID_FRACTION_OF_SECOND",
                            Map.of("secAndMicros",
                                    java.math.BigDecimal.valueOf(micros, 6).toPlainString()));
                }
                long day = LocalDate.of((int) number(values, 0, row), (int) number(values, 1, row),
                        (int) number(values, 2, row)).toEpochDay();
                long seconds = Math.floorDiv(next ? 0 : micros, Civil.MICROS_PER_SECOND);
                var time = LocalTime.of((int) number(values, 3, row), (int) number(values, 4, row),
                        (int) seconds);
                long local = day * Civil.MICROS_PER_DAY
                        + time.toSecondOfDay() * Civil.MICROS_PER_SECOND
                        + (next
                                ? MICROS_PER_MINUTE
                                : Math.floorMod(micros, Civil.MICROS_PER_SECOND));
                var zone = values.length > 6 ? zone((BytesVector) values[6], row) : session;
                result.set(row, zoned ? TimeArithmetic.fromLocal(local, zone) : local);
            } catch (DateTimeException e) {
                outOfBounds(call.mode(), e, row, result);
            }
        });
    }

    private static ZoneId zone(BytesVector names, int row) {
        var zone = DateTimeText.zone(names.string(row));
        if (zone == null) {
            throw new UserException("INVALID_TIMEZONE",
                    Map.of("timeZone", "'" + names.string(row) + "'"));
        }
        return zone;
    }

    private static KernelFactory interval(ErrorMode mode) {
        return Shapes.rows((Vector[] values, int row, IntervalVector result) -> {
            try {
                int months = Math.toIntExact(number(values, 0, row) * 12 + number(values, 1, row));
                int days = Math.toIntExact(number(values, 2, row) * 7 + number(values, 3, row));
                result.set(row, months, days, micros(values, 4, row));
            } catch (ArithmeticException _) {
                if (mode == ErrorMode.ANSI) {
                    throw Errors.arithmeticOverflow("integer overflow", "");
                }
                result.setNull(row);
            }
        });
    }

    /// Hours, minutes and seconds from argument `first` on.
    private static long micros(Vector[] values, int first, int row) {
        long micros = Math.addExact(number(values, first, row) * MICROS_PER_HOUR,
                number(values, first + 1, row) * MICROS_PER_MINUTE);
        return Math.addExact(micros, number(values, first + 2, row));
    }

    private static KernelFactory dayTime() {
        return Shapes.rows((Vector[] values, int row, LongVector result) -> {
            try {
                long days = Math.multiplyExact(number(values, 0, row), Civil.MICROS_PER_DAY);
                result.set(row, Math.addExact(days, micros(values, 1, row)));
            } catch (ArithmeticException _) {
                throw Errors.intervalOverflow("");
            }
        });
    }

    /// `extract_interval(field, interval)`, the field being a constant.
    private static KernelFactory extract(Expr.Call call) {
        var field = String.valueOf(Shapes.constant(call, 0));
        var type = call.type();
        return Shapes.binary((Vector _, Vector interval, int row, Vector result) -> {
            long value = switch (interval) {
                case IntVector months -> monthField(field, months.get(row));
                case LongVector micros -> field.equals("day")
                        ? micros.get(row) / Civil.MICROS_PER_DAY
                        : timeField(field, micros.get(row) % Civil.MICROS_PER_DAY);
                default -> calendarField(field, (IntervalVector) interval, row);
            };
            write(value, type, result, row);
        });
    }

    private static long monthField(String field, int months) {
        return field.equals("year") ? months / 12 : months % 12;
    }

    private static long timeField(String field, long micros) {
        return switch (field) {
            case "hour" -> micros / MICROS_PER_HOUR;
            case "minute" -> micros / MICROS_PER_MINUTE % 60;
            default -> micros % MICROS_PER_MINUTE;
        };
    }

    private static long calendarField(String field, IntervalVector interval, int row) {
        return switch (field) {
            case "year", "month" -> monthField(field, interval.months()[row]);
            case "day" -> interval.days()[row];
            default -> timeField(field, interval.micros()[row]);
        };
    }

    private static void write(long value, DataType type, Vector result, int row) {
        switch (result) {
            case IntVector ints -> ints.set(row, (int) value);
            case dev.penstock.data.ByteVector bytes -> bytes.set(row, (byte) value);
            case LongVector longs -> longs.set(row, value);
            default -> throw new AssertionError(type.sql() + " of an interval");
        }
    }
}

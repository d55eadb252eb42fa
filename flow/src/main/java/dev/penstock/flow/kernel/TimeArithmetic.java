package dev.penstock.flow.kernel;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Dates and timestamps plus intervals, and the intervals between them.
///
/// Months and days are added on the calendar of the session's zone, so that a day may have 23 hours; microseconds on the time line.
final class TimeArithmetic {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private TimeArithmetic() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "add_interval" ->
                (call, arguments, context) -> addInterval(call, context.zone().normalized())
                        .create(call, arguments, context);
            case "subtract_timestamps" ->
                (call, arguments, context) -> subtract(zone(call, context.zone().normalized()))
                        .create(call, arguments, context);
            case "subtract_dates" ->
                Shapes.binary((IntVector a, IntVector b, int row, LongVector out) -> out.set(row,
                        ((long) a.get(row) - b.get(row)) * MICROS_PER_DAY));
            default -> null;
        };
    }

    private static ZoneId zone(Expr.Call call, ZoneId session) {
        return call.arguments().getFirst().type() instanceof TimestampType
                ? session
                : ZoneOffset.UTC;
    }

    /// The difference of what the clocks on the wall show.
    private static KernelFactory subtract(ZoneId zone) {
        return Shapes.binary((LongVector a, LongVector b, int row, LongVector out) -> out.set(row,
                Math.subtractExact(toLocal(a.get(row), zone), toLocal(b.get(row), zone))));
    }

    /// Microseconds since the epoch as a clock in that zone shows them.
    static long toLocal(long micros, ZoneId zone) {
        var offset = zone.getRules().getOffset(instant(micros));
        return micros + offset.getTotalSeconds() * MICROS_PER_SECOND;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
    }

    private static KernelFactory addInterval(Expr.Call call, ZoneId session) {
        var zone = zone(call, session);
        var from = call.arguments().getFirst().type();
        return Shapes.binary((Vector time, Vector interval, int row, Vector out) -> {
            try {
                if (from instanceof DateType && call.type() instanceof DateType) {
                    ((IntVector) out).set(row,
                            addToDate(((IntVector) time).get(row), interval, row));
                } else {
                    long micros = from instanceof DateType
                            ? ((IntVector) time).get(row) * MICROS_PER_DAY
                            : ((LongVector) time).get(row);
                    ((LongVector) out).set(row, addToTimestamp(micros, interval, row, zone));
                }
            } catch (ArithmeticException | DateTimeException _) {
                if (call.mode() == Expr.ErrorMode.TRY) {
                    out.setNull(row);
                } else {
                    throw Errors.datetimeOverflow("add interval to " + from.sql());
                }
            }
        });
    }

    private static int addToDate(int day, Vector interval, int row) {
        return switch (interval) {
            case IntVector months -> addMonths(day, months.get(row));
            case LongVector micros ->
                Math.toIntExact(Math.addExact(day, Math.floorDiv(micros.get(row), MICROS_PER_DAY)));
            default -> {
                var parts = (IntervalVector) interval;
                if (parts.micros()[row] != 0) {
                    throw new UserException("INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION",
                            Map.of("ansiConfig", "\"spark.sql.ansi.enabled\""));
                }
                yield Math.addExact(addMonths(day, parts.months()[row]), parts.days()[row]);
            }
        };
    }

    static int addMonths(int day, int months) {
        return Math.toIntExact(LocalDate.ofEpochDay(day).plusMonths(months).toEpochDay());
    }

    private static long addToTimestamp(long micros, Vector interval, int row, ZoneId zone) {
        return switch (interval) {
            case IntVector months -> add(micros, months.get(row), 0, 0, zone);
            case LongVector added -> {
                long days = added.get(row) / MICROS_PER_DAY;
                yield add(micros, 0, days, added.get(row) - days * MICROS_PER_DAY, zone);
            }
            default -> {
                var parts = (IntervalVector) interval;
                yield add(micros, parts.months()[row], parts.days()[row], parts.micros()[row],
                        zone);
            }
        };
    }

    static long add(long micros, int months, long days, long rest, ZoneId zone) {
        if (months == 0 && (days == 0 || zone instanceof ZoneOffset)) {
            return Math.addExact(micros,
                    Math.addExact(Math.multiplyExact(days, MICROS_PER_DAY), rest));
        }
        var instant = instant(micros).atZone(zone).plusMonths(months).plusDays(days)
                .plus(rest, ChronoUnit.MICROS).toInstant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
                instant.getNano() / 1000);
    }

    /// The microseconds since the epoch at which a clock in that zone shows `local`.
    static long fromLocal(long local, ZoneId zone) {
        if (zone instanceof ZoneOffset offset) {
            return Math.subtractExact(local, offset.getTotalSeconds() * MICROS_PER_SECOND);
        }
        var instant = instant(local).atOffset(ZoneOffset.UTC).toLocalDateTime().atZone(zone)
                .toInstant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
                instant.getNano() / 1000);
    }

    /// True for the types that are microseconds of some kind on the time line or on a wall clock.
    static boolean isTimestamp(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNtzType;
    }
}

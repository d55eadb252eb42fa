package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import java.time.DateTimeException;
import java.util.Map;

/// Casts to dates, times, timestamps and intervals. A wall clock and the time line meet in the session's time zone.
final class TimeCasts {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private TimeCasts() {}

    static Kernel kernel(Kernel child, CastRows cast) {
        return switch (cast.to()) {
            case DateType _ -> cast.kernel(child, toDate(cast));
            case TimestampType _ -> cast.kernel(child, toTimestamp(cast));
            case TimestampNtzType _ -> cast.kernel(child, toTimestampNtz(cast));
            case TimeType(int precision) -> cast.kernel(child, toTime(cast, precision));
            case YearMonthIntervalType interval -> cast.kernel(child, toYearMonth(cast, interval));
            case DayTimeIntervalType interval -> cast.kernel(child, toDayTime(cast, interval));
            default -> throw unsupported(cast);
        };
    }

    private static UserException unsupported(CastRows cast) {
        return new UserException("DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
                Map.of("sqlExpr", "\"CAST\"", "srcType",
                        "\"" + cast.from().sql() + "\"", "targetType",
                        "\"" + cast.to().sql() + "\""));
    }

    private static CastRows.Row toDate(CastRows cast) {
        var zone = cast.zone().normalized();
        return switch (cast.from()) {
            case TimestampType _ -> (in, row, out) -> ((IntVector) out).set(row,
                    (int) Math.floorDiv(TimeArithmetic.toLocal(((LongVector) in).get(row), zone),
                            MICROS_PER_DAY));
            case TimestampNtzType _ -> (in, row, out) -> ((IntVector) out).set(row,
                    (int) Math.floorDiv(((LongVector) in).get(row), MICROS_PER_DAY));
            default -> throw unsupported(cast);
        };
    }

    private static CastRows.Row toTimestamp(CastRows cast) {
        var zone = cast.zone().normalized();
        return switch (cast.from()) {
            case DateType _ -> (in, row, out) -> ((LongVector) out).set(row,
                    fromLocal(Math.multiplyExact(((IntVector) in).get(row), MICROS_PER_DAY), cast));
            case TimestampNtzType _ -> (in, row, out) -> ((LongVector) out).set(row,
                    TimeArithmetic.fromLocal(((LongVector) in).get(row), zone));
            case DecimalType(_, int scale) -> (in, row, out) -> ((LongVector) out).set(row,
                    Decimals.value(in, row, scale).movePointRight(6).longValue());
            case FloatType _ ->
                (in, row, out) -> fromSeconds(((FloatVector) in).get(row), in, row, out, cast);
            case DoubleType _ ->
                (in, row, out) -> fromSeconds(((DoubleVector) in).get(row), in, row, out, cast);
            case BooleanType _ -> (in, row, out) -> ((LongVector) out).set(row,
                    ((BooleanVector) in).get(row) ? 1 : 0);
            case ByteType _,ShortType _,IntType _,LongType _ ->
                (in, row, out) -> ((LongVector) out).set(row,
                        saturatedMicros(WholeNumbers.read(in, row)));
            default -> throw unsupported(cast);
        };
    }

    private static long fromLocal(long local, CastRows cast) {
        try {
            return TimeArithmetic.fromLocal(local, cast.zone().normalized());
        } catch (ArithmeticException | DateTimeException _) {
            throw Errors.datetimeOverflow("cast to " + cast.to().sql());
        }
    }

    private static long saturatedMicros(long seconds) {
        long limit = Long.MAX_VALUE / MICROS_PER_SECOND;
        return seconds > limit
                ? Long.MAX_VALUE
                : seconds < -limit ? Long.MIN_VALUE : seconds * MICROS_PER_SECOND;
    }

    private static void fromSeconds(double seconds, Vector in, int row, Vector out, CastRows cast) {
        if (Double.isFinite(seconds)) {
            ((LongVector) out).set(row, (long) (seconds * MICROS_PER_SECOND));
        } else {
            cast.invalid(in, row, out);
        }
    }

    private static CastRows.Row toTimestampNtz(CastRows cast) {
        var zone = cast.zone().normalized();
        return switch (cast.from()) {
            case DateType _ -> (in, row, out) -> ((LongVector) out).set(row,
                    Math.multiplyExact(((IntVector) in).get(row), MICROS_PER_DAY));
            case TimestampType _ -> (in, row, out) -> ((LongVector) out).set(row,
                    TimeArithmetic.toLocal(((LongVector) in).get(row), zone));
            default -> throw unsupported(cast);
        };
    }

    private static CastRows.Row toTime(CastRows cast, int precision) {
        if (!(cast.from() instanceof TimeType)) {
            throw unsupported(cast);
        }
        long unit = NANOS_PER_SECOND / Decimals.power(precision);
        return (in, row, out) -> {
            long nanos = ((LongVector) in).get(row);
            ((LongVector) out).set(row, nanos - nanos % unit);
        };
    }

    private static CastRows.Row toYearMonth(CastRows cast, YearMonthIntervalType to) {
        int unit = to.end() == IntervalField.YEAR ? 12 : 1;
        if (cast.from() instanceof YearMonthIntervalType) {
            return (in, row, out) -> ((IntVector) out).set(row,
                    ((IntVector) in).get(row) / unit * unit);
        }
        return numberToInterval(cast, unit);
    }

    private static CastRows.Row toDayTime(CastRows cast, DayTimeIntervalType to) {
        long unit = switch (to.end()) {
            case DAY -> MICROS_PER_DAY;
            case HOUR -> 3600 * MICROS_PER_SECOND;
            case MINUTE -> 60 * MICROS_PER_SECOND;
            default -> MICROS_PER_SECOND;
        };
        if (cast.from() instanceof DayTimeIntervalType) {
            long kept = to.end() == IntervalField.SECOND ? 1 : unit;
            return (in, row, out) -> ((LongVector) out).set(row,
                    ((LongVector) in).get(row) / kept * kept);
        }
        return numberToInterval(cast, unit);
    }

    private static CastRows.Row numberToInterval(CastRows cast, long unit) {
        DataType from = cast.from();
        if (!from.isIntegral()) {
            throw Errors.notYet("CAST from " + from.sql() + " to " + cast.to().sql());
        }
        return (in, row, out) -> {
            try {
                long amount = Math.multiplyExact(WholeNumbers.read(in, row), unit);
                if (out instanceof IntVector months) {
                    months.set(row, Math.toIntExact(amount));
                } else {
                    ((LongVector) out).set(row, amount);
                }
            } catch (ArithmeticException _) {
                cast.overflow(in, row, out);
            }
        };
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.TimestampType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.plan.logical.Expr;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields of timestamps, timestamps cut to a unit, numbers since 1970, time zones, and the clock.
final class TimestampFunctions {
    private TimestampFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "session_window" -> (_, arguments, _) -> new SessionWindowKernel(
                    arguments.get(0), arguments.get(1));
            case "window" -> (call, arguments, _) -> new WindowKernel(arguments.getFirst(),
                    constant(call, 1), constant(call, 3));
            case "current_timestamp", "localtimestamp", "current_date" ->
                (call, _, context) -> new ClockKernel(call.type(), context);
            case "hour" -> field(3_600 * Civil.MICROS_PER_SECOND, 24);
            case "minute" -> field(60 * Civil.MICROS_PER_SECOND, 60);
            case "second" -> field(Civil.MICROS_PER_SECOND, 60);
            case "extract_second" -> secondWithFraction();
            case "date_trunc" -> (call, arguments, context) -> truncate(zone(call, 1, context))
                    .create(call, arguments, context);
            case "timestamp_seconds" ->
                (call, arguments, context) -> ofSeconds(call.arguments().getFirst().type()).create(
                        call, arguments,
                        context);
            case "timestamp_millis" ->
                Shapes.unary((LongVector millis, int row, LongVector result) -> result.set(row,
                        times(millis.get(row), 1000)));
            case "timestamp_micros", "unix_micros" -> (_, arguments, _) -> arguments.getFirst();
            case "unix_seconds" -> divided(Civil.MICROS_PER_SECOND);
            case "unix_millis" -> divided(1000);
            case "from_utc_timestamp" -> Shapes.binary((LongVector time, BytesVector name, int row,
                    LongVector result) -> result.set(row,
                            TimeArithmetic.toLocal(time.get(row), zone(name, row))));
            case "to_utc_timestamp" -> Shapes.binary((LongVector time, BytesVector name, int row,
                    LongVector result) -> result.set(row,
                            TimeArithmetic.fromLocal(time.get(row), zone(name, row))));
            case "convert_timezone" ->
                Shapes.ternary((BytesVector from, BytesVector to, LongVector time, int row,
                        LongVector result) -> result.set(row,
                                TimeArithmetic.toLocal(
                                        TimeArithmetic.fromLocal(time.get(row), zone(from, row)),
                                        zone(to, row))));
            default -> null;
        };
    }

    private static long constant(Expr.Call call, int index) {
        return call.arguments().get(index) instanceof Expr.Literal(Long value, _) ? value : 0;
    }

    /// The zone in which an argument is to be read.
    static ZoneOffsets zone(Expr.Call call, int argument, KernelContext context) {
        boolean zoned = call.arguments().get(argument).type() instanceof TimestampType;
        return new ZoneOffsets(zoned ? context.zone() : ZoneOffset.UTC);
    }

    private static ZoneId zone(BytesVector names, int row) {
        var zone = DateTimeText.zone(names.string(row));
        if (zone == null) {
            throw new UserException("INVALID_TIMEZONE",
                    Map.of("timeZone", "'" + names.string(row) + "'"));
        }
        return zone;
    }

    private static KernelFactory field(long unit, int count) {
        return (call, arguments, context) -> {
            var zone = zone(call, 0, context);
            return Shapes.<dev.penstock.data.IntVector>loop((values, result, rows) -> field(
                    ((LongVector) values[0]).values(), result.values(),
                    rows, zone, unit * count, unit)).create(call, arguments, context);
        };
    }

    private static void field(long[] times, int[] out, Selection rows, ZoneOffsets zone,
            long period, long unit) {
        int[] positions = rows.positions();
        int count = rows.count();
        boolean utc = zone.isUtc();
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            long local = utc ? times[row] : zone.toLocal(times[row]);
            out[row] = (int) (Math.floorMod(local, period) / unit);
        }
    }

    private static KernelFactory secondWithFraction() {
        return (call, arguments, context) -> {
            var zone = zone(call, 0, context);
            return Shapes.unary((LongVector time, int row, LongVector result) -> result.set(row,
                    Math.floorMod(zone.toLocal(time.get(row)), 60 * Civil.MICROS_PER_SECOND)))
                    .create(call, arguments, context);
        };
    }

    private static KernelFactory divided(long unit) {
        return Shapes.unary((LongVector time, int row, LongVector result) -> result.set(row,
                Math.floorDiv(time.get(row), unit)));
    }

    private static KernelFactory truncate(ZoneOffsets zone) {
        return Shapes.binary((BytesVector unit, LongVector time, int row, LongVector result) -> {
            var wanted = DateUnit.of(unit.string(row));
            if (wanted == null) {
                result.setNull(row);
                return;
            }
            long micros = time.get(row);
            if (wanted.micros > 0 && wanted.micros <= DateUnit.SECOND.micros) {
                result.set(row, micros - Math.floorMod(micros, wanted.micros));
                return;
            }
            long local = zone.toLocal(micros);
            if (wanted.micros > 0) {
                // Counted from the local day, as offsets need not be whole hours; the same offset holds at the start of the hour in all zones.
                result.set(row, micros - Math.floorMod(local, wanted.micros));
            } else {
                int day = (int) Math.floorDiv(local, Civil.MICROS_PER_DAY);
                result.set(row, zone.fromLocal(Civil.truncate(day, wanted) * Civil.MICROS_PER_DAY));
            }
        });
    }

    private static long times(long value, long factor) {
        try {
            return Math.multiplyExact(value, factor);
        } catch (ArithmeticException _) {
            throw Errors.arithmeticOverflow("long overflow", "");
        }
    }

    /// `timestamp_seconds` of any number.
    private static KernelFactory ofSeconds(DataType type) {
        return Shapes.unary((Vector seconds, int row, LongVector result) -> {
            switch (Values.get(seconds, type, row)) {
                case BigDecimal decimal -> result.set(row, ofSeconds(decimal));
                case Number number when seconds instanceof DoubleVector
                        || seconds instanceof dev.penstock.data.FloatVector -> {
                    double value = number.doubleValue();
                    result.set(row, (long) (value * Civil.MICROS_PER_SECOND));
                    if (Double.isNaN(value) || Double.isInfinite(value)) {
                        result.setNull(row);
                    }
                }
                case Number number ->
                    result.set(row, times(number.longValue(), Civil.MICROS_PER_SECOND));
                case null, default -> throw new AssertionError("timestamp_seconds of " + type);
            }
        });
    }

    private static long ofSeconds(BigDecimal seconds) {
        try {
            return seconds.movePointRight(6).longValueExact();
        } catch (ArithmeticException _) {
            throw Errors.arithmeticOverflow("Rounding necessary or long overflow", "");
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.error.UserException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `timestampadd(unit, amount, timestamp)` and `timestampdiff(unit, from, to)` with a constant unit, in the session's time zone.
final class TimeSteps {
    private static final int QUARTER_MONTHS = 3;

    private TimeSteps() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "timestampadd" -> (call, arguments, context) -> add(
                    Step.of(String.valueOf(Shapes.constant(call, 0))), context.zone())
                    .create(call, arguments.subList(1, 3), context);
            case "timestampdiff" -> (call, arguments, context) -> difference(
                    Step.of(String.valueOf(Shapes.constant(call, 0))), context.zone())
                    .create(call, arguments.subList(1, 3), context);
            default -> null;
        };
    }

    private record Step(ChronoUnit unit, int factor) {
        static Step of(String name) {
            return switch (name.toUpperCase(Locale.ROOT)) {
                case "MICROSECOND" -> new Step(ChronoUnit.MICROS, 1);
                case "MILLISECOND" -> new Step(ChronoUnit.MILLIS, 1);
                case "SECOND" -> new Step(ChronoUnit.SECONDS, 1);
                case "MINUTE" -> new Step(ChronoUnit.MINUTES, 1);
                case "HOUR" -> new Step(ChronoUnit.HOURS, 1);
                case "DAY", "DAYOFYEAR" -> new Step(ChronoUnit.DAYS, 1);
                case "WEEK" -> new Step(ChronoUnit.WEEKS, 1);
                case "MONTH" -> new Step(ChronoUnit.MONTHS, 1);
                case "QUARTER" -> new Step(ChronoUnit.MONTHS, QUARTER_MONTHS);
                case "YEAR" -> new Step(ChronoUnit.YEARS, 1);
                default -> throw new AssertionError("the grammar knows no unit " + name);
            };
        }
    }

    private static ZonedDateTime time(long micros, ZoneId zone) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(zone);
    }

    private static KernelFactory add(Step step, ZoneId zone) {
        return Shapes.binary((IntVector amount, LongVector time, int row, LongVector out) -> {
            try {
                var later = time(time.get(row), zone).plus((long) amount.get(row) * step.factor(),
                        step.unit());
                out.set(row, ChronoUnit.MICROS.between(Instant.EPOCH, later.toInstant()));
            } catch (DateTimeException | ArithmeticException e) {
                throw new UserException("DATETIME_OVERFLOW",
                        Map.of("operation", "add " + amount.get(row) + " " + step.unit()), null, e);
            }
        });
    }

    private static KernelFactory difference(Step step, ZoneId zone) {
        return Shapes.binary((LongVector from, LongVector to, int row, LongVector out) -> out.set(
                row, step.unit().between(time(from.get(row), zone).toLocalDateTime(),
                        time(to.get(row), zone).toLocalDateTime()) / step.factor()));
    }
}

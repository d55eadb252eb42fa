package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields of dates, and dates from other dates.
final class DateFunctions {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
            "Sun");
    private static final List<String> MONTHS = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun",
            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private DateFunctions() {}

    @FunctionalInterface
    private interface DayFunction {
        int apply(int epochDay);
    }

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "year" -> field(Civil::year);
            case "quarter" -> field(day -> (Civil.month(day) + 2) / 3);
            case "month" -> field(Civil::month);
            case "day" -> field(Civil::dayOfMonth);
            case "dayofweek" -> field(day -> (Civil.weekday(day) + 1) % 7 + 1);
            case "weekday" -> field(Civil::weekday);
            case "dayofyear" -> field(Civil::dayOfYear);
            case "weekofyear" -> field(Civil::weekOfYear);
            case "yearofweek" -> field(Civil::yearOfWeek);
            case "unix_date", "date_from_unix_date" -> field(day -> day);
            case "last_day" -> field(Civil::lastDayOfMonth);
            case "dayname" -> name(day -> DAYS.get(Civil.weekday(day))
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            case "monthname" -> name(day -> MONTHS.get(Civil.month(day) - 1)
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            default -> findCalendar(function);
        };
    }

    private static KernelFactory field(DayFunction function) {
        return Shapes.unary((IntVector day, int row, IntVector result) -> result.set(row,
                function.apply(day.get(row))));
    }

    @FunctionalInterface
    private interface Name {
        byte[] of(int epochDay);
    }

    private static KernelFactory name(Name name) {
        return Shapes.unary((IntVector day, int row, BytesVector result) -> result.append(row,
                name.of(day.get(row))));
    }

    private static @Nullable KernelFactory findCalendar(String function) {
        return switch (function) {
            case "date_add" -> Shapes.binary(
                    (IntVector day, IntVector days, int row, IntVector result) -> result.set(row,
                            toDate((long) day.get(row) + days.get(row), "date_add")));
            case "date_sub" -> Shapes.binary(
                    (IntVector day, IntVector days, int row, IntVector result) -> result.set(row,
                            toDate((long) day.get(row) - days.get(row), "date_sub")));
            case "date_diff" -> Shapes.binary(
                    (IntVector end, IntVector start, int row, IntVector result) -> result.set(row,
                            end.get(row) - start.get(row)));
            case "add_months" -> Shapes.binary(
                    (IntVector day, IntVector months, int row, IntVector result) -> result.set(row,
                            addMonths(day.get(row), months.get(row))));
            case "trunc" -> truncate();
            case "next_day" ->
                (call, arguments, context) -> nextDay(call.mode()).create(call, arguments, context);
            case "months_between" ->
                (call, arguments, context) -> monthsBetween(new ZoneOffsets(context.zone())).create(
                        call, arguments,
                        context);
            default -> null;
        };
    }

    private static int toDate(long day, String function) {
        if (day != (int) day) {
            throw Errors.arithmeticOverflow("integer overflow in " + function, "");
        }
        return (int) day;
    }

    private static int addMonths(int day, int months) {
        long month = Civil.month(day) + (long) months;
        long first = Civil.epochDay(Civil.year(day), month, 1);
        int firstDay = toDate(first, "add_months");
        return Math.min(firstDay + Civil.dayOfMonth(day) - 1, Civil.lastDayOfMonth(firstDay));
    }

    private static KernelFactory truncate() {
        return Shapes.binary((IntVector day, BytesVector unit, int row, IntVector result) -> {
            var wanted = DateUnit.of(unit.string(row));
            if (wanted == null || wanted.compareTo(DateUnit.DAY) >= 0) {
                result.setNull(row);
            } else {
                result.set(row, Civil.truncate(day.get(row), wanted));
            }
        });
    }

    private static KernelFactory nextDay(ErrorMode mode) {
        return Shapes.binary((IntVector day, BytesVector name, int row, IntVector result) -> {
            int wanted = weekday(name.string(row));
            if (wanted >= 0) {
                int ahead = Math.floorMod(wanted - Civil.weekday(day.get(row)), 7);
                result.set(row, day.get(row) + (ahead == 0 ? 7 : ahead));
            } else if (mode == ErrorMode.ANSI) {
                throw new UserException("ILLEGAL_DAY_OF_WEEK", Map.of("string", name.string(row)));
            } else {
                result.setNull(row);
            }
        });
    }

    private static int weekday(String name) {
        return switch (name.strip().toUpperCase(Locale.ROOT)) {
            case "MO", "MON", "MONDAY" -> 0;
            case "TU", "TUE", "TUESDAY" -> 1;
            case "WE", "WED", "WEDNESDAY" -> 2;
            case "TH", "THU", "THURSDAY" -> 3;
            case "FR", "FRI", "FRIDAY" -> 4;
            case "SA", "SAT", "SATURDAY" -> 5;
            case "SU", "SUN", "SUNDAY" -> 6;
            default -> -1;
        };
    }

    private static KernelFactory monthsBetween(ZoneOffsets zone) {
        return Shapes.rows((Vector[] values, int row, DoubleVector result) -> {
            long end = zone.toLocal(((LongVector) values[0]).get(row));
            long start = zone.toLocal(((LongVector) values[1]).get(row));
            double months = monthsBetween(end, start);
            boolean rounded = values.length == 2 || ((BooleanVector) values[2]).get(row);
            result.set(row, rounded ? Math.round(months * 1e8) / 1e8 : months);
        });
    }

    /// Whole months when both are the same day of a month or the last one, else with the rest in months of 31 days.
    private static double monthsBetween(long end, long start) {
        int endDay = (int) Math.floorDiv(end, Civil.MICROS_PER_DAY);
        int startDay = (int) Math.floorDiv(start, Civil.MICROS_PER_DAY);
        int months = (Civil.year(endDay) - Civil.year(startDay)) * 12 + Civil.month(endDay)
                - Civil.month(startDay);
        int endOfMonth = Civil.dayOfMonth(endDay);
        int startOfMonth = Civil.dayOfMonth(startDay);
        boolean bothLast = endDay == Civil.lastDayOfMonth(endDay)
                && startDay == Civil.lastDayOfMonth(startDay);
        if (endOfMonth == startOfMonth || bothLast) {
            return months;
        }
        long seconds = secondOfDay(end) - secondOfDay(start);
        return months + ((endOfMonth - startOfMonth) * 86_400L + seconds) / (31.0 * 86_400);
    }

    private static long secondOfDay(long micros) {
        return Math.floorMod(micros, Civil.MICROS_PER_DAY) / Civil.MICROS_PER_SECOND;
    }
}

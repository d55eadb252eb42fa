package dev.penstock.data.text;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType.DayTimeIntervalType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.DataType.YearMonthIntervalType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Intervals as text: `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '1 02:03:04' DAY TO SECOND`, and `1 years 2 months 3 hours`.
public final class IntervalText {
    private static final Pattern LITERAL = Pattern
            .compile("(?i)\\s*interval\\s*([+-]?)\\s*'([^']*)'\\s*(\\w+)(?:\\s+to\\s+(\\w+))?\\s*");
    private static final Pattern YEAR_MONTH = Pattern.compile("([+-]?)(\\d{1,9})-(\\d{1,2})");
    private static final Pattern WHOLE = Pattern.compile("([+-]?)(\\d{1,19})");
    private static final Pattern DAY_TIME = Pattern.compile(
            "([+-]?)(?:(\\d{1,9}) +)?(\\d{1,12})(?::(\\d{1,12}))?(?::(\\d{1,13}))?(?:\\.(\\d{1,9}))?");
    private static final Pattern UNIT = Pattern
            .compile("([+-]?)\\s*(\\d*)(\\.\\d*)?\\s+([a-z]+)\\s*");
    private static final List<IntervalField> DAY_TIME_FIELDS = List.of(IntervalField.DAY,
            IntervalField.HOUR, IntervalField.MINUTE, IntervalField.SECOND);
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MICROS_PER_MINUTE = 60_000_000L;
    private static final long MICROS_PER_SECOND = DateTimeText.MICROS_PER_SECOND;
    private static final long MICROS_PER_DAY = DateTimeText.MICROS_PER_DAY;

    private IntervalText() {}

    public static void format(int months, YearMonthIntervalType type, ByteBuilder to) {
        to.put("INTERVAL '");
        if (type.start() == IntervalField.YEAR && type.end() == IntervalField.YEAR) {
            to.putDecimal(months / 12);
        } else if (type.start() == IntervalField.MONTH) {
            to.putDecimal(months);
        } else {
            to.put(months < 0 ? "-" : "").putDecimal(Math.abs((long) months) / 12).put('-')
                    .putDecimal(Math.abs((long) months) % 12);
        }
        formatFields(type.start(), type.end(), to);
    }

    private static void formatFields(IntervalField start, IntervalField end, ByteBuilder to) {
        to.put("' ").put(start.name());
        if (start != end) {
            to.put(" TO ").put(end.name());
        }
    }

    public static void format(long micros, DayTimeIntervalType type, ByteBuilder to) {
        to.put("INTERVAL '");
        if (micros < 0) {
            to.put('-');
        }
        // Long.MIN_VALUE has no opposite; division and remainder work on the negative number, and each part is then made positive.
        long rest = micros;
        for (var field : DAY_TIME_FIELDS) {
            if (field.compareTo(type.start()) >= 0 && field.compareTo(type.end()) <= 0) {
                formatField(field, field == type.start(), rest, to);
                rest %= unit(field);
            }
        }
        formatFields(type.start(), type.end(), to);
    }

    private static void formatField(IntervalField field, boolean first, long micros,
            ByteBuilder to) {
        if (!first) {
            to.put(field == IntervalField.HOUR ? ' ' : ':');
        }
        switch (field) {
            case DAY -> to.putDecimal(Math.abs(micros / MICROS_PER_DAY));
            case HOUR -> to.putPadded(Math.abs(micros / MICROS_PER_HOUR), 2);
            case MINUTE -> to.putPadded(Math.abs(micros / MICROS_PER_MINUTE), 2);
            case SECOND -> {
                to.putPadded(Math.abs(micros / MICROS_PER_SECOND), 2);
                DateTimeText.formatFraction(Math.abs(micros % MICROS_PER_SECOND), to);
            }
            case YEAR, MONTH ->
                throw new AssertionError("no field of a day-time interval: " + field);
        }
    }

    /// Writes `1 years 2 months 3 days 4 hours 5 minutes 6.5 seconds`, without the parts that are zero; `0 seconds` when all are.
    public static void format(int months, int days, long micros, ByteBuilder to) {
        int start = to.size();
        part(months / 12, "years", to);
        part(months % 12, "months", to);
        part(days, "days", to);
        part(micros / MICROS_PER_HOUR, "hours", to);
        part(micros / MICROS_PER_MINUTE % 60, "minutes", to);
        long seconds = micros % MICROS_PER_MINUTE;
        if (seconds != 0) {
            to.put(seconds < 0 ? "-" : "").putDecimal(Math.abs(seconds / MICROS_PER_SECOND));
            DateTimeText.formatFraction(Math.abs(seconds % MICROS_PER_SECOND), to);
            to.put(" seconds ");
        }
        if (to.size() == start) {
            to.put("0 seconds");
        } else {
            to.truncate(to.size() - 1);
        }
    }

    private static void part(long value, String unit, ByteBuilder to) {
        if (value != 0) {
            to.putDecimal(value).put(' ').put(unit).put(' ');
        }
    }

    /// Months of `[+-]y-m`, `[+-]n` for a single field, or the same within `INTERVAL '...' YEAR TO MONTH`; [DateTimeText#INVALID] for other text.
    public static long parseYearMonth(byte[] text, int offset, int length,
            YearMonthIntervalType type) {
        var body = body(new String(text, offset, length, StandardCharsets.UTF_8), type.start(),
                type.end());
        if (body == null) {
            return DateTimeText.INVALID;
        }
        try {
            var matcher = YEAR_MONTH.matcher(body);
            if (type.start() != type.end() && matcher.matches()) {
                long months = Long.parseLong(matcher.group(3));
                return months > 11
                        ? DateTimeText.INVALID
                        : months(matcher, Long.parseLong(matcher.group(2)) * 12 + months);
            }
            matcher = WHOLE.matcher(body);
            if (type.start() == type.end() && matcher.matches()) {
                long value = Long.parseLong(matcher.group(2));
                return months(matcher,
                        type.start() == IntervalField.YEAR
                                ? Math.multiplyExact(value, 12L)
                                : value);
            }
            return DateTimeText.INVALID;
        } catch (ArithmeticException | NumberFormatException e) {
            return DateTimeText.INVALID;
        }
    }

    private static long months(Matcher matcher, long value) {
        return Math.toIntExact(matcher.group(1).equals("-") ? -value : value);
    }

    /// What stands between the quotes of a literal that names these fields, with the signs put together; the text itself when it is no literal.
    private static @Nullable String body(String text, IntervalField start, IntervalField end) {
        var literal = LITERAL.matcher(text);
        if (!literal.matches()) {
            return text.strip();
        }
        var last = literal.group(4) == null ? literal.group(3) : literal.group(4);
        if (!literal.group(3).equalsIgnoreCase(start.name())
                || !last.equalsIgnoreCase(end.name())) {
            return null;
        }
        var body = literal.group(2).strip();
        if (!literal.group(1).equals("-")) {
            return body;
        }
        return body.startsWith("-")
                ? body.substring(1)
                : "-" + (body.startsWith("+") ? body.substring(1) : body);
    }

    /// Microseconds of `[+-]d hh:mm:ss.f` or the part of it that the type's fields name, plain or as a literal; [DateTimeText#INVALID] for other text.
    public static long parseDayTime(byte[] text, int offset, int length, DayTimeIntervalType type) {
        var body = body(new String(text, offset, length, StandardCharsets.UTF_8), type.start(),
                type.end());
        var matcher = body == null ? null : DAY_TIME.matcher(body);
        if (matcher == null || !matcher.matches()) {
            return DateTimeText.INVALID;
        }
        try {
            return dayTime(matcher, type);
        } catch (ArithmeticException | NumberFormatException e) {
            return DateTimeText.INVALID;
        }
    }

    private static long dayTime(Matcher matcher, DayTimeIntervalType type) {
        boolean startsWithDay = type.start() == IntervalField.DAY
                && type.end() != IntervalField.DAY;
        boolean hasSecond = type.end() == IntervalField.SECOND;
        if (startsWithDay != (matcher.group(2) != null)
                || (matcher.group(6) != null && !hasSecond)) {
            return DateTimeText.INVALID;
        }
        int field = startsWithDay ? 1 : DAY_TIME_FIELDS.indexOf(type.start());
        int last = DAY_TIME_FIELDS.indexOf(type.end());
        long total = startsWithDay
                ? Math.multiplyExact(Long.parseLong(matcher.group(2)), MICROS_PER_DAY)
                : 0;
        for (int group = 3; group <= 5; group++) {
            var digits = matcher.group(group);
            if ((digits != null) != (field <= last)) {
                return DateTimeText.INVALID;
            }
            if (digits != null) {
                long value = Long.parseLong(digits);
                boolean leads = group == 3 && !startsWithDay;
                if (!leads && value > (field == 1 ? 23 : 59)) {
                    return DateTimeText.INVALID;
                }
                total = Math.addExact(total,
                        Math.multiplyExact(value, unit(DAY_TIME_FIELDS.get(field))));
            }
            field++;
        }
        if (matcher.group(6) != null) {
            total = Math.addExact(total,
                    Long.parseLong((matcher.group(6) + "000000").substring(0, 6)));
        }
        return matcher.group(1).equals("-") ? -total : total;
    }

    private static long unit(IntervalField field) {
        return switch (field) {
            case DAY -> MICROS_PER_DAY;
            case HOUR -> MICROS_PER_HOUR;
            case MINUTE -> MICROS_PER_MINUTE;
            case SECOND -> MICROS_PER_SECOND;
            case YEAR, MONTH ->
                throw new AssertionError("no field of a day-time interval: " + field);
        };
    }

    /// Reads `[interval] 1 year -2 days 1.5 seconds ...`, units in singular or plural and in any order; null for other text.
    public static @Nullable CalendarInterval parseCalendar(String text) {
        var rest = text.strip().toLowerCase(Locale.ROOT);
        if (rest.startsWith("interval")
                && (rest.length() == 8 || Character.isWhitespace(rest.charAt(8)))) {
            rest = rest.substring(8).strip();
        }
        if (rest.isEmpty()) {
            return null;
        }
        var matcher = UNIT.matcher(rest + " ");
        int at = 0;
        var total = new CalendarInterval(0, 0, 0);
        try {
            while (at < rest.length()) {
                if (!matcher.find(at) || matcher.start() != at) {
                    return null;
                }
                total = add(total, matcher);
                if (total == null) {
                    return null;
                }
                at = matcher.end();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
        return total;
    }

    private static @Nullable CalendarInterval add(CalendarInterval sum, Matcher part) {
        var unit = part.group(4).endsWith("s")
                ? part.group(4).substring(0, part.group(4).length() - 1)
                : part.group(4);
        var fraction = part.group(3) == null ? "" : part.group(3).substring(1);
        if ((part.group(2).isEmpty() && fraction.isEmpty())
                || (part.group(3) != null && !unit.equals("second"))) {
            return null;
        }
        long value = part.group(2).isEmpty() ? 0 : Long.parseLong(part.group(2));
        long signed = part.group(1).equals("-") ? -value : value;
        return switch (unit) {
            case "year" -> plus(sum, Math.multiplyExact(signed, 12L), 0, 0);
            case "month" -> plus(sum, signed, 0, 0);
            case "week" -> plus(sum, 0, Math.multiplyExact(signed, 7L), 0);
            case "day" -> plus(sum, 0, signed, 0);
            case "hour" -> plus(sum, 0, 0, Math.multiplyExact(signed, MICROS_PER_HOUR));
            case "minute" -> plus(sum, 0, 0, Math.multiplyExact(signed, MICROS_PER_MINUTE));
            case "second" -> fraction.length() > 9
                    ? null
                    : plus(sum, 0, 0, seconds(part.group(1), value, fraction));
            case "millisecond" -> plus(sum, 0, 0, Math.multiplyExact(signed, 1000L));
            case "microsecond" -> plus(sum, 0, 0, signed);
            default -> null;
        };
    }

    private static long seconds(String sign, long whole, String fraction) {
        long micros = new BigDecimal(whole + "." + fraction + "0").movePointRight(6).toBigInteger()
                .longValueExact();
        return sign.equals("-") ? -micros : micros;
    }

    private static CalendarInterval plus(CalendarInterval sum, long months, long days,
            long micros) {
        return new CalendarInterval(Math.toIntExact(Math.addExact(sum.months(), months)),
                Math.toIntExact(Math.addExact(sum.days(), days)),
                Math.addExact(sum.micros(), micros));
    }
}

package dev.penstock.data.text;

import dev.penstock.data.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates, times and timestamps in the forms that `CAST` knows.
///
/// Readers answer [#INVALID] for text that is no value: the one number that stands for none (as a timestamp it would lie in the year -290308).
public final class DateTimeText {
    public static final long INVALID = Long.MIN_VALUE;
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
    private static final int MAX_YEAR_DIGITS_OF_DATE = 7;
    private static final int MAX_YEAR_DIGITS_OF_TIMESTAMP = 6;
    private static final Pattern SHORT_HOUR = Pattern.compile("([+-])(\\d):");
    private static final Pattern SHORT_MINUTE = Pattern.compile("([+-])(\\d\\d):(\\d)$");

    private DateTimeText() {}

    /// Days since 1970-01-01 of `[+-]yyyy[-m[-d]]`; what follows a complete date after a blank or a `T` is ignored, as in Spark.
    public static long parseDate(byte[] text, int offset, int length) {
        int at = NumberText.trimStart(text, offset, offset + length);
        int end = NumberText.trimEnd(text, at, offset + length);
        if (at == end) {
            return INVALID;
        }
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        int year = 0;
        int month = 1;
        int day = 1;
        int segment = 0;
        int value = 0;
        int digits = 0;
        for (; at < end; at++) {
            byte b = text[at];
            if (b >= '0' && b <= '9') {
                if (++digits > MAX_YEAR_DIGITS_OF_DATE) {
                    return INVALID;
                }
                value = value * 10 + (b - '0');
                continue;
            }
            if (segment == 2) {
                if (b == ' ' || b == 'T') {
                    break;
                }
                return INVALID;
            }
            if (b != '-' || !validDigits(segment, digits, MAX_YEAR_DIGITS_OF_DATE)) {
                return INVALID;
            }
            if (segment == 0) {
                year = value;
            } else {
                month = value;
            }
            segment++;
            value = 0;
            digits = 0;
        }
        if (!validDigits(segment, digits, MAX_YEAR_DIGITS_OF_DATE)) {
            return INVALID;
        }
        switch (segment) {
            case 0 -> year = value;
            case 1 -> month = value;
            default -> day = value;
        }
        long days = epochDay(negative ? -year : year, month, day);
        return days == (int) days ? days : INVALID;
    }

    private static boolean validDigits(int segment, int digits, int maxYearDigits) {
        return segment == 0 ? digits >= 4 && digits <= maxYearDigits : digits >= 1 && digits <= 2;
    }

    /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, or [#INVALID] when there is no such day.
    public static long epochDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || (day > 28 && day > daysOf(year, month))) {
            return INVALID;
        }
        // Counted from March on, so that the leap day is the last of its year.
        long shifted = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
                - 719_468;
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// Microseconds since 1970-01-01T00:00:00Z of a timestamp, which is read in `zone` unless it names one of its own.
    public static long parseTimestamp(byte[] text, int offset, int length, ZoneId zone) {
        var fields = new Fields();
        if (!fields.read(text, offset, length, false)) {
            return INVALID;
        }
        var own = zone;
        if (fields.zoneLength > 0) {
            var named = zone(text, fields.zoneStart, fields.zoneLength);
            if (named == null) {
                return INVALID;
            }
            own = named;
        }
        return micros(fields.epochDay(), fields.microsOfDay(), own);
    }

    /// Microseconds of a timestamp without zone; a zone in the text is checked and ignored.
    public static long parseTimestampNtz(byte[] text, int offset, int length) {
        var fields = new Fields();
        if (!fields.read(text, offset, length, false)) {
            return INVALID;
        }
        if (fields.zoneLength > 0 && zone(text, fields.zoneStart, fields.zoneLength) == null) {
            return INVALID;
        }
        return micros(fields.epochDay(), fields.microsOfDay(), ZoneOffset.UTC);
    }

    /// Nanoseconds since midnight of `[T]h:m[:s[.f]]`, in 24 hours or with `AM` or `PM` behind.
    public static long parseTime(byte[] text, int offset, int length) {
        int end = NumberText.trimEnd(text, offset, offset + length);
        int half = half(text, offset, end);
        if (half > 0) {
            end = NumberText.trimEnd(text, offset, end - 2);
        }
        var fields = new Fields();
        if (!fields.read(text, offset, end - offset, true) || fields.zoneLength > 0) {
            return INVALID;
        }
        if (half > 0) {
            if (fields.hour < 1 || fields.hour > 12) {
                return INVALID;
            }
            fields.hour = fields.hour % 12 + (half == 2 ? 12 : 0);
        }
        long micros = fields.microsOfDay();
        return micros == INVALID ? INVALID : micros * 1000;
    }

    /// 1 when the text ends with AM, 2 when it ends with PM, else 0.
    private static int half(byte[] text, int offset, int end) {
        if (end - offset < 3) {
            return 0;
        }
        return NumberText.matches(text, end - 2, "am")
                ? 1
                : NumberText.matches(text, end - 2, "pm") ? 2 : 0;
    }

    /// A point in time from a local date and time; in the gap of a clock change the time is moved on, in the overlap the earlier one counts.
    private static long micros(long day, long microsOfDay, ZoneId zone) {
        if (day == INVALID || microsOfDay == INVALID) {
            return INVALID;
        }
        try {
            long local = Math.addExact(Math.multiplyExact(day, MICROS_PER_DAY), microsOfDay);
            return Math.subtractExact(local,
                    offsetSeconds(zone, day, microsOfDay) * MICROS_PER_SECOND);
        } catch (ArithmeticException e) {
            return INVALID;
        }
    }

    private static long offsetSeconds(ZoneId zone, long day, long microsOfDay) {
        if (zone instanceof ZoneOffset offset) {
            return offset.getTotalSeconds();
        }
        var rules = zone.getRules();
        if (rules.isFixedOffset()) {
            return rules.getOffset(Instant.EPOCH).getTotalSeconds();
        }
        var local = LocalDateTime.of(LocalDate.ofEpochDay(day),
                LocalTime.ofNanoOfDay(microsOfDay * 1000));
        // In a gap this gives the offset before the transition, which moves the time on by the length of the gap.
        return rules.getOffset(local).getTotalSeconds();
    }

    /// A zone in one of Spark's spellings (`Z`, `+1:00`, `UTC+1`, `PST`, `Europe/Paris`), or null.
    public static @Nullable ZoneId zone(byte[] text, int offset, int length) {
        var name = new String(text, offset, length, StandardCharsets.UTF_8).strip();
        return name.equals("Z") ? ZoneOffset.UTC : zone(name);
    }

    /// A zone in one of Spark's spellings, or null.
    public static @Nullable ZoneId zone(String name) {
        try {
            var padded = SHORT_MINUTE.matcher(SHORT_HOUR.matcher(name).replaceFirst("$10$2:"))
                    .replaceFirst("$1$2:0$3");
            return ZoneId.of(padded, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// The fields of a timestamp as text. `read` leaves them as they were written; whether they exist is seen when they are put together.
    private static final class Fields {
        private int year = 1970;
        private int month = 1;
        private int day = 1;
        private int hour;
        private int minute;
        private int second;
        private int micros;
        private int zoneStart;
        private int zoneLength;
        private int value;

        boolean read(byte[] text, int offset, int length, boolean timeOnly) {
            int at = NumberText.trimStart(text, offset, offset + length);
            int end = NumberText.trimEnd(text, at, offset + length);
            if (at == end) {
                return false;
            }
            if (timeOnly) {
                return readTime(text, text[at] == 'T' ? at + 1 : at, end) && end - at > 2;
            }
            boolean negative = text[at] == '-';
            if (negative || text[at] == '+') {
                at++;
            }
            at = number(text, at, end, 4, MAX_YEAR_DIGITS_OF_TIMESTAMP);
            if (at < 0) {
                return false;
            }
            year = negative ? -value : value;
            if (at == end) {
                return true;
            }
            at = text[at] == '-' ? number(text, at + 1, end, 1, 2) : -1;
            if (at < 0) {
                return false;
            }
            month = value;
            if (at == end) {
                return true;
            }
            at = text[at] == '-' ? number(text, at + 1, end, 1, 2) : -1;
            if (at < 0) {
                return false;
            }
            day = value;
            return at == end
                    || ((text[at] == ' ' || text[at] == 'T') && readTime(text, at + 1, end));
        }

        /// `h[:m[:s[.f]][zone]]`. A zone may follow the seconds only.
        private boolean readTime(byte[] text, int start, int end) {
            int at = number(text, start, end, 1, 2);
            hour = value;
            if (at < 0 || at == end) {
                return at == end;
            }
            at = text[at] == ':' ? number(text, at + 1, end, 1, 2) : -1;
            minute = value;
            if (at < 0 || at == end) {
                return at == end;
            }
            at = text[at] == ':' ? number(text, at + 1, end, 1, 2) : -1;
            second = value;
            if (at < 0) {
                return false;
            }
            if (at < end && text[at] == '.') {
                at = fraction(text, at + 1, end);
            }
            zoneStart = at;
            zoneLength = end - at;
            return true;
        }

        /// Reads digits into `value` and answers the position behind them, or -1 when there are too few or too many.
        private int number(byte[] text, int start, int end, int least, int most) {
            int at = start;
            value = 0;
            while (at < end && text[at] >= '0' && text[at] <= '9' && at - start <= most) {
                value = value * 10 + (text[at] - '0');
                at++;
            }
            int digits = at - start;
            return digits < least || digits > most ? -1 : at;
        }

        /// Reads a fraction of a second; digits after the sixth are checked and cut off.
        private int fraction(byte[] text, int start, int end) {
            int at = start;
            int unit = 100_000;
            while (at < end && text[at] >= '0' && text[at] <= '9') {
                micros += (text[at] - '0') * unit;
                unit /= 10;
                at++;
            }
            return at;
        }

        long epochDay() {
            return DateTimeText.epochDay(year, month, day);
        }

        long microsOfDay() {
            if (hour > 23 || minute > 59 || second > 59) {
                return INVALID;
            }
            return ((hour * 60L + minute) * 60 + second) * MICROS_PER_SECOND + micros;
        }
    }

    /// Writes `yyyy-MM-dd`, with a sign when the year has more than four digits or lies before year 0.
    public static void formatDate(long epochDay, ByteBuilder to) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096)
                / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        if (year < 0) {
            to.put('-');
        } else if (year > 9999) {
            to.put('+');
        }
        to.putPadded(Math.abs(year), 4).put('-').putPadded(month, 2).put('-').putPadded(day, 2);
    }

    /// Writes `yyyy-MM-dd HH:mm:ss[.f]` as the clocks of `zone` show it, without zeros at the end of the fraction.
    public static void formatTimestamp(long micros, ZoneId zone, ByteBuilder to) {
        formatTimestampNtz(local(micros, zone), to);
    }

    /// What the clocks of `zone` show at a point in time, as microseconds since 1970-01-01T00:00:00 on those clocks.
    static long local(long micros, ZoneId zone) {
        return micros + offsetAt(micros, zone) * MICROS_PER_SECOND;
    }

    /// The offset of `zone` from UTC at a point in time, in seconds.
    static long offsetAt(long micros, ZoneId zone) {
        if (zone instanceof ZoneOffset offset) {
            return offset.getTotalSeconds();
        }
        return zone.getRules()
                .getOffset(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND)))
                .getTotalSeconds();
    }

    public static void formatTimestampNtz(long micros, ByteBuilder to) {
        formatDate(Math.floorDiv(micros, MICROS_PER_DAY), to);
        to.put(' ');
        formatMicrosOfDay(Math.floorMod(micros, MICROS_PER_DAY), to);
    }

    /// Writes `HH:mm:ss[.f]` from nanoseconds since midnight; digits below a microsecond are left out.
    public static void formatTime(long nanosOfDay, ByteBuilder to) {
        formatMicrosOfDay(nanosOfDay / 1000, to);
    }

    static void formatMicrosOfDay(long microsOfDay, ByteBuilder to) {
        formatSecondOfDay(microsOfDay / MICROS_PER_SECOND, to);
        formatFraction(microsOfDay % MICROS_PER_SECOND, to);
    }

    static void formatSecondOfDay(long secondOfDay, ByteBuilder to) {
        to.putPadded(secondOfDay / 3600, 2).put(':').putPadded(secondOfDay / 60 % 60, 2).put(':')
                .putPadded(secondOfDay % 60, 2);
    }

    /// Writes a point and up to six digits without zeros at the end; nothing for zero.
    static void formatFraction(long micros, ByteBuilder to) {
        if (micros == 0) {
            return;
        }
        long rest = micros;
        int width = 6;
        while (rest % 10 == 0) {
            rest /= 10;
            width--;
        }
        to.put('.').putPadded(rest, width);
    }
}

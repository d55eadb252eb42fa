package dev.penstock.data.text;

import dev.penstock.data.ByteBuilder;
import dev.penstock.data.error.UserException;
import java.nio.charset.StandardCharsets;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;

/// A datetime pattern such as `yyyy-MM-dd HH:mm:ss`, with Spark 3's letters and checks, to read and to write by.
///
/// Immutable, safe for use by any thread.
public final class DateTimePattern {
    /// What JSON and CSV write for timestamps unless told otherwise.
    public static final String TIMESTAMP_OUT = "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]";
    /// What JSON and CSV write for timestamps without a zone unless told otherwise.
    public static final String TIMESTAMP_NTZ_OUT = "yyyy-MM-dd'T'HH:mm:ss[.SSS]";
    public static final String DATE = "yyyy-MM-dd";

    private static final String WEEK_LETTERS = "YWwuec";
    private static final String UNSUPPORTED_LETTERS = "ABnNp";
    private static final String UNSUPPORTED_LETTERS_TO_PARSE = "EFqQ";
    private static final String LETTERS_OF_AT_MOST_FOUR = "GMLEQq";

    private final DateTimeFormatter formatter;
    private final DateTimeFormatter parser;
    private final boolean timestampOut;
    private final boolean timestampNtzOut;
    private final boolean date;

    private DateTimePattern(String pattern, boolean parsing, Locale locale) {
        formatter = build(pattern, false, locale);
        parser = parsing ? build(pattern, true, locale) : formatter;
        timestampOut = pattern.equals(TIMESTAMP_OUT);
        timestampNtzOut = pattern.equals(TIMESTAMP_NTZ_OUT);
        date = pattern.equals(DATE);
    }

    /// A pattern to write by.
    ///
    /// @throws UserException when the pattern is not one of Spark's
    public static DateTimePattern toFormat(String pattern) {
        return new DateTimePattern(pattern, false, Locale.US);
    }

    /// A pattern to read and to write by; some letters can only be written.
    ///
    /// @throws UserException when the pattern is not one of Spark's
    public static DateTimePattern toParse(String pattern) {
        return new DateTimePattern(pattern, true, Locale.US);
    }

    private static DateTimeFormatter build(String pattern, boolean parsing, Locale locale) {
        var javaPattern = convert(pattern, parsing);
        try {
            var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
            if (parsing) {
                appendWithFractions(builder, javaPattern);
                builder.parseDefaulting(ChronoField.ERA, 1);
            } else {
                builder.appendPattern(javaPattern);
            }
            return builder.toFormatter(locale).withChronology(IsoChronology.INSTANCE)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new UserException("INVALID_DATETIME_PATTERN.WITH_SUGGESTION",
                    Map.of("pattern", pattern, "docroot", "https://spark.apache.org/docs/latest"),
                    null, e);
        }
    }

    /// When parsing, `SSS` takes one to three digits and not exactly three.
    private static void appendWithFractions(DateTimeFormatterBuilder builder, String pattern) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            if (!quoted && (c == '[' || c == ']')) {
                append(builder, pattern, start, i);
                start = i + 1;
                if (c == '[') {
                    builder.optionalStart();
                } else {
                    builder.optionalEnd();
                }
            } else if (c == 'S' && !quoted) {
                append(builder, pattern, start, i);
                int end = i;
                while (end < pattern.length() && pattern.charAt(end) == 'S') {
                    end++;
                }
                builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, Math.min(9, end - i), false);
                start = end;
                i = end - 1;
            }
        }
        append(builder, pattern, start, pattern.length());
    }

    private static void append(DateTimeFormatterBuilder builder, String pattern, int start,
            int end) {
        if (end > start) {
            builder.appendPattern(pattern.substring(start, end));
        }
    }

    /// Checks the letters, and turns years of an era into years that may lie before year 1 unless the pattern names the era.
    private static String convert(String pattern, boolean parsing) {
        var letters = new StringBuilder();
        boolean quoted = false;
        int run = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            if (!quoted && c != '\'') {
                run = i > 0 && pattern.charAt(i - 1) == c ? run + 1 : 1;
                check(pattern, c, run, parsing);
                letters.append(c);
            }
        }
        if (letters.indexOf("G") >= 0) {
            return pattern;
        }
        var converted = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            converted.append(c == 'y' && !quoted ? 'u' : c);
        }
        return converted.toString();
    }

    private static void check(String pattern, char c, int run, boolean parsing) {
        if (WEEK_LETTERS.indexOf(c) >= 0) {
            throw new UserException(
                    "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN",
                    Map.of("c", String.valueOf(c)));
        }
        if (UNSUPPORTED_LETTERS.indexOf(c) >= 0
                || (parsing && UNSUPPORTED_LETTERS_TO_PARSE.indexOf(c) >= 0)) {
            throw new UserException("INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER",
                    Map.of("c", String.valueOf(c), "pattern", pattern));
        }
        if ((run > 4 && LETTERS_OF_AT_MOST_FOUR.indexOf(c) >= 0) || (run > 6 && c == 'y')) {
            throw new UserException("INVALID_DATETIME_PATTERN.LENGTH", Map.of("pattern", pattern));
        }
    }

    /// Writes a timestamp as the clocks of `zone` show it.
    public void formatTimestamp(long micros, ZoneId zone, ByteBuilder to) {
        if (timestampOut) {
            formatNtzOut(DateTimeText.local(micros, zone), to);
            formatOffset(DateTimeText.offsetAt(micros, zone), to);
        } else {
            to.put(formatter.format(dateTime(DateTimeText.local(micros, zone))
                    .atOffset(ZoneOffset.ofTotalSeconds((int) DateTimeText.offsetAt(micros, zone)))
                    .atZoneSimilarLocal(zone)));
        }
    }

    public void formatTimestampNtz(long micros, ByteBuilder to) {
        if (timestampNtzOut) {
            formatNtzOut(micros, to);
        } else {
            to.put(formatter.format(dateTime(micros)));
        }
    }

    public void formatDate(long epochDay, ByteBuilder to) {
        if (date) {
            DateTimeText.formatDate(epochDay, to);
        } else {
            to.put(formatter.format(LocalDate.ofEpochDay(epochDay)));
        }
    }

    public void formatTime(long nanosOfDay, ByteBuilder to) {
        to.put(formatter.format(LocalTime.ofNanoOfDay(nanosOfDay)));
    }

    private static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(micros, DateTimeText.MICROS_PER_SECOND),
                (int) Math.floorMod(micros, DateTimeText.MICROS_PER_SECOND) * 1000, ZoneOffset.UTC);
    }

    private static void formatNtzOut(long micros, ByteBuilder to) {
        DateTimeText.formatDate(Math.floorDiv(micros, DateTimeText.MICROS_PER_DAY), to);
        to.put('T');
        long ofDay = Math.floorMod(micros, DateTimeText.MICROS_PER_DAY);
        DateTimeText.formatSecondOfDay(ofDay / DateTimeText.MICROS_PER_SECOND, to);
        to.put('.').putPadded(ofDay % DateTimeText.MICROS_PER_SECOND / 1000, 3);
    }

    private static void formatOffset(long seconds, ByteBuilder to) {
        if (seconds == 0) {
            to.put('Z');
        } else {
            long minutes = Math.abs(seconds) / 60;
            to.put(seconds < 0 ? '-' : '+').putPadded(minutes / 60, 2).put(':')
                    .putPadded(minutes % 60, 2);
        }
    }

    /// Microseconds since 1970-01-01T00:00:00Z, or [DateTimeText#INVALID]; read in `zone` unless the text names one. Missing fields are those
    /// of 1970-01-01 00:00:00.
    public long parseTimestamp(byte[] text, int offset, int length, ZoneId zone) {
        var parsed = parse(text, offset, length);
        if (parsed == null) {
            return DateTimeText.INVALID;
        }
        try {
            var own = parsed.query(TemporalQueries.zone());
            var instant = LocalDateTime.of(date(parsed), time(parsed))
                    .atZone(own == null ? zone : own).toInstant();
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), DateTimeText.MICROS_PER_SECOND),
                    instant.getNano() / 1000);
        } catch (DateTimeException | ArithmeticException e) {
            return DateTimeText.INVALID;
        }
    }

    /// Microseconds of a timestamp without zone, or [DateTimeText#INVALID]; a zone in the text is ignored.
    public long parseTimestampNtz(byte[] text, int offset, int length) {
        var parsed = parse(text, offset, length);
        if (parsed == null) {
            return DateTimeText.INVALID;
        }
        try {
            return Math.addExact(
                    Math.multiplyExact(date(parsed).toEpochDay(), DateTimeText.MICROS_PER_DAY),
                    time(parsed).toNanoOfDay() / 1000);
        } catch (DateTimeException | ArithmeticException e) {
            return DateTimeText.INVALID;
        }
    }

    /// Days since 1970-01-01, or [DateTimeText#INVALID].
    public long parseDate(byte[] text, int offset, int length) {
        var parsed = parse(text, offset, length);
        try {
            return parsed == null ? DateTimeText.INVALID : date(parsed).toEpochDay();
        } catch (DateTimeException e) {
            return DateTimeText.INVALID;
        }
    }

    /// Nanoseconds since midnight, or [DateTimeText#INVALID].
    public long parseTime(byte[] text, int offset, int length) {
        var parsed = parse(text, offset, length);
        try {
            return parsed == null ? DateTimeText.INVALID : time(parsed).toNanoOfDay();
        } catch (DateTimeException e) {
            return DateTimeText.INVALID;
        }
    }

    private @org.jspecify.annotations.Nullable TemporalAccessor parse(byte[] text, int offset,
            int length) {
        var string = new String(text, offset, length, StandardCharsets.UTF_8);
        // Unresolved parsing first: it answers without the cost of an exception.
        var position = new ParsePosition(0);
        var fields = parser.parseUnresolved(string, position);
        if (fields == null || position.getErrorIndex() >= 0
                || position.getIndex() < string.length()) {
            return null;
        }
        try {
            return parser.parse(string);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalDate date(TemporalAccessor parsed) {
        var whole = parsed.query(TemporalQueries.localDate());
        if (whole != null) {
            return whole;
        }
        return LocalDate.of(get(parsed, ChronoField.YEAR, 1970),
                get(parsed, ChronoField.MONTH_OF_YEAR, 1),
                get(parsed, ChronoField.DAY_OF_MONTH, 1));
    }

    private static LocalTime time(TemporalAccessor parsed) {
        var whole = parsed.query(TemporalQueries.localTime());
        if (whole != null) {
            return whole;
        }
        int hour = get(parsed, ChronoField.HOUR_OF_DAY,
                get(parsed, ChronoField.HOUR_OF_AMPM, 0)
                        + 12 * get(parsed, ChronoField.AMPM_OF_DAY, 0));
        return LocalTime.of(hour, get(parsed, ChronoField.MINUTE_OF_HOUR, 0),
                get(parsed, ChronoField.SECOND_OF_MINUTE, 0),
                get(parsed, ChronoField.NANO_OF_SECOND, 0));
    }

    private static int get(TemporalAccessor parsed, TemporalField field, int ifAbsent) {
        return parsed.isSupported(field) ? parsed.get(field) : ifAbsent;
    }
}

package dev.penstock.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextTest {
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");

    /// What `CAST(text AS type)` gives; null when the text is no such value.
    private static @Nullable Object cast(@Nullable String text, DataType type) {
        return cast(text, type, TextParser.Mode.ANSI);
    }

    private static @Nullable Object cast(@Nullable String text, DataType type,
            TextParser.Mode mode) {
        var vector = Vectors.allocate(type, 1);
        var bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return TextParser.of(type, LOS_ANGELES, mode).parse(bytes, 1, bytes.length - 2, vector, 0)
                ? Values.get(vector, type, 0)
                : null;
    }

    /// What `CAST(value AS STRING)` gives.
    private static @Nullable String text(@Nullable Object value, DataType type) {
        return text(value, type, TextFormatter.Style.CAST);
    }

    private static @Nullable String text(@Nullable Object value, DataType type,
            TextFormatter.Style style) {
        return TextFormatter.of(type, LOS_ANGELES, style).text(vector(value, type), 0);
    }

    private static Vector vector(@Nullable Object value, DataType type) {
        var vector = Vectors.allocate(type, 1);
        Values.set(vector, type, 0, value);
        return vector;
    }

    @Test
    void booleansHaveManySpellings() {
        for (var text : List.of("t", "true", "Y", "yes", "1", " TRUE ", "\tTrue\n")) {
            assertThat(cast(text, DataType.BOOLEAN)).as(text).isEqualTo(true);
        }
        for (var text : List.of("f", "false", "N", "no", "0", " FaLse")) {
            assertThat(cast(text, DataType.BOOLEAN)).as(text).isEqualTo(false);
        }
        for (var text : List.of("", " ", "2", "on", "tru", "yess", "nope!")) {
            assertThat(cast(text, DataType.BOOLEAN)).as(text).isNull();
        }
    }

    @Test
    void wholeNumbersAreTrimmedAndChecked() {
        assertThat(cast(" 42\n", DataType.INT)).isEqualTo(42);
        assertThat(cast("+7", DataType.BYTE)).isEqualTo((byte) 7);
        assertThat(cast("-128", DataType.BYTE)).isEqualTo(Byte.MIN_VALUE);
        assertThat(cast("128", DataType.BYTE)).isNull();
        assertThat(cast("32768", DataType.SHORT)).isNull();
        assertThat(cast("2147483648", DataType.INT)).isNull();
        assertThat(cast("9223372036854775807", DataType.LONG)).isEqualTo(Long.MAX_VALUE);
        assertThat(cast("-9223372036854775808", DataType.LONG)).isEqualTo(Long.MIN_VALUE);
        assertThat(cast("9223372036854775808", DataType.LONG)).isNull();
        assertThat(cast("-9223372036854775809", DataType.LONG)).isNull();
        for (var text : List.of("", "+", "-", "1 2", "0x1", "1e3", "--1")) {
            assertThat(cast(text, DataType.LONG)).as(text).isNull();
        }
    }

    @Test
    void aFractionIsCutOffOnlyWithoutAnsiMode() {
        assertThat(cast("1.9", DataType.INT)).isNull();
        assertThat(cast("1.9", DataType.INT, TextParser.Mode.LEGACY)).isEqualTo(1);
        assertThat(cast("1.", DataType.LONG, TextParser.Mode.LEGACY)).isEqualTo(1L);
        assertThat(cast("1.x", DataType.LONG, TextParser.Mode.LEGACY)).isNull();
    }

    @Test
    void floatingPointNumbersAreJavasWithSparksInfinities() {
        assertThat(cast("1.5", DataType.DOUBLE)).isEqualTo(1.5);
        assertThat(cast(" -0.25 ", DataType.DOUBLE)).isEqualTo(-0.25);
        assertThat(cast("1e3", DataType.DOUBLE)).isEqualTo(1000.0);
        assertThat(cast(".5", DataType.DOUBLE)).isEqualTo(0.5);
        assertThat(cast("1.5d", DataType.DOUBLE)).isEqualTo(1.5);
        assertThat(cast("-0", DataType.DOUBLE)).isEqualTo(-0.0);
        assertThat(cast("inf", DataType.DOUBLE)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(cast("-Infinity", DataType.FLOAT)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(cast("nan", DataType.DOUBLE)).isEqualTo(Double.NaN);
        assertThat(cast(".", DataType.DOUBLE)).isNull();
        assertThat(cast("", DataType.DOUBLE)).isNull();
        assertThat(cast("1,5", DataType.FLOAT)).isNull();
    }

    @Test
    void anyDoubleComesBackFromItsText() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = switch (i % 3) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(1_000_000) / 1000.0;
                default -> random.nextLong() % 100_000_000L;
            };
            var text = text(value, DataType.DOUBLE);
            assertThat(text).isEqualTo(Double.toString(value));
            assertThat(cast(text, DataType.DOUBLE)).as("seed %d: %s", seed, text).isEqualTo(value);
            var plain = new BigDecimal(Double.isFinite(value) ? value : 0)
                    .round(new java.math.MathContext(17));
            assertThat(cast(plain.toPlainString(), DataType.DOUBLE)).as("seed %d", seed)
                    .isEqualTo(plain.doubleValue());
        }
        assertThat(text(-0.0, DataType.DOUBLE)).isEqualTo("-0.0");
        assertThat(text(1.0E10, DataType.DOUBLE)).isEqualTo("1.0E10");
    }

    @Test
    void decimalsAreRoundedHalfUpAndChecked() {
        assertThat(cast("12.345", new DecimalType(5, 2))).isEqualTo(new BigDecimal("12.35"));
        assertThat(cast("-12.345", new DecimalType(5, 2))).isEqualTo(new BigDecimal("-12.35"));
        assertThat(cast("1e2", new DecimalType(5, 2))).isEqualTo(new BigDecimal("100.00"));
        assertThat(cast("1000", new DecimalType(5, 2))).isNull();
        assertThat(cast("abc", new DecimalType(5, 2))).isNull();
        assertThat(cast("1e999999999", new DecimalType(38, 2))).isNull();
        assertThat(cast("1e-999999999", new DecimalType(38, 2))).isNull();
        assertThat(cast("12345678901234567890.5", new DecimalType(38, 1)))
                .isEqualTo(new BigDecimal("12345678901234567890.5"));
        assertThat(text(new BigDecimal("-0.05"), new DecimalType(4, 2))).isEqualTo("-0.05");
        assertThat(text(new BigDecimal("12345678901234567890.50"), new DecimalType(30, 2)))
                .isEqualTo("12345678901234567890.50");
    }

    @Test
    void datesMayLackMonthAndDay() {
        assertThat(cast("2024", DataType.DATE)).isEqualTo(LocalDate.of(2024, 1, 1));
        assertThat(cast("2024-3", DataType.DATE)).isEqualTo(LocalDate.of(2024, 3, 1));
        assertThat(cast(" 2024-02-29 ", DataType.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(cast("2024-02-29T10:00:00", DataType.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(cast("2024-02-29 anything", DataType.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(cast("-0044-03-15", DataType.DATE)).isEqualTo(LocalDate.of(-44, 3, 15));
        for (var text : List.of("2023-02-29", "24-01-01", "2024-13-01", "2024-1-32", "2024-01-01x",
                "2024/01/01", "", "12345678-1-1")) {
            assertThat(cast(text, DataType.DATE)).as(text).isNull();
        }
    }

    @Test
    void everyDayOfManyCenturiesIsWhatJavaSays() {
        var text = new ByteBuilder();
        for (long day = -800_000; day < 800_000; day += 13) {
            var expected = LocalDate.ofEpochDay(day);
            text.clear();
            DateTimeText.formatDate(day, text);
            assertThat(text.toString()).isEqualTo(expected.toString());
            assertThat(DateTimeText.epochDay(expected.getYear(), expected.getMonthValue(),
                    expected.getDayOfMonth())).isEqualTo(day);
        }
        assertThat(text(LocalDate.of(12024, 1, 2), DataType.DATE)).isEqualTo("+12024-01-02");
    }

    @Test
    void timestampsAreReadInTheSessionZoneUnlessTheyNameOne() {
        assertThat(cast("2024-01-02 03:04:05.678901", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-01-02T11:04:05.678901Z"));
        assertThat(cast("2024-07-02T03:04:05Z", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-07-02T03:04:05Z"));
        assertThat(cast("2024-07-02 03:04:05+1:30", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-07-02T01:34:05Z"));
        assertThat(cast("2024-07-02 03:04:05 Europe/Paris", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-07-02T01:04:05Z"));
        assertThat(cast("2024-07-02 03:04:05UTC+2", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-07-02T01:04:05Z"));
        assertThat(cast("2024", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-01-01T08:00:00Z"));
        assertThat(cast("2024-07-02 3:4", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-07-02T10:04:00Z"));
        assertThat(cast("2024-07-02 3", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-07-02T10:00:00Z"));
        assertThat(cast("2024-01-02 03:04:05.1234567899", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-01-02T11:04:05.123456Z"));
        for (var text : List.of("", "2024-01-02 24:00:00", "2024-01-02 03:60",
                "2024-01-02 03:04:05 Mars/Base", "2024-01-02x", "x")) {
            assertThat(cast(text, DataType.TIMESTAMP)).as(text).isNull();
        }
    }

    @Test
    void clockChangesAreResolvedAsSparkDoes() {
        // In the gap of 2024-03-10 the clocks jump from 02:00 to 03:00; in the overlap of 2024-11-03 the earlier hour counts.
        assertThat(cast("2024-03-10 02:30:00", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-03-10T10:30:00Z"));
        assertThat(cast("2024-11-03 01:30:00", DataType.TIMESTAMP))
                .isEqualTo(Instant.parse("2024-11-03T08:30:00Z"));
    }

    @Test
    void timestampsAreShownInTheSessionZone() {
        assertThat(text(Instant.parse("2024-01-02T11:04:05.678900Z"), DataType.TIMESTAMP))
                .isEqualTo("2024-01-02 03:04:05.6789");
        assertThat(text(Instant.parse("1969-12-31T23:59:59.999999Z"), DataType.TIMESTAMP))
                .isEqualTo("1969-12-31 15:59:59.999999");
        assertThat(text(LocalDateTime.parse("2024-01-02T03:04:00"), DataType.TIMESTAMP_NTZ))
                .isEqualTo("2024-01-02 03:04:00");
        assertThat(cast("2024-01-02T03:04:00+05:00", DataType.TIMESTAMP_NTZ))
                .isEqualTo(LocalDateTime.parse("2024-01-02T03:04:00"));
    }

    @Test
    void timesOfDay() {
        assertThat(cast("12:34:56.789", new TimeType(6)))
                .isEqualTo(LocalTime.parse("12:34:56.789"));
        assertThat(cast("12:34:56.789", new TimeType(0))).isEqualTo(LocalTime.parse("12:34:56"));
        assertThat(cast("T1:2", new TimeType(6))).isEqualTo(LocalTime.parse("01:02"));
        assertThat(cast("12:05:00 am", new TimeType(6))).isEqualTo(LocalTime.parse("00:05"));
        assertThat(cast("1:05 PM", new TimeType(6))).isEqualTo(LocalTime.parse("13:05"));
        assertThat(cast("25:00", new TimeType(6))).isNull();
        assertThat(text(LocalTime.parse("01:02:03.5"), new TimeType(6))).isEqualTo("01:02:03.5");
    }

    @Test
    void ansiIntervals() {
        var years = new YearMonthIntervalType(IntervalField.YEAR, IntervalField.MONTH);
        var days = new DayTimeIntervalType(IntervalField.DAY, IntervalField.SECOND);
        assertThat(text(java.time.Period.ofMonths(14), years))
                .isEqualTo("INTERVAL '1-2' YEAR TO MONTH");
        assertThat(text(java.time.Period.ofMonths(-14), years))
                .isEqualTo("INTERVAL '-1-2' YEAR TO MONTH");
        assertThat(text(java.time.Duration.parse("P1DT2H3M4.5S"), days))
                .isEqualTo("INTERVAL '1 02:03:04.5' DAY TO SECOND");
        assertThat(text(java.time.Duration.ofSeconds(-1), days))
                .isEqualTo("INTERVAL '-0 00:00:01' DAY TO SECOND");
        var hours = new DayTimeIntervalType(IntervalField.HOUR, IntervalField.HOUR);
        assertThat(text(java.time.Duration.ofHours(1), hours)).isEqualTo("INTERVAL '01' HOUR");
        assertThat(cast("INTERVAL '-1-2' YEAR TO MONTH", years))
                .isEqualTo(java.time.Period.of(-1, -2, 0));
        assertThat(cast("1-2", years)).isEqualTo(java.time.Period.of(1, 2, 0));
        assertThat(cast("INTERVAL '1 02:03:04.5' DAY TO SECOND", days))
                .isEqualTo(java.time.Duration.parse("P1DT2H3M4.5S"));
        assertThat(cast("-1 02:03:04", days)).isEqualTo(java.time.Duration.parse("-P1DT2H3M4S"));
        assertThat(cast("100", hours)).isEqualTo(java.time.Duration.ofHours(100));
        assertThat(cast("1 24:03:04", days)).isNull();
        assertThat(cast("1-12", years)).isNull();
    }

    @Test
    void calendarIntervals() {
        assertThat(text(new CalendarInterval(14, -3, 3_723_500_000L), DataType.CALENDAR_INTERVAL))
                .isEqualTo("1 years 2 months -3 days 1 hours 2 minutes 3.5 seconds");
        assertThat(text(new CalendarInterval(0, 0, 0), DataType.CALENDAR_INTERVAL))
                .isEqualTo("0 seconds");
        assertThat(text(new CalendarInterval(0, 0, -500_000), DataType.CALENDAR_INTERVAL))
                .isEqualTo("-0.5 seconds");
        assertThat(cast("interval 1 year 2 months -3 days 1.5 seconds", DataType.CALENDAR_INTERVAL))
                .isEqualTo(new CalendarInterval(14, -3, 1_500_000));
        assertThat(cast("10 minutes", DataType.CALENDAR_INTERVAL))
                .isEqualTo(new CalendarInterval(0, 0, 600_000_000L));
        assertThat(cast("2 weeks", DataType.CALENDAR_INTERVAL))
                .isEqualTo(new CalendarInterval(0, 14, 0));
        for (var text : List.of("", "interval", "1", "1 foo", "1.5 days", "year 1", "1 day x")) {
            assertThat(cast(text, DataType.CALENDAR_INTERVAL)).as(text).isNull();
        }
    }

    @Test
    void nestedValuesAreWrittenInBrackets() {
        var array = new ArrayType(DataType.INT, true);
        assertThat(text(Arrays.asList(1, 2, null), array)).isEqualTo("[1, 2, null]");
        assertThat(text(Arrays.asList(1, 2, null), array, TextFormatter.Style.SHOW))
                .isEqualTo("[1, 2, NULL]");
        var map = new LinkedHashMap<Object, @Nullable Object>();
        map.put("a", 1);
        map.put("b", null);
        assertThat(text(map, new MapType(DataType.STRING, DataType.INT, true),
                TextFormatter.Style.SHOW)).isEqualTo("{a -> 1, b -> NULL}");
        var struct = new StructType(
                List.of(Field.of("i", DataType.INT), Field.of("s", DataType.STRING)));
        assertThat(text(List.of(1, "x"), struct)).isEqualTo("{1, x}");
        assertThat(text("12".getBytes(StandardCharsets.UTF_8), DataType.BINARY,
                TextFormatter.Style.SHOW)).isEqualTo("[31 32]");
        assertThat(text("12".getBytes(StandardCharsets.UTF_8), DataType.BINARY)).isEqualTo("12");
    }

    @Test
    void patterns() {
        var text = new ByteBuilder();
        long micros = 1_704_193_445_678_901L;
        DateTimePattern.toFormat("yyyy/MM/dd hh:mm:ss a SSS E XXX").formatTimestamp(micros,
                LOS_ANGELES, text);
        assertThat(text.toString()).isEqualTo("2024/01/02 03:04:05 AM 678 Tue -08:00");
        text.clear();
        DateTimePattern.toFormat(DateTimePattern.TIMESTAMP_OUT).formatTimestamp(micros, LOS_ANGELES,
                text);
        assertThat(text.toString()).isEqualTo("2024-01-02T03:04:05.678-08:00");
        text.clear();
        DateTimePattern.toFormat(DateTimePattern.TIMESTAMP_OUT).formatTimestamp(micros,
                ZoneOffset.UTC, text);
        assertThat(text.toString()).isEqualTo("2024-01-02T11:04:05.678Z");
        assertThat(parse("dd/MM/yyyy HH:mm", "02/01/2024 03:04"))
                .isEqualTo(Instant.parse("2024-01-02T11:04:00Z"));
        assertThat(parse("yyyy-MM-dd HH:mm:ss.SSSSSS", "2024-01-02 03:04:05.5"))
                .isEqualTo(Instant.parse("2024-01-02T11:04:05.5Z"));
        assertThat(parse("yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]", "2024-01-02T03:04:05Z"))
                .isEqualTo(Instant.parse("2024-01-02T03:04:05Z"));
        assertThat(parse("yyyy", "2024")).isEqualTo(Instant.parse("2024-01-01T08:00:00Z"));
        assertThat(parse("yyyy-MM-dd", "2024-02-30")).isNull();
        assertThat(parse("yyyy-MM-dd", "2024-01-02 ")).isNull();
        assertThatThrownBy(() -> DateTimePattern.toFormat("YYYY-MM-dd"))
                .isInstanceOf(UserException.class).hasMessageContaining("Y");
        assertThatThrownBy(() -> DateTimePattern.toParse("yyyy QQQ"))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> DateTimePattern.toFormat("MMMMM"))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> DateTimePattern.toFormat("yyyy {"))
                .isInstanceOf(UserException.class);
    }

    private static @Nullable Instant parse(String pattern, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        long micros = DateTimePattern.toParse(pattern).parseTimestamp(bytes, 0, bytes.length,
                LOS_ANGELES);
        return micros == DateTimeText.INVALID
                ? null
                : Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
    }

    @Test
    void tablesAreDrawnAsSparkDoes() {
        var schema = Schema.of(Field.of("id", DataType.LONG),
                Field.of("a long name of a column", DataType.STRING));
        var columns = Vectors.allocate(schema.types(), 3);
        Values.set(columns[0], DataType.LONG, 0, 1L);
        Values.set(columns[1], DataType.STRING, 0, "x\ty");
        Values.set(columns[0], DataType.LONG, 1, 1234L);
        Values.set(columns[1], DataType.STRING, 1, null);
        Values.set(columns[0], DataType.LONG, 2, 3L);
        Values.set(columns[1], DataType.STRING, 2, "abcdefghijklmnopqrstuvwxyz");
        var table = new TableText(schema, ZoneOffset.UTC, 2);
        table.add(Batch.of(3, columns));
        assertThat(table.render(20)).isEqualTo("""
                +----+-----------------------+
                |  id|a long name of a column|
                +----+-----------------------+
                |   1|                   x\\ty|
                |1234|                   NULL|
                +----+-----------------------+
                only showing top 2 rows
                """);
        var whole = new TableText(schema, ZoneOffset.UTC, 20);
        whole.add(Batch.of(3, columns));
        assertThat(whole.render(0)).isEqualTo("""
                +----+--------------------------+
                |id  |a long name of a column   |
                +----+--------------------------+
                |1   |x\\ty                      |
                |1234|NULL                      |
                |3   |abcdefghijklmnopqrstuvwxyz|
                +----+--------------------------+
                """);
        assertThat(table.renderVertical(20).lines()).containsExactly(
                "-RECORD 0-----------------------", " id                      | 1    ",
                " a long name of a column | x\\ty ", "-RECORD 1-----------------------",
                " id                      | 1234 ",
                " a long name of a column | NULL ", "only showing top 2 rows");
    }
}

package dev.penstock.flow.kernel;

import static dev.penstock.data.DataType.DATE;
import static dev.penstock.data.DataType.INT;
import static dev.penstock.data.DataType.LONG;
import static dev.penstock.data.DataType.STRING;
import static dev.penstock.data.DataType.TIMESTAMP;
import static dev.penstock.data.DataType.TIMESTAMP_NTZ;
import static dev.penstock.flow.kernel.Example.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.testkit.Gen;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatetimeFunctionsTest {
    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void fieldsOfDatesAgreeWithJava() {
        Gen.check(500, gen -> {
            var date = LocalDate.ofEpochDay(gen.between(-800_000, 3_000_000));
            call("year", date).gives(date.getYear());
            call("quarter", date).gives(date.get(IsoFields.QUARTER_OF_YEAR));
            call("month", date).gives(date.getMonthValue());
            call("day", date).gives(date.getDayOfMonth());
            call("dayofyear", date).gives(date.getDayOfYear());
            call("weekday", date).gives(date.getDayOfWeek().getValue() - 1);
            call("dayofweek", date).gives(date.getDayOfWeek().getValue() % 7 + 1);
            call("weekofyear", date).gives(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            call("yearofweek", date).gives(date.get(IsoFields.WEEK_BASED_YEAR));
            call("last_day", date).gives(DATE, date.withDayOfMonth(date.lengthOfMonth()));
            int months = (int) gen.between(-500, 500);
            call("add_months", date, months).gives(DATE, date.plusMonths(months));
        });
    }

    @Test
    void fieldsOfTimestampsFollowTheZone() {
        for (var zone : List.of("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata")) {
            Gen.check(100, gen -> {
                var time = Instant.ofEpochSecond(gen.between(-3_000_000_000L, 4_000_000_000L));
                var local = time.atZone(ZoneId.of(zone));
                call("hour", time).in(zone).gives(local.getHour());
                call("minute", time).in(zone).gives(local.getMinute());
                call("second", time).in(zone).gives(local.getSecond());
                call("hour", local.toLocalDateTime()).in(zone).gives(local.getHour());
                call("date_trunc", "DAY", time).in(zone).gives(TIMESTAMP,
                        local.toLocalDate().atStartOfDay(local.getZone()).toInstant());
            });
        }
        call("extract_second", at("2019-08-12T01:00:00.123456Z")).gives(new DecimalType(8, 6),
                new BigDecimal("0.123456"));
        call("dayname", date("2008-02-20")).gives("Wed");
        call("monthname", date("2008-02-20")).gives("Feb");
    }

    @Test
    void datesFromDates() {
        call("date_add", date("2016-07-30"), 1).gives(DATE, date("2016-07-31"));
        call("date_sub", date("2016-07-30"), 1).gives(DATE, date("2016-07-29"));
        call("date_add", date("2016-07-30"), Integer.MAX_VALUE).fails(DATE, "ARITHMETIC_OVERFLOW");
        call("date_diff", date("2009-07-31"), date("2009-07-30")).gives(1);
        call("add_months", date("2016-08-31"), 1).gives(DATE, date("2016-09-30"));
        call("next_day", date("2015-01-14"), "TU").gives(DATE, date("2015-01-20"));
        call("next_day", date("2015-01-13"), "Tuesday").gives(DATE, date("2015-01-20"));
        call("next_day", date("2015-01-14"), "xx").fails(DATE, "ILLEGAL_DAY_OF_WEEK");
        call("next_day", date("2015-01-14"), "xx").mode(ErrorMode.LEGACY).givesNull(DATE);
        call("months_between", at("1997-02-28T10:30:00Z"), at("1996-10-30T00:00:00Z"))
                .gives(3.94959677);
        call("months_between", at("1997-02-28T10:30:00Z"), at("1996-10-30T00:00:00Z"), false)
                .gives(3.9495967741935485);
        call("months_between", at("1997-02-28T10:30:00Z"), at("1996-10-31T00:00:00Z")).gives(4.0);
        call("trunc", date("2019-08-04"), "week").gives(DATE, date("2019-07-29"));
        call("trunc", date("2019-08-04"), "quarter").gives(DATE, date("2019-07-01"));
        call("trunc", date("2009-02-12"), "MM").gives(DATE, date("2009-02-01"));
        call("trunc", date("2015-10-27"), "YEAR").gives(DATE, date("2015-01-01"));
        call("trunc", date("2015-10-27"), "x").givesNull(DATE);
        call("date_trunc", "YEAR", at("2015-03-05T09:32:05.359Z")).gives(TIMESTAMP,
                at("2015-01-01T00:00:00Z"));
        call("date_trunc", "DD", at("2015-03-05T09:32:05.359Z")).gives(TIMESTAMP,
                at("2015-03-05T00:00:00Z"));
        call("date_trunc", "HOUR", at("2015-03-05T09:32:05.359Z")).in("Asia/Kolkata")
                .gives(TIMESTAMP, at("2015-03-05T09:30:00Z"));
        call("date_trunc", "MILLISECOND", at("2015-03-05T09:32:05.123456Z")).gives(TIMESTAMP,
                at("2015-03-05T09:32:05.123Z"));
        call("date_trunc", "x", at("2015-03-05T09:32:05.123456Z")).givesNull(TIMESTAMP);
    }

    @Test
    void numbersSince1970() {
        call("timestamp_seconds", 1230219000L).gives(TIMESTAMP, at("2008-12-25T15:30:00Z"));
        call("timestamp_seconds", new BigDecimal("1230219000.123")).gives(TIMESTAMP,
                at("2008-12-25T15:30:00.123Z"));
        call("timestamp_seconds", Double.NaN).givesNull(TIMESTAMP);
        call("timestamp_seconds", Long.MAX_VALUE).fails(TIMESTAMP, "ARITHMETIC_OVERFLOW");
        call("timestamp_millis", 1230219000123L).gives(TIMESTAMP, at("2008-12-25T15:30:00.123Z"));
        call("timestamp_micros", 1230219000123123L).gives(TIMESTAMP,
                at("2008-12-25T15:30:00.123123Z"));
        call("unix_seconds", at("1970-01-01T00:00:01Z")).gives(1L);
        call("unix_seconds", at("1969-12-31T23:59:59.5Z")).gives(-1L);
        call("unix_millis", at("1970-01-01T00:00:01Z")).gives(1000L);
        call("unix_micros", at("1970-01-01T00:00:01Z")).gives(1_000_000L);
        call("unix_date", date("1970-01-02")).gives(1);
        call("date_from_unix_date", 1).gives(DATE, date("1970-01-02"));
    }

    @Test
    void formatsAndPatterns() {
        call("date_format", at("2016-04-08T00:00:00Z"), "y").gives("2016");
        call("date_format", at("2016-04-08T22:30:00Z"), "yyyy-MM-dd HH:mm").in("Europe/Berlin")
                .gives("2016-04-09 00:30");
        call("from_unixtime", 0L, "yyyy-MM-dd HH:mm:ss").in("America/Los_Angeles")
                .gives("1969-12-31 16:00:00");
        call("to_date", "2016-12-31", "yyyy-MM-dd").gives(DATE, date("2016-12-31"));
        call("to_date", "x", "yyyy-MM-dd").fails(DATE, "CANNOT_PARSE_TIMESTAMP");
        call("to_date", "x", "yyyy-MM-dd").mode(ErrorMode.TRY).givesNull(DATE);
        call("to_timestamp", "2016-12-31", "yyyy-MM-dd").in("Europe/Berlin").gives(TIMESTAMP,
                at("2016-12-30T23:00:00Z"));
        call("to_timestamp_ntz", "2016-12-31", "yyyy-MM-dd").gives(TIMESTAMP_NTZ,
                LocalDateTime.parse("2016-12-31T00:00:00"));
        call("to_unix_timestamp", "2016-04-08", "yyyy-MM-dd").gives(LONG, 1460073600L);
        call("date_format", at("2016-04-08T00:00:00Z"), (Object) null).givesNull(STRING);
    }

    @Test
    void timeZones() {
        call("from_utc_timestamp", at("2016-08-31T00:00:00Z"), "Asia/Seoul").gives(TIMESTAMP,
                at("2016-08-31T09:00:00Z"));
        call("to_utc_timestamp", at("2016-08-31T00:00:00Z"), "Asia/Seoul").gives(TIMESTAMP,
                at("2016-08-30T15:00:00Z"));
        call("convert_timezone", "Europe/Brussels", "America/Los_Angeles",
                LocalDateTime.parse("2021-12-06T00:00:00"))
                .gives(TIMESTAMP_NTZ, LocalDateTime.parse("2021-12-05T15:00:00"));
        call("from_utc_timestamp", at("2016-08-31T00:00:00Z"), "Mars/Phobos").fails(TIMESTAMP,
                "INVALID_TIMEZONE");
    }

    @Test
    void timesOfNumbers() {
        call("make_date", 2013, 7, 15).gives(DATE, date("2013-07-15"));
        call("make_date", 2019, 13, 1).fails(DATE, "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION");
        call("make_date", 2019, 13, 1).mode(ErrorMode.LEGACY).givesNull(DATE);
        var seconds = new Expr.Literal(new BigDecimal("45.887000"), new DecimalType(16, 6));
        call("make_timestamp", 2014, 12, 28, 6, 30, seconds).gives(TIMESTAMP,
                at("2014-12-28T06:30:45.887Z"));
        call("make_timestamp", 2014, 12, 28, 6, 30, seconds, "CET").gives(TIMESTAMP,
                at("2014-12-28T05:30:45.887Z"));
        var sixty = new Expr.Literal(new BigDecimal("60.000000"), new DecimalType(16, 6));
        call("make_timestamp", 2019, 6, 30, 23, 59, sixty).gives(TIMESTAMP,
                at("2019-07-01T00:00:00Z"));
        var more = new Expr.Literal(new BigDecimal("60.500000"), new DecimalType(16, 6));
        call("make_timestamp", 2019, 6, 30, 23, 59, more).fails(TIMESTAMP,
                "INVALID_FRACTION_OF_SECOND");
        var shorter = new Expr.Literal(new BigDecimal("1.001001"), new DecimalType(18, 6));
        call("make_interval", 100, 11, 1, 1, 12, 30, shorter)
                .gives(new CalendarInterval(1211, 8, 45_001_001_001L));
        call("make_interval", 1).gives(new CalendarInterval(12, 0, 0));
        call("make_dt_interval", 1, 12, 30, shorter).gives(Example.DAY_TIME,
                Duration.parse("P1DT12H30M1.001001S"));
        call("make_ym_interval", 1, 2).gives(Example.YEAR_MONTH, Period.of(1, 2, 0));
        call("make_ym_interval", Integer.MAX_VALUE, 2).fails(Example.YEAR_MONTH,
                "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION");
        call("extract_interval", "day", Duration.parse("P2DT3H")).gives(INT, 2);
        call("extract_interval", "hour", Duration.parse("P2DT3H")).gives(DataType.BYTE, (byte) 3);
        call("extract_interval", "month", Period.of(1, 2, 0)).gives(DataType.BYTE, (byte) 2);
        call("extract_interval", "second", Duration.parse("PT3M30.001001S"))
                .gives(new DecimalType(8, 6), new BigDecimal("30.001001"));
    }

    @Test
    void theClockIsThatOfTheEpoch() {
        var clock = new EpochClock();
        clock.set(1, 1_700_000_000_000_000L, 0);
        var context = new KernelContext(ZoneId.of("Asia/Seoul"), clock);
        var rows = Batch.of(3);
        var now = Kernels.compile(
                new Expr.Call("current_timestamp", List.of(), TIMESTAMP, false, ErrorMode.ANSI),
                context);
        var today = Kernels.compile(
                new Expr.Call("current_date", List.of(), DATE, false, ErrorMode.ANSI), context);
        assertThat(((LongVector) now.evaluate(rows, rows.rows())).get(2))
                .isEqualTo(1_700_000_000_000_000L);
        assertThat(((IntVector) today.evaluate(rows, rows.rows())).get(2))
                .isEqualTo((int) LocalDate.of(2023, 11, 15).toEpochDay());
        clock.set(2, 1_700_000_000_000_001L, 0);
        assertThat(((LongVector) now.evaluate(rows, rows.rows())).get(0))
                .isEqualTo(1_700_000_000_000_001L);
    }

    @Test
    void windowsHoldTheirTimes() {
        var type = new StructType(
                List.of(Field.of("start", TIMESTAMP), Field.of("end", TIMESTAMP)));
        Gen.check(400, gen -> {
            long size = gen.flip()
                    ? gen.between(1, 1000)
                    : gen.between(1, 1L << gen.between(1, 55));
            long start = gen.between(0, size - 1) * (gen.flip() ? 1 : -1);
            var window = Kernels.compile(
                    new Expr.Call("window", List.of(new Expr.Column(0, TIMESTAMP, true),
                            new Expr.Literal(size, LONG), new Expr.Literal(size, LONG),
                            new Expr.Literal(start, LONG)), type, true, ErrorMode.ANSI),
                    new KernelContext(ZoneOffset.UTC, new EpochClock()));
            var times = new LongVector(100);
            for (int i = 0; i < 100; i++) {
                times.set(i,
                        gen.flip()
                                ? gen.between(-3000, 3000)
                                : gen.nextLong() >> gen.between(1, 40));
            }
            times.setNull(7);
            var batch = Batch.of(100, new Vector[]{times}, null);
            var struct = (StructVector) window.evaluate(batch, batch.rows());
            for (int i = 0; i < 100; i++) {
                assertThat(struct.isNull(i)).isEqualTo(i == 7);
                long time = times.get(i);
                long expected = time - Math.floorMod(time - start, size);
                assertThat(((LongVector) struct.field(0)).get(i))
                        .as("%d in windows of %d from %d", time, size, start).isEqualTo(expected);
                assertThat(((LongVector) struct.field(1)).get(i)).isEqualTo(expected + size);
            }
        });
    }
}

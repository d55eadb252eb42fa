package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.plan.function.TypePattern.Exactly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions of dates, timestamps and intervals. Windows are in [TimeWindows].
final class DatetimeFunctions {
    private static final DataType DATE = DataType.DATE;
    private static final DataType TIMESTAMP = DataType.TIMESTAMP;
    private static final DataType NTZ = DataType.TIMESTAMP_NTZ;
    private static final DataType STRING = DataType.STRING;
    private static final DataType INT = DataType.INT;
    private static final DataType LONG = DataType.LONG;
    private static final TypePattern SECONDS = new Exactly(new DecimalType(16, 6));

    static final List<FunctionDefinition> ROWS = rows();

    private DatetimeFunctions() {}

    private static List<FunctionDefinition> rows() {
        var rows = new ArrayList<FunctionDefinition>();
        rows.addAll(clock());
        rows.addAll(fields());
        rows.addAll(calendar());
        rows.addAll(conversions());
        rows.addAll(secondsSince1970());
        rows.addAll(TimeWindows.ROWS);
        return List.copyOf(rows);
    }

    private static List<FunctionDefinition> clock() {
        return List.of(
                scalar("current_date").alias("curdate").takes().returns(DATE).nondeterministic()
                        .says("The date when the epoch began.",
                                "SELECT current_date()"),
                scalar("current_timestamp").alias("now").takes().returns(TIMESTAMP)
                        .nondeterministic().says("The time when the epoch began.",
                                "SELECT current_timestamp()"),
                scalar("localtimestamp").takes().returns(NTZ).nondeterministic().says(
                        "The time when the epoch began, without a zone.",
                        "SELECT localtimestamp()"),
                scalar("current_timezone").takes().returns(STRING)
                        .binds(call -> new dev.penstock.plan.logical.Expr.Literal(
                                call.zone().getId(), STRING))
                        .says("The session's time zone.", "SELECT current_timezone()"));
    }

    private static List<FunctionDefinition> fields() {
        var rows = new ArrayList<FunctionDefinition>();
        for (var names : List.of(List.of("year"), List.of("quarter"), List.of("month"),
                List.of("day", "dayofmonth"), List.of("dayofweek"),
                List.of("weekday"), List.of("dayofyear"), List.of("weekofyear"))) {
            rows.add(scalar(names.getFirst())
                    .alias(names.subList(1, names.size()).toArray(String[]::new)).takes(DAY)
                    .returns(INT)
                    .says("A field of a date.",
                            "SELECT " + names.getFirst() + "(DATE'2025-02-03')"));
        }
        for (var name : List.of("hour", "minute", "second")) {
            rows.add(scalar(name).takes(INSTANT).returns(INT).takes(CLOCK_TIME).returns(INT).says(
                    "A field of a time.",
                    "SELECT " + name + "(TIMESTAMP'2025-02-03 10:11:12')"));
        }
        rows.add(scalar("extract").alias("date_part", "datepart").binds(DateFields::extract).says(
                "A field of a date, time or interval.",
                "SELECT extract(YEAR FROM DATE'2025-02-03')"));
        rows.add(scalar("dayname").takes(DAY).returns(STRING)
                .says("The name of the day, three letters.", "SELECT dayname(DATE'2025-02-03')"));
        rows.add(scalar("monthname").takes(DAY).returns(STRING).says(
                "The name of the month, three letters.",
                "SELECT monthname(DATE'2025-02-03')"));
        return rows;
    }

    private static List<FunctionDefinition> calendar() {
        return List.of(
                scalar("date_trunc").takes(TEXT, INSTANT).returns(TIMESTAMP).maybeNull().says(
                        "A timestamp cut to a unit.",
                        "SELECT date_trunc('HOUR', TIMESTAMP'2025-02-03 10:11:12')"),
                scalar("trunc").takes(DAY, TEXT).returns(DATE).maybeNull()
                        .says("A date cut to a unit.", "SELECT trunc(DATE'2025-02-03', 'MM')"),
                scalar("date_add").alias("dateadd").takes(DAY, WHOLE).returns(DATE).says(
                        "So many days later.",
                        "SELECT date_add(DATE'2025-02-03', 1)"),
                scalar("timestampadd").takes(constant(TEXT), WHOLE, INSTANT).returns(TIMESTAMP)
                        .says("A timestamp so many units later.",
                                "SELECT timestampadd(HOUR, 5, TIMESTAMP'2025-02-03 10:11:12')"),
                scalar("timestampdiff").takes(constant(TEXT), INSTANT, INSTANT).returns(LONG)
                        .says("How many whole units from the first to the second.",
                                "SELECT timestampdiff(DAY, TIMESTAMP'2025-02-03', TIMESTAMP'2025-03-01')"),
                scalar("date_sub").takes(DAY, WHOLE).returns(DATE).says("So many days earlier.",
                        "SELECT date_sub(DATE'2025-02-03', 1)"),
                scalar("date_diff").alias("datediff").takes(DAY, DAY).returns(INT).says(
                        "How many days from the second to the first.",
                        "SELECT datediff(DATE'2025-02-03', DATE'2025-02-01')"),
                scalar("add_months").takes(DAY, WHOLE).returns(DATE).says("So many months later.",
                        "SELECT add_months(DATE'2025-01-31', 1)"),
                scalar("months_between").takes(INSTANT, INSTANT, perhaps(BOOL))
                        .returns(DataType.DOUBLE).says("How many months apart.",
                                "SELECT months_between('2025-03-01', '2025-02-01')"),
                scalar("last_day").takes(DAY).returns(DATE).says("The last day of the month.",
                        "SELECT last_day(DATE'2025-02-03')"),
                scalar("next_day").takes(DAY, TEXT).returns(DATE).maybeNull().says(
                        "The next day of that name.",
                        "SELECT next_day(DATE'2025-02-03', 'TU')"),
                scalar("make_date").takes(WHOLE, WHOLE, WHOLE).returns(DATE).maybeNullUnlessAnsi()
                        .says(
                                "A date of its fields.",
                                "SELECT make_date(2025, 2, 3)"),
                scalar("make_timestamp")
                        .takes(WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, SECONDS, perhaps(TEXT))
                        .returns(TIMESTAMP).maybeNullUnlessAnsi()
                        .says("A timestamp of its fields.",
                                "SELECT make_timestamp(2025, 2, 3, 10, 11, 12.5)"),
                scalar("make_timestamp_ntz").takes(WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, SECONDS)
                        .returns(NTZ).maybeNullUnlessAnsi()
                        .says("A timestamp without zone of its fields.",
                                "SELECT make_timestamp_ntz(2025, 2, 3, 10, 11, 12.5)"),
                scalar("make_interval")
                        .takes(perhaps(WHOLE), perhaps(WHOLE), perhaps(WHOLE), perhaps(WHOLE),
                                perhaps(WHOLE), perhaps(WHOLE),
                                perhaps(new Exactly(new DecimalType(18, 6))))
                        .returns(DataType.CALENDAR_INTERVAL).maybeNullUnlessAnsi()
                        .says("An interval of years, months, weeks, days, hours, minutes, seconds.",
                                "SELECT make_interval(1, 2)"),
                scalar("make_dt_interval")
                        .takes(perhaps(WHOLE), perhaps(WHOLE), perhaps(WHOLE),
                                perhaps(new Exactly(new DecimalType(18, 6))))
                        .returns(Types.DAY_TIME).maybeNullUnlessAnsi()
                        .says("An interval of days, hours, minutes, seconds.",
                                "SELECT make_dt_interval(1, 2)"),
                scalar("make_ym_interval").takes(perhaps(WHOLE), perhaps(WHOLE))
                        .returns(Types.YEAR_MONTH).maybeNullUnlessAnsi()
                        .says("An interval of years and months.", "SELECT make_ym_interval(1, 2)"));
    }

    private static List<FunctionDefinition> conversions() {
        return List.of(
                scalar("date_format").takes(INSTANT, TEXT).returns(STRING).says(
                        "A timestamp as text.",
                        "SELECT date_format(TIMESTAMP'2025-02-03 10:11:12', 'HH:mm')"),
                scalar("to_date").binds(DateParsing::toDate).maybeNullUnlessAnsi().says(
                        "A date of text, by a format or as CAST reads it.",
                        "SELECT to_date('2025-02-03')"),
                scalar("to_timestamp").binds(call -> DateParsing.toTimestamp(call, TIMESTAMP))
                        .maybeNullUnlessAnsi()
                        .says("A timestamp of text, by a format or as CAST reads it.",
                                "SELECT to_timestamp('2025-02-03 10:11:12')"),
                scalar("to_timestamp_ltz").as("to_timestamp")
                        .binds(call -> DateParsing.toTimestamp(call, TIMESTAMP))
                        .maybeNullUnlessAnsi()
                        .says("As to_timestamp.", "SELECT to_timestamp_ltz('2025-02-03 10:11:12')"),
                scalar("to_timestamp_ntz").binds(call -> DateParsing.toTimestamp(call, NTZ))
                        .maybeNullUnlessAnsi().says("A timestamp without zone of text.",
                                "SELECT to_timestamp_ntz('2025-02-03 10:11:12')"),
                scalar("try_to_timestamp").tries("to_timestamp")
                        .binds(call -> DateParsing.toTimestamp(call, TIMESTAMP))
                        .says("As to_timestamp, null for other text.",
                                "SELECT try_to_timestamp('x')"),
                scalar("try_to_date").tries("to_date").binds(DateParsing::toDate).says(
                        "As to_date, null for other text.",
                        "SELECT try_to_date('x')"));
    }

    private static List<FunctionDefinition> secondsSince1970() {
        return List.of(
                scalar("unix_timestamp").binds(DateParsing::toSeconds).maybeNullUnlessAnsi()
                        .nondeterministic()
                        .says("Seconds since 1970 of a timestamp or text.",
                                "SELECT unix_timestamp('2025-02-03 10:11:12')"),
                scalar("to_unix_timestamp").binds(DateParsing::toSeconds).maybeNullUnlessAnsi()
                        .says(
                                "Seconds since 1970 of a timestamp or text.",
                                "SELECT to_unix_timestamp('2025-02-03 10:11:12')"),
                scalar("from_unixtime").maybeNull().takes(BIG, perhaps(TEXT)).returns(STRING)
                        .binds(call -> call.call("from_unixtime", STRING, call.argument(0),
                                DateParsing.formatOr(call, 1)))
                        .says("Seconds since 1970 as text.", "SELECT from_unixtime(0)"),
                scalar("timestamp_seconds").takes(NUMBER).returns(TIMESTAMP).says(
                        "A timestamp of seconds since 1970.",
                        "SELECT timestamp_seconds(1)"),
                scalar("timestamp_millis").takes(BIG).returns(TIMESTAMP).says(
                        "A timestamp of milliseconds since 1970.",
                        "SELECT timestamp_millis(1000)"),
                scalar("timestamp_micros").takes(BIG).returns(TIMESTAMP).says(
                        "A timestamp of microseconds since 1970.",
                        "SELECT timestamp_micros(1000)"),
                scalar("unix_seconds").takes(INSTANT).returns(LONG).says("Seconds since 1970.",
                        "SELECT unix_seconds(TIMESTAMP'2025-02-03')"),
                scalar("unix_millis").takes(INSTANT).returns(LONG).says("Milliseconds since 1970.",
                        "SELECT unix_millis(TIMESTAMP'2025-02-03')"),
                scalar("unix_micros").takes(INSTANT).returns(LONG).says("Microseconds since 1970.",
                        "SELECT unix_micros(TIMESTAMP'2025-02-03')"),
                scalar("unix_date").takes(DAY).returns(INT).says("Days since 1970.",
                        "SELECT unix_date(DATE'2025-02-03')"),
                scalar("date_from_unix_date").takes(WHOLE).returns(DATE)
                        .says("A date of days since 1970.", "SELECT date_from_unix_date(1)"),
                scalar("from_utc_timestamp").takes(INSTANT, TEXT).returns(TIMESTAMP).says(
                        "A time in UTC as the clock of a zone shows it.",
                        "SELECT from_utc_timestamp('2025-02-03', 'Asia/Seoul')"),
                scalar("to_utc_timestamp").takes(INSTANT, TEXT).returns(TIMESTAMP).says(
                        "A time of a zone's clock in UTC.",
                        "SELECT to_utc_timestamp('2025-02-03', 'Asia/Seoul')"),
                scalar("convert_timezone").takes(TEXT, TEXT, CLOCK_TIME).returns(NTZ)
                        .takes(TEXT, CLOCK_TIME).returns(NTZ)
                        .binds(call -> call.size() == 3
                                ? call.call("convert_timezone", call.arguments(), NTZ)
                                : call.call("convert_timezone", NTZ,
                                        new dev.penstock.plan.logical.Expr.Literal(
                                                call.zone().getId(), STRING),
                                        call.argument(0),
                                        call.argument(1)))
                        .says("A time of one zone's clock on another's.",
                                "SELECT convert_timezone('Europe/Paris', TIMESTAMP_NTZ'2025-02-03')"));
    }

    /// The units of `extract` and `date_part` by all their names.
    static final Map<String, String> UNITS = Map.ofEntries(Map.entry("year", "year"),
            Map.entry("years", "year"), Map.entry("y", "year"),
            Map.entry("yr", "year"), Map.entry("yrs", "year"),
            Map.entry("yearofweek", "yearofweek"), Map.entry("quarter", "quarter"),
            Map.entry("qtr", "quarter"), Map.entry("month", "month"), Map.entry("months", "month"),
            Map.entry("mon", "month"),
            Map.entry("mons", "month"), Map.entry("week", "weekofyear"),
            Map.entry("weeks", "weekofyear"), Map.entry("w", "weekofyear"),
            Map.entry("day", "day"), Map.entry("days", "day"), Map.entry("d", "day"),
            Map.entry("dayofweek", "dayofweek"),
            Map.entry("dow", "dayofweek"), Map.entry("dow_iso", "weekday_iso"),
            Map.entry("dayofweek_iso", "weekday_iso"),
            Map.entry("doy", "dayofyear"), Map.entry("dayofyear", "dayofyear"),
            Map.entry("hour", "hour"), Map.entry("hours", "hour"),
            Map.entry("h", "hour"), Map.entry("hr", "hour"), Map.entry("hrs", "hour"),
            Map.entry("minute", "minute"),
            Map.entry("minutes", "minute"), Map.entry("m", "minute"), Map.entry("min", "minute"),
            Map.entry("mins", "minute"),
            Map.entry("second", "second"), Map.entry("seconds", "second"), Map.entry("s", "second"),
            Map.entry("sec", "second"),
            Map.entry("secs", "second"));
}

package dev.penstock.flow.kernel;

import static dev.penstock.flow.kernel.Exprs.call;
import static dev.penstock.flow.kernel.Exprs.cast;
import static dev.penstock.flow.kernel.Exprs.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The values that Spark gives, and its error conditions.
class KernelTest {
    private static final DataType B = DataType.BOOLEAN;
    private static final DataType I = DataType.INT;
    private static final DataType L = DataType.LONG;
    private static final DataType D = DataType.DOUBLE;
    private static final DataType S = DataType.STRING;
    private static final DataType INTS = new ArrayType(I, true);
    private static final DataType DAY_TIME = new DayTimeIntervalType(IntervalField.DAY,
            IntervalField.SECOND);
    private static final DataType YEAR_MONTH = new YearMonthIntervalType(IntervalField.YEAR,
            IntervalField.MONTH);
    private static final ErrorMode ANSI = ErrorMode.ANSI;
    private static final ErrorMode LEGACY = ErrorMode.LEGACY;
    private static final ErrorMode TRY = ErrorMode.TRY;

    private final List<String> wrong = new ArrayList<>();

    private void is(Expr expr, String expected) {
        var outcome = Exprs.outcome(expr);
        if (!outcome.equals(expected)) {
            wrong.add(outcome + " instead of " + expected + " for " + expr);
        }
    }

    @AfterEach
    void allAreRight() {
        assertThat(wrong).isEmpty();
    }

    private static Expr none(DataType type) {
        return lit(null, type);
    }

    private static DecimalType decimal(int precision, int scale) {
        return new DecimalType(precision, scale);
    }

    private static Expr number(String text) {
        return lit(new BigDecimal(text));
    }

    private static Expr ints(@Nullable Integer... values) {
        return lit(Arrays.asList(values), INTS);
    }

    @Test
    void wholeNumbersOverflowAsTheModeSays() {
        is(call("add", I, lit(1), lit(2)), "3");
        is(call("add", I, lit(Integer.MAX_VALUE), lit(1)), "ARITHMETIC_OVERFLOW");
        is(call(LEGACY, "add", I, lit(Integer.MAX_VALUE), lit(1)), "-2147483648");
        is(call(TRY, "add", I, lit(Integer.MAX_VALUE), lit(1)), "null");
        is(call("subtract", L, lit(Long.MIN_VALUE), lit(1L)), "ARITHMETIC_OVERFLOW");
        is(call("multiply", L, lit(Long.MIN_VALUE), lit(-1L)), "ARITHMETIC_OVERFLOW");
        is(call("multiply", L, lit(3_000_000_000L), lit(-3L)), "-9000000000");
        is(call("multiply", I, lit(65536), lit(65536)), "ARITHMETIC_OVERFLOW");
        is(call("add", DataType.BYTE, lit((byte) 127), lit((byte) 1)),
                "BINARY_ARITHMETIC_OVERFLOW");
        is(call(LEGACY, "add", DataType.BYTE, lit((byte) 127), lit((byte) 1)), "-128");
        is(call("add", L, none(L), lit(1L)), "null");
        is(call("negative", I, lit(Integer.MIN_VALUE)), "ARITHMETIC_OVERFLOW");
        is(call("abs", L, lit(-5L)), "5");
    }

    @Test
    void nothingIsDividedByZero() {
        is(call("divide", D, lit(1.0), lit(0.0)), "DIVIDE_BY_ZERO");
        is(call(LEGACY, "divide", D, lit(1.0), lit(0.0)), "null");
        is(call("divide", D, lit(7.0), lit(2.0)), "3.5");
        is(call("div", L, lit(-7L), lit(2L)), "-3");
        is(call("div", L, lit(-7L), lit(0L)), "DIVIDE_BY_ZERO");
        is(call("div", L, lit(Long.MIN_VALUE), lit(-1L)), "ARITHMETIC_OVERFLOW");
        is(call("mod", I, lit(-7), lit(3)), "-1");
        is(call("mod", I, lit(7), lit(0)), "REMAINDER_BY_ZERO");
        is(call(TRY, "mod", I, lit(7), lit(0)), "null");
        is(call("pmod", I, lit(-7), lit(3)), "2");
        is(call("pmod", D, lit(-7.0), lit(3.0)), "2.0");
        is(call("divide", decimal(11, 6), number("1.00"), number("3")), "0.333333");
        is(call("divide", decimal(11, 6), number("1.00"), number("0")), "DIVIDE_BY_ZERO");
    }

    @Test
    void decimalsRoundHalfUpAndKnowTheirDigits() {
        is(call("add", decimal(5, 2), number("1.25"), number("2.5")), "3.75");
        is(call("multiply", decimal(7, 3), number("1.25"), number("2.5")), "3.125");
        is(call("multiply", decimal(38, 4),
                lit(new BigDecimal("999999999999999.99"), decimal(17, 2)), lit(new BigDecimal(
                        "999999999999999.99"), decimal(17, 2))),
                "999999999999999980000000000000.0001");
        is(call("multiply", decimal(38, 0), lit(new BigDecimal("9".repeat(38)), decimal(38, 0)),
                number("2")),
                "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION");
        is(call(LEGACY, "multiply", decimal(38, 0),
                lit(new BigDecimal("9".repeat(38)), decimal(38, 0)), number("2")), "null");
        is(cast(ANSI, number("12.345"), decimal(4, 2)), "12.35");
        is(cast(ANSI, number("-12.345"), decimal(4, 2)), "-12.35");
        is(cast(ANSI, number("123.45"), decimal(4, 2)),
                "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION");
        is(cast(TRY, number("123.45"), decimal(4, 2)), "null");
        is(call("round", decimal(3, 1), number("2.25"), lit(1)), "2.3");
        is(call("bround", decimal(3, 1), number("2.25"), lit(1)), "2.2");
        is(call("ceil", decimal(3, 0), number("-1.5")), "-1");
        is(call("negative", decimal(3, 2), number("1.25")), "-1.25");
        is(call("mod", decimal(3, 2), number("7.25"), number("2.00")), "1.25");
    }

    @Test
    void nanIsTheLargestNumberAndEqualsItself() {
        is(call("eq", B, lit(Double.NaN), lit(Double.NaN)), "true");
        is(call("gt", B, lit(Double.NaN), lit(Double.POSITIVE_INFINITY)), "true");
        is(call("lt", B, lit(Double.NaN), lit(1.0)), "false");
        is(call("eq", B, lit(0.0), lit(-0.0)), "true");
        is(call("eq", B, lit(Float.NaN), lit(Float.NaN)), "true");
        is(call("isnan", B, lit(Double.NaN)), "true");
        is(call("nanvl", D, lit(Double.NaN), lit(5.0)), "5.0");
        is(call("greatest", D, lit(1.0), lit(Double.NaN), none(D)), "NaN");
        is(call("least", I, lit(3), lit(1), none(I)), "1");
    }

    @Test
    void logicHasThreeValues() {
        Expr unknown = none(B);
        is(call("and", B, lit(true), unknown), "null");
        is(call("and", B, lit(false), unknown), "false");
        is(call("and", B, unknown, lit(false)), "false");
        is(call("or", B, unknown, lit(true)), "true");
        is(call("or", B, unknown, lit(false)), "null");
        is(call("not", B, unknown), "null");
        is(call("nseq", B, unknown, unknown), "true");
        is(call("nseq", B, unknown, lit(true)), "false");
        is(call("in", B, lit(1), lit(2), none(I)), "null");
        is(call("in", B, lit(2), lit(2), none(I)), "true");
        is(call("in", B, lit("a"), lit("b"), lit("c")), "false");
        is(call("in", B, none(I), lit(2)), "null");
        is(call("coalesce", I, none(I), lit(2), lit(3)), "2");
        is(call("isnull", B, unknown), "true");
    }

    @Test
    void theSideThatIsNotNeededIsNotComputed() {
        var fails = call("eq", B, call("div", L, lit(1L), lit(0L)), lit(1L));
        is(call("and", B, lit(false), fails), "false");
        is(call("or", B, lit(true), fails), "true");
        is(call("and", B, lit(true), fails), "DIVIDE_BY_ZERO");
        is(new Expr.Case(List.of(new Expr.When(lit(false), fails)), lit(true), B, true), "true");
        is(call("coalesce", B, lit(true), fails), "true");
    }

    @Test
    void numbersAreCastAsTheModeSays() {
        is(cast(ANSI, lit(300L), DataType.BYTE), "CAST_OVERFLOW");
        is(cast(LEGACY, lit(300L), DataType.BYTE), "44");
        is(cast(TRY, lit(300L), DataType.BYTE), "null");
        is(cast(ANSI, lit(1L << 40), I), "CAST_OVERFLOW");
        is(cast(ANSI, lit(1.9), I), "1");
        is(cast(ANSI, lit(-1.9), L), "-1");
        is(cast(ANSI, lit(1e20), L), "CAST_OVERFLOW");
        is(cast(LEGACY, lit(1e20), L), "9223372036854775807");
        is(cast(ANSI, lit(Double.NaN), I), "CAST_OVERFLOW");
        is(cast(LEGACY, lit(Double.NaN), I), "0");
        is(cast(ANSI, lit(0.1f), D), "0.10000000149011612");
        is(cast(ANSI, lit(0.1f), decimal(5, 3)), "0.100");
        is(cast(ANSI, number("12.9"), I), "12");
        is(cast(ANSI, number("12.9"), D), "12.9");
        is(cast(ANSI, lit(true), L), "1");
        is(cast(ANSI, lit(0), B), "false");
        is(cast(ANSI, lit(5), decimal(4, 2)), "5.00");
        is(cast(ANSI, lit(500), decimal(4, 2)), "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION");
        is(cast(ANSI, lit(1), DataType.BINARY), "00000001");
    }

    @Test
    void textIsReadAndWritten() {
        is(cast(ANSI, lit(" 12 "), I), "12");
        is(cast(ANSI, lit("1.5"), I), "CAST_INVALID_INPUT");
        is(cast(LEGACY, lit("1.5"), I), "1");
        is(cast(TRY, lit("x"), D), "null");
        is(cast(ANSI, lit("yes"), B), "true");
        is(cast(ANSI, lit("1e3"), decimal(10, 1)), "1000.0");
        is(cast(ANSI, lit("1234"), decimal(3, 0)), "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION");
        is(cast(ANSI, lit("2024-02-29"), DataType.DATE), "2024-02-29");
        is(cast(ANSI, lit("2024-07-01 12:00:00"), DataType.TIMESTAMP), "2024-07-01T19:00:00Z");
        is(cast(ANSI, lit(1.0), S), "1.0");
        is(cast(ANSI, lit(Instant.parse("2024-07-01T19:00:00.5Z")), S), "2024-07-01 12:00:00.5");
        is(cast(ANSI, ints(1, null), S), "[1, null]");
    }

    @Test
    void datesAndTimestampsMeetInTheSessionZone() {
        is(cast(ANSI, lit(LocalDate.of(2024, 7, 1)), DataType.TIMESTAMP), "2024-07-01T07:00:00Z");
        is(cast(ANSI, lit(Instant.parse("2024-07-01T06:59:59Z")), DataType.DATE), "2024-06-30");
        is(cast(ANSI, lit(Instant.parse("2024-07-01T06:59:59Z")), DataType.TIMESTAMP_NTZ),
                "2024-06-30T23:59:59");
        is(cast(ANSI, lit(LocalDateTime.of(2024, 1, 1, 0, 0)), DataType.TIMESTAMP),
                "2024-01-01T08:00:00Z");
        is(cast(ANSI, lit(LocalDateTime.of(2024, 3, 10, 2, 30)), DataType.TIMESTAMP),
                "2024-03-10T10:30:00Z");
        is(cast(ANSI, lit(Instant.parse("1969-12-31T23:59:59.5Z")), L), "-1");
        is(cast(ANSI, lit(Instant.parse("1969-12-31T23:59:59.5Z")), D), "-0.5");
        is(cast(ANSI, lit(-1L), DataType.TIMESTAMP), "1969-12-31T23:59:59Z");
        is(cast(ANSI, lit(1.5), DataType.TIMESTAMP), "1970-01-01T00:00:01.500Z");
    }

    @Test
    void intervalsAreAddedOnTheCalendarOfTheZone() {
        var start = lit(Instant.parse("2024-03-10T08:00:00Z"));
        is(call("add_interval", DataType.TIMESTAMP, start, lit(Duration.ofDays(1), DAY_TIME)),
                "2024-03-11T07:00:00Z");
        is(call("add_interval", DataType.TIMESTAMP, start, lit(Duration.ofHours(24), DAY_TIME)),
                "2024-03-11T07:00:00Z");
        is(call("add_interval", DataType.TIMESTAMP, start, lit(Duration.ofHours(1), DAY_TIME)),
                "2024-03-10T09:00:00Z");
        is(call("add_interval", DataType.DATE, lit(LocalDate.of(2024, 1, 31)),
                lit(Period.ofMonths(1), YEAR_MONTH)), "2024-02-29");
        is(call("subtract_timestamps", DAY_TIME, lit(Instant.parse("2024-03-11T07:00:00Z")), start),
                "PT24H");
        is(call("subtract_dates", DAY_TIME, lit(LocalDate.of(2024, 3, 1)),
                lit(LocalDate.of(2024, 2, 1))), "PT696H");
        is(call("multiply", YEAR_MONTH, lit(Period.ofMonths(5), YEAR_MONTH), lit(1.5)), "P8M");
        is(call("divide", DAY_TIME, lit(Duration.ofSeconds(10), DAY_TIME), lit(4)), "PT2.5S");
        is(call("divide", DAY_TIME, lit(Duration.ofSeconds(10), DAY_TIME), lit(0)),
                "INTERVAL_DIVIDED_BY_ZERO");
        is(call("add", DAY_TIME, lit(Duration.of(Long.MAX_VALUE, ChronoUnit.MICROS), DAY_TIME),
                lit(Duration.ofSeconds(1),
                        DAY_TIME)),
                "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION");
    }

    @Test
    void mathematicsKnowsItsLimits() {
        is(call("ln", D, lit(0.0)), "null");
        is(call("log10", D, lit(1000.0)), "3.0");
        is(call("sqrt", D, lit(-1.0)), "NaN");
        is(call("pow", D, lit(2.0), lit(10.0)), "1024.0");
        is(call("round", D, lit(2.5), lit(0)), "3.0");
        is(call("bround", D, lit(2.5), lit(0)), "2.0");
        is(call("round", I, lit(25), lit(-1)), "30");
        is(call("round", I, lit(Integer.MAX_VALUE), lit(-1)), "ARITHMETIC_OVERFLOW");
        is(call("ceil", L, lit(-0.5)), "0");
        is(call("floor", L, lit(-0.5)), "-1");
        is(call("factorial", L, lit(5)), "120");
        is(call("hex", S, lit(255L)), "FF");
        is(call("hex", S, lit("Spark")), "537061726B");
        is(call("unhex", DataType.BINARY, lit("F")), "0f");
        is(call("bin", S, lit(13L)), "1101");
        is(call("conv", S, lit("-10"), lit(16), lit(-10)), "-16");
        is(call("shiftright", I, lit(-8), lit(1)), "-4");
        is(call("bit_count", I, lit(-1)), "64");
        is(call("width_bucket", L, lit(5.3), lit(0.2), lit(10.6), lit(5L)), "3");
    }

    @Test
    void hashesAndSeededNumbersAreThoseOfSpark() {
        is(call("hash", I, lit("Spark"), lit(List.of(123), INTS), lit(2)), "-1321691492");
        is(call("xxhash64", L, lit("Spark"), lit(List.of(123), INTS), lit(2)),
                "5602566077635097486");
        is(call("rand", D, lit(0)), "0.7604953758285915");
        is(call("randn", D, lit(0)), "1.6034991609278433");
    }

    @Test
    void aQueryRaisesErrorsOfItsOwn() {
        is(call("assert_true", DataType.NULL, lit(true)), "null");
        is(call("assert_true", DataType.NULL, lit(false)), "USER_RAISED_EXCEPTION");
        is(call("raise_error", DataType.NULL, lit("no")), "USER_RAISED_EXCEPTION");
    }

    @Test
    void arraysAreMadeAndSearched() {
        is(call("array", INTS, lit(1), none(I)), "[1, null]");
        is(call("get_array_item", I, ints(1, 2), lit(1)), "2");
        is(call("get_array_item", I, ints(1, 2), lit(2)), "INVALID_ARRAY_INDEX");
        is(call(TRY, "get_array_item", I, ints(1, 2), lit(-1)), "null");
        is(call("element_at", I, ints(1, 2), lit(-1)), "2");
        is(call("element_at", I, ints(1, 2), lit(3)), "INVALID_ARRAY_INDEX_IN_ELEMENT_AT");
        is(call("element_at", I, ints(1, 2), lit(0)), "INVALID_INDEX_OF_ZERO");
        is(call("size", I, ints(1, 2)), "2");
        is(call("array_contains", B, ints(1, null), lit(1)), "true");
        is(call("array_contains", B, ints(1, null), lit(2)), "null");
        is(call("array_position", L, ints(3, 1), lit(1)), "2");
        is(call("array_max", I, ints(3, null, 9)), "9");
        is(call("array_join", S, lit(Arrays.asList("a", null, "b"), new ArrayType(S, true)),
                lit(",")), "a,b");
        is(call("array_distinct", INTS, ints(2, 1, 2, null, null)), "[2, 1, null]");
        is(call("array_union", INTS, ints(2, 1), ints(1, 3)), "[2, 1, 3]");
        is(call("array_except", INTS, ints(2, 1), ints(1, 3)), "[2]");
        is(call("array_intersect", INTS, ints(2, 1), ints(1, 3)), "[1]");
        is(call("arrays_overlap", B, ints(2, null), ints(1, 3)), "null");
        is(call("array_remove", INTS, ints(2, null, 1, 2), lit(2)), "[null, 1]");
        is(call("array_repeat", INTS, none(I), lit(2)), "[null, null]");
        is(call("array_append", INTS, ints(1), lit(2)), "[1, 2]");
        is(call("array_prepend", INTS, ints(1), lit(2)), "[2, 1]");
        is(call("slice", INTS, ints(1, 2, 3), lit(-2), lit(5)), "[2, 3]");
        is(call("sort_array", INTS, ints(3, null, 1)), "[null, 1, 3]");
        is(call("sort_array", INTS, ints(3, null, 1), lit(false)), "[3, 1, null]");
        is(call("sequence", INTS, lit(1), lit(5), lit(2)), "[1, 3, 5]");
        is(call("sequence", INTS, lit(3), lit(1)), "[3, 2, 1]");
        is(call("sequence", new ArrayType(DataType.DATE, false), lit(LocalDate.of(2024, 1, 31)),
                lit(LocalDate.of(2024, 3, 31)), lit(Period
                        .ofMonths(1), YEAR_MONTH)),
                "[2024-01-31, 2024-02-29, 2024-03-31]");
        is(call("flatten", INTS,
                lit(List.of(List.of(1), List.of(2, 3)), new ArrayType(INTS, false))), "[1, 2, 3]");
    }

    @Test
    void mapsHoldEachKeyOnce() {
        var type = new MapType(S, I, true);
        var entries = new LinkedHashMap<String, Integer>();
        entries.put("a", 1);
        entries.put("b", 2);
        var map = lit(entries, type);
        is(call("map", type, lit("a"), lit(1), lit("b"), lit(2)), "[a=1, b=2]");
        is(call("map", type, lit("a"), lit(1), lit("a"), lit(2)), "DUPLICATED_MAP_KEY");
        is(call("map", type, none(S), lit(1)), "NULL_MAP_KEY");
        is(call("get_map_value", I, map, lit("b")), "2");
        is(call("get_map_value", I, map, lit("c")), "null");
        is(call("element_at", I, map, lit("a")), "1");
        is(call("map_keys", new ArrayType(S, false), map), "[a, b]");
        is(call("map_values", INTS, map), "[1, 2]");
        is(call("map_contains_key", B, map, lit("b")), "true");
        is(call("size", I, map), "2");
        is(call("map_concat", type, map, call("map", type, lit("c"), lit(3))), "[a=1, b=2, c=3]");
        is(call("str_to_map", new MapType(S, S, true), lit("a:1,b")), "[a=1, b=null]");
        is(call("struct", Exprs.struct(I, S), lit(1), none(S)), "[1, null]");
        is(new Expr.FieldOf(call("struct", Exprs.struct(I, S), lit(1), lit("x")), 1, S, true), "x");
        is(call("map_entries", new ArrayType(Exprs.struct(S, I), false), map), "[[a, 1], [b, 2]]");
    }
}

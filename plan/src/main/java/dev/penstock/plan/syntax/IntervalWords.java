package dev.penstock.plan.syntax;

import dev.penstock.data.CalendarInterval;
import dev.penstock.data.error.UserException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// An interval in words: `1 day -2.5 seconds`. `units` are those that it names, in the singular.
record IntervalWords(CalendarInterval value, Set<String> units) {
    private static final Pattern PART = Pattern
            .compile("\\G\\s*([+-]?)\\s*(\\d*)(\\.\\d*)?(\\s*)([^\\s\\d+.-]*)");
    private static final Pattern PREFIX = Pattern.compile("interval(\\s+|$)",
            Pattern.CASE_INSENSITIVE);
    private static final long SECOND = 1_000_000L;

    /// @throws UserException INVALID_INTERVAL_FORMAT, without a position
    static IntervalWords parse(String text) {
        var prefix = PREFIX.matcher(text.strip());
        var body = prefix.lookingAt() ? text.strip().substring(prefix.end()) : text.strip();
        if (body.isBlank()) {
            throw invalid("INPUT_IS_EMPTY", text, Map.of());
        }
        var sum = new Sum();
        var units = new TreeSet<String>();
        var matcher = PART.matcher(body);
        int end = 0;
        while (end < body.length()) {
            if (!matcher.find() || matcher.end() == end
                    || (matcher.group(2).isEmpty() && matcher.group(3) == null)) {
                throw invalid("UNRECOGNIZED_NUMBER", text,
                        Map.of("number", "'" + firstWord(body.substring(end)) + "'"));
            }
            var fraction = matcher.group(3) == null ? "" : matcher.group(3);
            var number = matcher.group(1) + matcher.group(2) + fraction;
            if (matcher.group(5).isEmpty()) {
                throw invalid("MISSING_UNIT", text, Map.of("word", "'" + number + "'"));
            }
            var unit = singular(matcher.group(5).toLowerCase(Locale.ROOT));
            if (matcher.group(4).isEmpty()) {
                throw invalid("INVALID_VALUE", text,
                        Map.of("value", "'" + number + matcher.group(5) + "'"));
            }
            sum.add(number, fraction, unit, text);
            units.add(unit);
            end = matcher.end();
        }
        return new IntervalWords(sum.value(text), units);
    }

    private static String firstWord(String text) {
        return text.strip().split("\\s", 2)[0];
    }

    private static String singular(String unit) {
        return unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
    }

    static UserException invalid(String kind, String input, Map<String, String> parameters) {
        var all = new java.util.HashMap<>(parameters);
        all.put("input", input);
        return new UserException("INVALID_INTERVAL_FORMAT." + kind, all);
    }

    /// What has been read so far; decimals hold whatever was written, and are cut to size at the end.
    private static final class Sum {
        private BigDecimal months = BigDecimal.ZERO;
        private BigDecimal days = BigDecimal.ZERO;
        private BigDecimal micros = BigDecimal.ZERO;

        void add(String number, String fraction, String unit, String text) {
            if (!fraction.isEmpty() && !unit.equals("second")) {
                throw invalid("INVALID_FRACTION", text, Map.of("unit", "'" + unit + "'"));
            }
            if (fraction.length() > 10) {
                throw invalid("INVALID_PRECISION", text, Map.of("value", "'" + number + "'"));
            }
            var value = new BigDecimal(number);
            switch (unit) {
                case "year" -> months = months.add(value.multiply(BigDecimal.valueOf(12)));
                case "month" -> months = months.add(value);
                case "week" -> days = days.add(value.multiply(BigDecimal.valueOf(7)));
                case "day" -> days = days.add(value);
                case "hour" ->
                    micros = micros.add(value.multiply(BigDecimal.valueOf(3600 * SECOND)));
                case "minute" ->
                    micros = micros.add(value.multiply(BigDecimal.valueOf(60 * SECOND)));
                case "second" -> micros = micros.add(value.multiply(BigDecimal.valueOf(SECOND)));
                case "millisecond" -> micros = micros.add(value.multiply(BigDecimal.valueOf(1000)));
                case "microsecond" -> micros = micros.add(value);
                default -> throw invalid("INVALID_UNIT", text, Map.of("unit", "'" + unit + "'"));
            }
        }

        CalendarInterval value(String text) {
            try {
                return new CalendarInterval(months.intValueExact(), days.intValueExact(),
                        micros.toBigInteger().longValueExact());
            } catch (ArithmeticException _) {
                throw invalid("ARITHMETIC_EXCEPTION", text, Map.of());
            }
        }
    }
}

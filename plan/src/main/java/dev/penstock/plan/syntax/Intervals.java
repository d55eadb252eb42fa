package dev.penstock.plan.syntax;

import dev.penstock.data.DataType.DayTimeIntervalType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.DataType.YearMonthIntervalType;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression.Literal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;

/// Interval literals. Their type is a year-month or a day-time interval; fields of both kinds do not mix.
final class Intervals {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d*\\.?\\d+");

    private final Reading reading;

    Intervals(Reading reading) {
        this.reading = reading;
    }

    /// `INTERVAL 1 DAY 2 HOURS`, `INTERVAL '1-2' YEAR TO MONTH`.
    Literal literal(IntervalContext context) {
        var range = context.errorCapturingUnitToUnitInterval();
        if (range == null) {
            return literal(context, words(context.errorCapturingMultiUnitsInterval()));
        }
        if (range.error1 != null || range.error2 != null) {
            throw reading.error("_LEGACY_ERROR_TEMP_0024", Map.of(), context);
        }
        return range(range.body);
    }

    /// An interval in words.
    Literal literal(ParserRuleContext context, String text) {
        IntervalWords interval;
        try {
            interval = IntervalWords.parse(text);
        } catch (UserException e) {
            throw e.at(reading.position(context));
        }
        var fields = EnumSet.noneOf(IntervalField.class);
        interval.units().forEach(unit -> fields.add(field(unit)));
        var first = fields.stream().min(IntervalField::compareTo).orElseThrow();
        var last = fields.stream().max(IntervalField::compareTo).orElseThrow();
        if (last.compareTo(IntervalField.MONTH) <= 0) {
            return new Literal(Period.ofMonths(interval.value().months()).normalized(),
                    new YearMonthIntervalType(first, last));
        }
        if (first.compareTo(IntervalField.MONTH) <= 0) {
            throw reading.error("_LEGACY_ERROR_TEMP_0029", Map.of("literal", reading.text(context)),
                    context);
        }
        try {
            long micros = Math.addExact(interval.value().micros(),
                    Math.multiplyExact(interval.value().days(), 86_400_000_000L));
            return new Literal(Duration.of(micros, ChronoUnit.MICROS),
                    new DayTimeIntervalType(first, last));
        } catch (ArithmeticException _) {
            throw reading.error("INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION",
                    Map.of("input", text), context);
        }
    }

    /// `INTERVAL '1 day 2 hours'`: a text that is no interval is said to be a wrong literal.
    Literal typed(TypeConstructorContext context, String text) {
        try {
            IntervalWords.parse(text);
        } catch (UserException _) {
            throw reading.literals.invalid("\"INTERVAL\"", text, context);
        }
        return literal(context, text);
    }

    /// The interval in words that need no type, such as `1 day 2 hours`.
    String delay(IntervalContext context) {
        if (context.errorCapturingMultiUnitsInterval() != null) {
            literal(context);
            return words(context.errorCapturingMultiUnitsInterval());
        }
        return switch (literal(context).value()) {
            case Period period -> period.toTotalMonths() + " months";
            case Duration duration -> Values.micros(duration) + " microseconds";
            case null, default ->
                throw new AssertionError("an interval literal is a period or a duration");
        };
    }

    private static IntervalField field(String unit) {
        return switch (unit) {
            case "week" -> IntervalField.DAY;
            case "millisecond", "microsecond" -> IntervalField.SECOND;
            default -> IntervalField.valueOf(unit.toUpperCase(Locale.ROOT));
        };
    }

    private String words(ErrorCapturingMultiUnitsIntervalContext context) {
        if (context.unitToUnitInterval() != null) {
            throw reading.error("_LEGACY_ERROR_TEMP_0024", Map.of(), context);
        }
        var body = context.body;
        return IntStream.range(0, body.unit.size())
                .mapToObj(i -> value(body.intervalValue(i)) + " "
                        + body.unit.get(i).getText().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private String value(IntervalValueContext context) {
        var text = context.stringLit() == null
                ? (context.INTEGER_VALUE() == null
                        ? context.DECIMAL_VALUE()
                        : context.INTEGER_VALUE()).getText()
                : reading.literals.string(context.stringLit()).strip();
        if (!NUMBER.matcher(text).matches()) {
            throw reading.error("_LEGACY_ERROR_TEMP_0026", Map.of("value", text), context);
        }
        if (context.MINUS() == null) {
            return text;
        }
        return text.startsWith("-") ? text.substring(1) : "-" + text;
    }

    private Literal range(UnitToUnitIntervalContext context) {
        var from = IntervalField.valueOf(context.from.getText().toUpperCase(Locale.ROOT));
        var to = IntervalField.valueOf(context.to.getText().toUpperCase(Locale.ROOT));
        if (context.value.stringLit() == null) {
            throw reading.error("_LEGACY_ERROR_TEMP_0027", Map.of(), context);
        }
        var text = reading.literals.string(context.value.stringLit());
        boolean months = to == IntervalField.MONTH;
        if (from.compareTo(to) >= 0 || months != (from == IntervalField.YEAR)) {
            throw reading.error("INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION",
                    Map.of("input", text, "from", from.name(), "to", to.name()), context);
        }
        var matcher = pattern(from, to).matcher(text.strip());
        if (!matcher.matches()) {
            throw unmatched(text, from, to, context);
        }
        boolean negative = matcher.group(1).equals("-") != (context.value.MINUS() != null);
        var micros = BigDecimal.ZERO;
        int group = 2;
        for (var field : EnumSet.range(from, to)) {
            var value = new BigDecimal(matcher.group(group++));
            if (field != from && value.compareTo(BigDecimal.valueOf(limit(field))) >= 0) {
                throw unmatched(text, from, to, context);
            }
            micros = micros.add(value.multiply(BigDecimal.valueOf(size(field))));
        }
        var signed = (negative ? micros.negate() : micros).toBigInteger();
        if (signed.bitLength() >= (months ? Integer.SIZE : Long.SIZE)) {
            throw reading.error("INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION",
                    Map.of("input", text), context);
        }
        return months
                ? new Literal(Period.ofMonths(signed.intValueExact()).normalized(),
                        new YearMonthIntervalType(from, to))
                : new Literal(Duration.of(signed.longValueExact(), ChronoUnit.MICROS),
                        new DayTimeIntervalType(from, to));
    }

    /// What a field counts, in months or microseconds.
    private static long size(IntervalField field) {
        return switch (field) {
            case YEAR -> 12;
            case MONTH -> 1;
            case DAY -> 86_400_000_000L;
            case HOUR -> 3_600_000_000L;
            case MINUTE -> 60_000_000L;
            case SECOND -> 1_000_000L;
        };
    }

    /// How many there are in the next coarser field.
    private static long limit(IntervalField field) {
        return switch (field) {
            case YEAR, DAY -> Long.MAX_VALUE;
            case MONTH -> 12;
            case HOUR -> 24;
            case MINUTE, SECOND -> 60;
        };
    }

    private static Pattern pattern(IntervalField from, IntervalField to) {
        var regex = new StringBuilder("([+-]?)");
        for (var field : EnumSet.range(from, to)) {
            regex.append(switch (field) {
                case YEAR -> "(\\d+)-";
                case MONTH -> "(\\d{1,2})";
                case DAY -> "(\\d+) +";
                case HOUR, MINUTE -> field == to ? "(\\d+)" : "(\\d+):";
                case SECOND -> "(\\d{1,2}(?:\\.\\d{1,9})?)";
            });
        }
        return Pattern.compile(regex.toString());
    }

    private UserException unmatched(String text, IntervalField from, IntervalField to,
            ParserRuleContext context) {
        var format = new StringBuilder("[+|-]");
        for (var field : EnumSet.range(from, to)) {
            format.append(switch (field) {
                case YEAR -> "y-";
                case MONTH -> "m";
                case DAY -> "d ";
                case HOUR -> "h:";
                case MINUTE -> "m:";
                case SECOND -> "s";
            });
        }
        if (to == IntervalField.HOUR || to == IntervalField.MINUTE) {
            format.setLength(format.length() - 1);
        }
        boolean months = to == IntervalField.MONTH;
        return reading.error("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING",
                Map.of("input", text, "intervalStr", months ? "year-month" : "day-time",
                        "supportedFormat", "`" + format + "`", "typeName",
                        "interval " + (from + " to " + to).toLowerCase(Locale.ROOT)),
                context);
    }
}

package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.spec.Statement.Reset;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;

/// `SET` and `RESET`. What follows the word is a line of text rather than grammar, as in Spark.
final class Configurations {
    private static final String TIME_ZONE = "spark.sql.session.timeZone";
    private static final Pattern KEY = Pattern.compile("([a-zA-Z_][\\w.:-]*)");
    private static final Pattern KEY_AND_VALUE = Pattern
            .compile("([a-zA-Z_][\\w.:-]*)\\s*=([^;]*);*", Pattern.DOTALL);
    private static final Duration MOST_OFFSET = Duration.ofHours(18);

    private final Reading reading;

    Configurations(Reading reading) {
        this.reading = reading;
    }

    Statement statement(SetResetStatementContext context) {
        return switch (context) {
            case SetConfigurationContext c -> set(c);
            case SetQuotedConfigurationContext c -> setQuoted(c);
            case SetTimeZoneContext c -> timeZone(c);
            case ResetQuotedConfigurationContext c ->
                new Reset(Optional.of(reading.names.of(c.configKey().quotedIdentifier())));
            case ResetConfigurationContext c -> reset(c);
            case SetVariableContext c -> throw reading.unsupported("SET VARIABLE", c);
            default -> throw reading.unsupported(reading.keywords(context), context);
        };
    }

    private Statement set(SetConfigurationContext context) {
        var rest = after(context, context.SET().getSymbol().getStopIndex());
        if (context.configKey() != null) {
            var key = reading.names.of(context.configKey().quotedIdentifier());
            Optional<String> value = context.EQ() == null
                    ? Optional.empty()
                    : Optional.of(after(context, context.EQ().getSymbol().getStopIndex()));
            return new Statement.Set(Optional.of(key), value);
        }
        if (rest.isEmpty() || rest.equalsIgnoreCase("-v")) {
            return new Statement.Set(Optional.empty(), Optional.empty());
        }
        var both = KEY_AND_VALUE.matcher(rest);
        if (both.matches()) {
            return new Statement.Set(Optional.of(both.group(1)),
                    Optional.of(both.group(2).strip()));
        }
        if (KEY.matcher(rest).matches()) {
            return new Statement.Set(Optional.of(rest), Optional.empty());
        }
        throw reading.error("INVALID_SET_SYNTAX", Map.of(), context);
    }

    private Statement setQuoted(SetQuotedConfigurationContext context) {
        var value = reading.names.of(context.configValue().backQuotedIdentifier());
        if (context.configKey() != null) {
            return new Statement.Set(
                    Optional.of(reading.names.of(context.configKey().quotedIdentifier())),
                    Optional.of(value));
        }
        int from = context.SET().getSymbol().getStopIndex() + 1;
        var key = reading.source.text().substring(from, context.EQ().getSymbol().getStartIndex())
                .strip();
        if (!KEY.matcher(key).matches()) {
            throw reading.error("INVALID_PROPERTY_KEY",
                    Map.of("key", "\"" + key + "\"", "value", "\"" + value + "\""), context);
        }
        return new Statement.Set(Optional.of(key), Optional.of(value));
    }

    private Statement reset(ResetConfigurationContext context) {
        var key = after(context, context.RESET().getSymbol().getStopIndex());
        return new Reset(key.isEmpty() ? Optional.empty() : Optional.of(key));
    }

    /// What was written after a place, to the end of the statement.
    private String after(ParserRuleContext context, int place) {
        int end = reading.position(context).end();
        return place + 1 >= end ? "" : reading.source.text().substring(place + 1, end).strip();
    }

    private Statement timeZone(SetTimeZoneContext context) {
        if (context.interval() != null) {
            return new Statement.Set(Optional.of(TIME_ZONE),
                    Optional.of(offset(context.interval())));
        }
        if (context.timezone() == null) {
            throw reading.error("_LEGACY_ERROR_TEMP_0045", Map.of(), context);
        }
        var zone = context.timezone().LOCAL() != null
                ? ZoneId.systemDefault().getId()
                : reading.literals.string(context.timezone().stringLit());
        return new Statement.Set(Optional.of(TIME_ZONE), Optional.of(zone));
    }

    private String offset(IntervalContext context) {
        if (!(reading.intervals.literal(context).value() instanceof Duration offset)
                || offset.abs().compareTo(MOST_OFFSET) > 0
                || offset.toNanosPart() != 0) {
            throw reading.error("INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE",
                    Map.of("input", reading.text(context)), context);
        }
        return ZoneOffset.ofTotalSeconds((int) offset.toSeconds()).getId();
    }
}

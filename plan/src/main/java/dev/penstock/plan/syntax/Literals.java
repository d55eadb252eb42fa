package dev.penstock.plan.syntax;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.TimeType;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Cast;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// Constants.
final class Literals {
    static final Literal TRUE = new Literal(true, DataType.BOOLEAN);
    static final Literal FALSE = new Literal(false, DataType.BOOLEAN);

    private final Reading reading;

    Literals(Reading reading) {
        this.reading = reading;
    }

    static Literal text(String text) {
        return new Literal(text, DataType.STRING);
    }

    Expression constant(ConstantContext context) {
        return switch (context) {
            case NullLiteralContext _ -> new Literal(null, DataType.NULL);
            case PosParameterLiteralContext c ->
                reading.at(c, new Parameter(String.valueOf(reading.parameterIndex(c))));
            case NamedParameterLiteralContext c ->
                reading.at(c, new Parameter(
                        reading.names.of(c.namedParameterMarker().simpleIdentifier())));
            case IntervalLiteralContext c -> reading.intervals.literal(c.interval());
            case TypeConstructorContext c -> typed(c);
            case NumericLiteralContext c -> number(c.number());
            case BooleanLiteralContext c -> c.booleanValue().TRUE() != null ? TRUE : FALSE;
            case StringLiteralContext c -> text(string(c.stringLit()));
            default -> throw reading.unsupported("The literal " + reading.text(context), context);
        };
    }

    String string(StringLitContext context) {
        var all = new StringBuilder();
        for (var part : context.singleStringLit()) {
            all.append(string(part));
        }
        return all.toString();
    }

    String string(SingleStringLitContext context) {
        if (context.singleStringLitWithoutMarker() == null) {
            throw reading.unsupported("A parameter in the place of " + reading.text(context),
                    context);
        }
        return string(context.singleStringLitWithoutMarker());
    }

    String string(SingleStringLitWithoutMarkerContext context) {
        return Strings.value(context.getText());
    }

    private Literal number(NumberContext context) {
        return switch (context) {
            case IntegerLiteralContext c -> integer(c);
            case BigIntLiteralContext c -> ranged(c, 1, DataType.LONG, Long.MIN_VALUE,
                    Long.MAX_VALUE, BigDecimal::longValueExact);
            case SmallIntLiteralContext c -> ranged(c, 1, DataType.SHORT, Short.MIN_VALUE,
                    Short.MAX_VALUE, BigDecimal::shortValueExact);
            case TinyIntLiteralContext c -> ranged(c, 1, DataType.BYTE, Byte.MIN_VALUE,
                    Byte.MAX_VALUE, BigDecimal::byteValueExact);
            case ExponentLiteralContext c -> ranged(c, 0, DataType.DOUBLE, -Double.MAX_VALUE,
                    Double.MAX_VALUE, BigDecimal::doubleValue);
            case DoubleLiteralContext c -> ranged(c, 1, DataType.DOUBLE, -Double.MAX_VALUE,
                    Double.MAX_VALUE, BigDecimal::doubleValue);
            case FloatLiteralContext c -> ranged(c, 1, DataType.FLOAT, -Float.MAX_VALUE,
                    Float.MAX_VALUE, BigDecimal::floatValue);
            case DecimalLiteralContext c -> decimal(c, c.getText());
            case BigDecimalLiteralContext c ->
                decimal(c, c.getText().substring(0, c.getText().length() - 2));
            default -> throw reading.unsupported("The number " + reading.text(context), context);
        };
    }

    private Literal integer(IntegerLiteralContext context) {
        var value = new BigInteger(context.getText());
        if (value.bitLength() < Integer.SIZE) {
            return new Literal(value.intValueExact(), DataType.INT);
        }
        return value.bitLength() < Long.SIZE
                ? new Literal(value.longValueExact(), DataType.LONG)
                : decimal(context, context.getText());
    }

    private Literal ranged(NumberContext context, int suffix, DataType type, Number least,
            Number most,
            Function<BigDecimal, Object> convert) {
        var digits = context.getText().substring(0, context.getText().length() - suffix);
        // An exponent of millions of digits would be written out before it is compared.
        var value = exponentDigits(digits) > 6 ? null : new BigDecimal(digits);
        var smallest = new BigDecimal(least.toString());
        var largest = new BigDecimal(most.toString());
        if (value == null || value.compareTo(smallest) < 0 || value.compareTo(largest) > 0) {
            throw reading.error("INVALID_NUMERIC_LITERAL_RANGE",
                    Map.of("rawStrippedQualifier", digits, "typeName", type.simpleString(),
                            "minValue", smallest.toPlainString(), "maxValue",
                            largest.toPlainString()),
                    context);
        }
        return new Literal(convert.apply(value), type);
    }

    private static int exponentDigits(String number) {
        int at = number.toUpperCase(Locale.ROOT).indexOf('E');
        return at < 0 ? 0 : number.length() - at - 1;
    }

    private Literal decimal(NumberContext context, String digits) {
        var value = exponentDigits(digits) > 6 ? null : new BigDecimal(digits);
        int precision = value == null
                ? Integer.MAX_VALUE
                : Math.max(value.precision() - Math.min(0, value.scale()), value.scale());
        if (value == null || precision > DecimalType.MAX_PRECISION) {
            throw reading.error("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                    Map.of("precision", String.valueOf(precision), "maxPrecision",
                            String.valueOf(DecimalType.MAX_PRECISION)),
                    context);
        }
        var plain = value.scale() < 0 ? value.setScale(0) : value;
        return new Literal(plain,
                new DecimalType(Math.max(plain.precision(), plain.scale()), plain.scale()));
    }

    private Expression typed(TypeConstructorContext context) {
        var text = string(context.singleStringLitWithoutMarker());
        var type = context.literalType();
        var relative = relative(context, text.strip().toLowerCase(Locale.ROOT));
        if (relative.isPresent()) {
            return relative.get();
        }
        if (type.DATE() != null) {
            return typed(DataType.DATE, Datetimes.date(text), text, context);
        }
        if (type.TIMESTAMP() != null || type.TIMESTAMP_LTZ() != null) {
            return typed(DataType.TIMESTAMP, Datetimes.timestamp(text, reading.zone), text,
                    context);
        }
        if (type.TIMESTAMP_NTZ() != null) {
            return typed(DataType.TIMESTAMP_NTZ, Datetimes.timestampNtz(text), text, context);
        }
        if (type.TIME() != null) {
            return typed(new TimeType(6), Datetimes.time(text), text, context);
        }
        if (type.INTERVAL() != null) {
            return reading.intervals.typed(context, text);
        }
        if (type.BINARY_HEX() != null) {
            return binary(text, context);
        }
        throw reading.error("UNSUPPORTED_TYPED_LITERAL", Map.of("unsupportedType",
                "\"" + type.getText().toUpperCase(Locale.ROOT) + "\"",
                "supportedTypes",
                "\"DATE\", \"TIMESTAMP_NTZ\", \"TIMESTAMP_LTZ\", \"TIMESTAMP\", \"INTERVAL\", \"X\", \"TIME\""),
                context);
    }

    /// `DATE 'today'` and the like mean the clock of the query.
    private Optional<Expression> relative(TypeConstructorContext context, String text) {
        var type = context.literalType();
        var expressions = reading.expressions;
        boolean timestamp = type.TIMESTAMP() != null || type.TIMESTAMP_LTZ() != null;
        if (timestamp && text.equals("now")) {
            return Optional.of(expressions.call(context, "current_timestamp"));
        }
        var today = expressions.call(context, "current_date");
        var date = switch (text) {
            case "now", "today" -> today;
            case "tomorrow" ->
                expressions.call(context, "date_add", today, new Literal(1, DataType.INT));
            case "yesterday" ->
                expressions.call(context, "date_sub", today, new Literal(1, DataType.INT));
            default -> null;
        };
        if (date == null || (!timestamp && type.DATE() == null)) {
            return Optional.empty();
        }
        return Optional.of(timestamp
                ? reading.at(context, new Cast(date, DataType.TIMESTAMP, Cast.Mode.SESSION))
                : date);
    }

    private Literal typed(DataType type, @Nullable Object value, String text,
            ParserRuleContext context) {
        if (value == null) {
            throw invalid("\"" + type.sql() + "\"", text, context);
        }
        return new Literal(value, type);
    }

    private Literal binary(String text, ParserRuleContext context) {
        var even = text.length() % 2 == 0 ? text : "0" + text;
        if (!even.chars().allMatch(HexFormat::isHexDigit)) {
            throw invalid("\"X\"", text, context);
        }
        return new Literal(HexFormat.of().parseHex(even), DataType.BINARY);
    }

    RuntimeException invalid(String type, String text, ParserRuleContext context) {
        return reading.error("INVALID_TYPED_LITERAL",
                Map.of("valueType", type, "value", "'" + text + "'"), context);
    }
}

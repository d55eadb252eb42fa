package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Literal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// `OPTIONS (...)` and `TBLPROPERTIES (...)`: keys are dotted names or strings, values are constants.
final class Properties {
    private final Reading reading;

    Properties(Reading reading) {
        this.reading = reading;
    }

    Map<String, String> of(@Nullable PropertyListContext context) {
        var properties = new LinkedHashMap<String, String>();
        if (context == null) {
            return properties;
        }
        for (var property : context.property()) {
            switch (property) {
                case PropertyWithKeyAndEqualsContext c ->
                    put(properties, key(c.key), value(c.value, key(c.key), c), c);
                case PropertyWithKeyNoEqualsContext c ->
                    put(properties, key(c.key), value(c.value, key(c.key), c), c);
                default ->
                    throw reading.unsupported("The property " + reading.text(property), property);
            }
        }
        return properties;
    }

    Map<String, String> of(@Nullable ExpressionPropertyListContext context) {
        var properties = new LinkedHashMap<String, String>();
        if (context == null) {
            return properties;
        }
        for (var property : context.expressionProperty()) {
            switch (property) {
                case ExpressionPropertyWithKeyAndEqualsContext c ->
                    put(properties, key(c.key), value(c.value, key(c.key), c), c);
                case ExpressionPropertyWithKeyNoEqualsContext c ->
                    put(properties, key(c.key), value(c.value, key(c.key), c), c);
                default ->
                    throw reading.unsupported("The option " + reading.text(property), property);
            }
        }
        return properties;
    }

    /// Options are found without regard to case, so two that differ in it are one too many.
    private void put(Map<String, String> properties, String key, String value,
            ParserRuleContext context) {
        if (properties.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
            throw reading.error("DUPLICATE_KEY", Map.of("keyColumn", "`" + key + "`"), context);
        }
        properties.put(key, value);
    }

    String key(PropertyKeyOrStringLitContext context) {
        return context.propertyKey() == null
                ? reading.literals.string(context.stringLit())
                : key(context.propertyKey());
    }

    private String key(PropertyKeyOrStringLitNoCoalesceContext context) {
        return context.propertyKey() == null
                ? reading.literals.string(context.singleStringLit())
                : key(context.propertyKey());
    }

    private String key(PropertyKeyContext context) {
        return context.errorCapturingIdentifier().stream().map(reading.names::of)
                .collect(Collectors.joining("."));
    }

    private String value(@Nullable PropertyValueContext context, String key,
            ParserRuleContext property) {
        if (context == null) {
            throw reading.notAllowed("Values must be specified for key(s): [" + key + "]",
                    property);
        }
        if (context.stringLit() != null) {
            return reading.literals.string(context.stringLit());
        }
        return context.booleanValue() == null
                ? context.getText()
                : context.getText().toLowerCase(Locale.ROOT);
    }

    private String value(@Nullable ExpressionContext context, String key,
            ParserRuleContext property) {
        if (context == null) {
            throw reading.notAllowed("Values must be specified for key(s): [" + key + "]",
                    property);
        }
        Expression value = reading.expressions.expression(context);
        if (value instanceof Literal(var constant, _) && constant != null) {
            return constant instanceof java.math.BigDecimal decimal
                    ? decimal.toPlainString()
                    : constant.toString();
        }
        throw reading.unsupported("The option " + key + " with a value that is not a constant",
                context);
    }
}

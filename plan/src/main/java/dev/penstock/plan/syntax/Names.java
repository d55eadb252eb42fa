package dev.penstock.plan.syntax;

import dev.penstock.data.DataType.StringType;
import dev.penstock.plan.spec.Expression;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;

/// Names of tables, columns, functions and windows.
final class Names {
    private final Reading reading;

    Names(Reading reading) {
        this.reading = reading;
    }

    String of(ErrorCapturingIdentifierContext context) {
        if (context.errorCapturingIdentifierExtra() instanceof ErrorIdentContext) {
            throw invalid(context.getText(), context);
        }
        return of(context.identifier());
    }

    String of(IdentifierContext context) {
        return context.strictIdentifier() == null
                ? checked(context)
                : of(context.strictIdentifier());
    }

    String of(StrictIdentifierContext context) {
        return switch (context) {
            case QuotedIdentifierAlternativeContext c -> of(c.quotedIdentifier());
            case IdentifierLiteralContext c -> reading.literals.string(c.stringLit());
            default -> checked(context);
        };
    }

    String of(SimpleIdentifierContext context) {
        return context
                .simpleStrictIdentifier() instanceof SimpleQuotedIdentifierAlternativeContext quoted
                        ? of(quoted.quotedIdentifier())
                        : checked(context);
    }

    String of(QuotedIdentifierContext context) {
        return quoted(context.getText());
    }

    String of(BackQuotedIdentifierContext context) {
        return quoted(context.getText());
    }

    /// A quote within is doubled.
    private static String quoted(String text) {
        var quote = text.substring(0, 1);
        return text.substring(1, text.length() - 1).replace(quote + quote, quote);
    }

    private String checked(ParserRuleContext context) {
        var name = context.getText();
        if (!name.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)))) {
            throw invalid(name, context);
        }
        return name;
    }

    private RuntimeException invalid(String name, ParserRuleContext context) {
        return reading.error("INVALID_IDENTIFIER", Map.of("ident", name), context);
    }

    List<String> of(MultipartIdentifierContext context) {
        return context.parts.stream().flatMap(part -> {
            var name = of(part);
            return literal(part.identifier())
                    ? SqlParser.nameParts(name, reading.zone).stream()
                    : Stream.of(name);
        }).toList();
    }

    List<String> of(QualifiedNameContext context) {
        return context.identifier().stream().flatMap(part -> parts(part).stream()).toList();
    }

    /// One name, or those in `IDENTIFIER('a.b')`.
    List<String> parts(IdentifierContext context) {
        var name = of(context);
        return literal(context) ? SqlParser.nameParts(name, reading.zone) : List.of(name);
    }

    private static boolean literal(IdentifierContext context) {
        return context.strictIdentifier() instanceof IdentifierLiteralContext;
    }

    /// A name, or `IDENTIFIER(text)` with a constant text.
    List<String> of(IdentifierReferenceContext context) {
        return context.expression() == null
                ? of(context.multipartIdentifier())
                : constant(context.expression());
    }

    /// The name in the text that `IDENTIFIER(...)` is given.
    List<String> constant(ExpressionContext context) {
        var written = reading.expressions.expression(context);
        if (written instanceof Expression.At(Expression.Parameter(var name), _)) {
            written = reading.parameters.getOrDefault(name, written);
        }
        if (written instanceof Expression.Literal(String text, StringType _)) {
            return SqlParser.nameParts(text, reading.zone);
        }
        throw reading.unsupported("IDENTIFIER(...) of something else than a string", context);
    }

    List<String> of(TableIdentifierContext context) {
        return context.errorCapturingIdentifier().stream().map(this::of).toList();
    }

    List<String> of(IdentifierListContext context) {
        return context.identifierSeq().ident.stream().map(this::of).toList();
    }

    List<List<String>> of(MultipartIdentifierListContext context) {
        return context.multipartIdentifier().stream().map(this::of).toList();
    }
}

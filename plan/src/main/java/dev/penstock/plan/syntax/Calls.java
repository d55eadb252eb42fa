package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Case;
import dev.penstock.plan.spec.Expression.Cast;
import dev.penstock.plan.spec.Expression.Extract;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Lambda;
import dev.penstock.plan.spec.Expression.LambdaVariable;
import dev.penstock.plan.spec.Expression.NamedArgument;
import dev.penstock.plan.spec.Expression.ScalarSubquery;
import dev.penstock.plan.spec.Expression.Star;
import dev.penstock.plan.spec.Expression.When;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// Columns, calls of functions, and the forms of them that have a syntax of their own.
final class Calls {
    private final Reading reading;
    /// The parameters of the lambdas around this place, the innermost first.
    private final Deque<List<String>> lambdas = new ArrayDeque<>();

    Calls(Reading reading) {
        this.reading = reading;
    }

    Expression primary(PrimaryExpressionContext context) {
        return switch (context) {
            case ConstantDefaultContext c -> reading.literals.constant(c.constant());
            case ColumnReferenceContext c -> column(c);
            case DereferenceContext c -> field(c);
            case SubscriptContext c ->
                reading.at(c, new Extract(deeper(c, c.value), reading.expressions.value(c.index)));
            case ParenthesizedExpressionContext c -> reading.expressions.expression(c.expression());
            case FunctionCallContext c -> function(c);
            case StarContext c -> star(c);
            case CastContext c -> cast(c, reading.expressions.expression(c.expression()),
                    c.dataType(), c.name.getType() == SqlBaseParser.TRY_CAST);
            case CastByColonContext c ->
                cast(c, deeper(c, c.primaryExpression()), c.dataType(), false);
            case SearchedCaseContext c -> caseWhen(c, null, c.whenClause(), c.elseExpression);
            case SimpleCaseContext c -> caseWhen(c, c.value, c.whenClause(), c.elseExpression);
            case SubqueryExpressionContext c ->
                reading.at(c, new ScalarSubquery(reading.queries.query(c.query())));
            case RowConstructorContext c -> call(c, "struct",
                    c.namedExpression().stream().map(reading.expressions::named).toList());
            case StructContext c ->
                call(c, "struct", c.argument.stream().map(reading.expressions::named).toList());
            case LambdaContext c -> lambda(c);
            default -> special(context);
        };
    }

    /// Functions that the grammar itself knows.
    private Expression special(PrimaryExpressionContext context) {
        return switch (context) {
            case CurrentLikeContext c when c.name.getText().equalsIgnoreCase("user") ->
                reading.at(c, Expression.Attribute.of(c.name.getText()));
            case CurrentLikeContext c -> call(c, c.name.getText(), List.of());
            case FirstContext c -> aggregate(c, "first", c.expression(), c.IGNORE() != null);
            case LastContext c -> aggregate(c, "last", c.expression(), c.IGNORE() != null);
            case Any_valueContext c ->
                aggregate(c, "any_value", c.expression(), c.IGNORE() != null);
            case PositionContext c -> call(c, "locate", values(c.substr, c.str));
            case ExtractContext c ->
                call(c, "extract", List.of(Literals.text(reading.names.of(c.field)),
                        reading.expressions.value(c.source)));
            case SubstringContext c -> call(c, "substring", values(c.str, c.pos, c.len));
            case TrimContext c -> call(c, trim(c.trimOption), values(c.trimStr, c.srcStr));
            case OverlayContext c ->
                call(c, "overlay", values(c.input, c.replace, c.position, c.length));
            case TimestampaddContext c ->
                call(c, "timestampadd", unit(c, c.unit, values(c.unitsAmount, c.timestamp)));
            case TimestampdiffContext c ->
                call(c, "timestampdiff", unit(c, c.unit, values(c.startTimestamp, c.endTimestamp)));
            case CollateContext c -> throw reading.unsupported("COLLATE", c.collateClause());
            case SemiStructuredExtractContext c ->
                throw reading.unsupported("Extraction from VARIANT by " + reading.text(c), c);
            default ->
                throw reading.unsupported("The expression " + reading.text(context), context);
        };
    }

    private Expression deeper(PrimaryExpressionContext context, PrimaryExpressionContext child) {
        reading.down(context, 1);
        var result = primary(child);
        reading.up(1);
        return result;
    }

    private Expression call(ParserRuleContext context, String function,
            List<Expression> arguments) {
        return reading.at(context, Function.of(function, arguments));
    }

    /// Those that were given.
    private List<Expression> values(@Nullable ValueExpressionContext... contexts) {
        var values = new ArrayList<Expression>();
        for (var context : contexts) {
            if (context != null) {
                values.add(reading.expressions.value(context));
            }
        }
        return values;
    }

    private Expression column(ColumnReferenceContext context) {
        var parts = reading.names.parts(context.identifier());
        return reading.at(context,
                variable(parts).orElseGet(() -> new Attribute(parts, Optional.empty())));
    }

    private Optional<Expression> variable(List<String> parts) {
        if (parts.size() != 1) {
            return Optional.empty();
        }
        return lambdas.stream().flatMap(List::stream).filter(parts.getFirst()::equalsIgnoreCase)
                .findFirst().map(LambdaVariable::new);
    }

    /// A field of a column stays a part of its name, since nobody knows yet which part is the column.
    private Expression field(DereferenceContext context) {
        var base = deeper(context, context.base);
        var fields = reading.names.parts(context.fieldName);
        if (base instanceof Expression.At(Attribute(var name, var planId), _)
                && !(context.base instanceof ParenthesizedExpressionContext)) {
            var all = new ArrayList<>(name);
            all.addAll(fields);
            return reading.at(context, new Attribute(all, planId));
        }
        for (var field : fields) {
            base = reading.at(context, new Extract(base, Literals.text(field)));
        }
        return base;
    }

    private Expression function(FunctionCallContext context) {
        if (context.functionName().identFunc != null && context.argument.size() == 1
                && context.argument.getFirst().expression() != null) {
            var parts = reading.names.constant(context.argument.getFirst().expression());
            return reading.at(context, new Attribute(parts, Optional.empty()));
        }
        var name = name(context.functionName());
        var arguments = context.argument.stream().map(this::argument).toList();
        boolean distinct = context.setQuantifier() != null
                && context.setQuantifier().DISTINCT() != null;
        Optional<Expression> filter = Optional.ofNullable(context.where)
                .map(reading.expressions::condition);
        Optional<Boolean> ignoreNulls = context.nullsOption == null
                ? Optional.empty()
                : Optional.of(context.nullsOption.getType() == SqlBaseParser.IGNORE);
        var call = reading.at(context,
                new Function(name, arguments, distinct, filter,
                        reading.expressions.orders(context.sortItem()), ignoreNulls));
        return context.windowSpec() == null
                ? call
                : reading.at(context,
                        new Expression.Over(call, reading.windows.window(context.windowSpec())));
    }

    List<String> name(FunctionNameContext context) {
        if (context.expression() != null) {
            return reading.names.constant(context.expression());
        }
        return context.qualifiedName() == null
                ? List.of(context.getText())
                : reading.names.of(context.qualifiedName());
    }

    Expression argument(FunctionArgumentContext context) {
        var named = context.namedArgumentExpression();
        return named == null
                ? reading.expressions.expression(context.expression())
                : new NamedArgument(reading.names.of(named.key),
                        reading.expressions.expression(named.value));
    }

    private Expression aggregate(ParserRuleContext context, String name, ExpressionContext argument,
            boolean ignoreNulls) {
        Optional<Boolean> ignore = ignoreNulls ? Optional.of(true) : Optional.empty();
        return reading.at(context,
                new Function(List.of(name), List.of(reading.expressions.expression(argument)),
                        false, Optional.empty(), List.of(), ignore));
    }

    private Expression star(StarContext context) {
        List<String> target = context.qualifiedName() == null
                ? List.of()
                : reading.names.of(context.qualifiedName());
        List<List<String>> except = context.exceptClause() == null
                ? List.of()
                : reading.names.of(context.exceptClause().exceptCols);
        return reading.at(context, new Star(target, except));
    }

    private Expression cast(ParserRuleContext context, Expression child, DataTypeContext type,
            boolean nullOnFailure) {
        var mode = nullOnFailure ? Cast.Mode.TRY : Cast.Mode.SESSION;
        return reading.at(context, new Cast(child, reading.types.type(type), mode));
    }

    private Expression caseWhen(ParserRuleContext context, @Nullable ExpressionContext operand,
            List<WhenClauseContext> branches,
            @Nullable ExpressionContext otherwise) {
        var expressions = reading.expressions;
        var whens = branches.stream().map(b -> new When(expressions.expression(b.condition),
                expressions.expression(b.result))).toList();
        return reading.at(context,
                new Case(Optional.ofNullable(operand).map(expressions::expression), whens,
                        Optional.ofNullable(otherwise).map(expressions::expression)));
    }

    private Expression lambda(LambdaContext context) {
        var parameters = context.identifier().stream().map(reading.names::of).toList();
        lambdas.push(parameters);
        var body = reading.expressions.expression(context.expression());
        lambdas.pop();
        return reading.at(context, new Lambda(parameters, body));
    }

    private static String trim(@Nullable Token option) {
        return switch (option == null ? SqlBaseParser.BOTH : option.getType()) {
            case SqlBaseParser.LEADING -> "ltrim";
            case SqlBaseParser.TRAILING -> "rtrim";
            default -> "trim";
        };
    }

    private List<Expression> unit(ParserRuleContext context, @Nullable DatetimeUnitContext unit,
            List<Expression> rest) {
        if (unit == null) {
            var function = context.getStart().getText().toLowerCase(Locale.ROOT);
            throw reading.error("INVALID_PARAMETER_VALUE.DATETIME_UNIT",
                    Map.of("functionName", "`" + function + "`", "parameter", "`unit`",
                            "invalidValue", context.getChild(2).getText()),
                    context);
        }
        var all = new ArrayList<Expression>();
        all.add(Literals.text(unit.getText().toUpperCase(Locale.ROOT)));
        all.addAll(rest);
        return all;
    }
}

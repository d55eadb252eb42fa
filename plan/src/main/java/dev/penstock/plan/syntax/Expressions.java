package dev.penstock.plan.syntax;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Exists;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.InSubquery;
import dev.penstock.plan.spec.Expression.SortOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser.*;
import org.jspecify.annotations.Nullable;

/// Conditions and operators. Everything but constants and aliases carries its position.
final class Expressions {
    private final Reading reading;

    Expressions(Reading reading) {
        this.reading = reading;
    }

    /// An expression with the name it may be given.
    Expression named(NamedExpressionContext context) {
        var child = expression(context.expression());
        if (context.name != null) {
            return Alias.of(child, reading.names.of(context.name));
        }
        return context.identifierList() == null
                ? child
                : new Alias(child, reading.names.of(context.identifierList()), "");
    }

    List<Expression> named(NamedExpressionSeqContext context) {
        return context.namedExpression().stream().map(this::named).toList();
    }

    Expression expression(ExpressionContext context) {
        return condition(context.booleanExpression());
    }

    List<Expression> expressions(List<ExpressionContext> contexts) {
        return contexts.stream().map(this::expression).toList();
    }

    Expression condition(BooleanExpressionContext context) {
        reading.down(context, 1);
        var result = switch (context) {
            case LogicalNotContext c -> call(c, "not", condition(c.booleanExpression()));
            case ExistsContext c -> reading.at(c, new Exists(reading.queries.query(c.query())));
            case PredicatedContext c -> c.predicate() == null
                    ? value(c.valueExpression())
                    : predicate(c.predicate(), c.valueExpression());
            case LogicalBinaryContext c -> chain(c);
            default -> throw reading.unsupported("The condition " + reading.text(context), context);
        };
        reading.up(1);
        return result;
    }

    /// `a AND b AND c ...` becomes a balanced tree, so that a thousand conditions are not a thousand levels.
    private Expression chain(LogicalBinaryContext context) {
        int operator = context.operator.getType();
        var operands = new ArrayList<BooleanExpressionContext>();
        BooleanExpressionContext left = context;
        while (left instanceof LogicalBinaryContext binary
                && binary.operator.getType() == operator) {
            operands.add(binary.right);
            left = binary.left;
        }
        operands.add(left);
        Collections.reverse(operands);
        return balanced(context, Operators.binary(context.operator),
                operands.stream().map(this::condition).toList());
    }

    private Expression balanced(ParserRuleContext context, String operator,
            List<Expression> operands) {
        if (operands.size() == 1) {
            return operands.getFirst();
        }
        int middle = operands.size() / 2;
        return call(context, operator, balanced(context, operator, operands.subList(0, middle)),
                balanced(context, operator, operands.subList(middle, operands.size())));
    }

    Expression value(ValueExpressionContext context) {
        return switch (context) {
            case ValueExpressionDefaultContext c -> reading.calls.primary(c.primaryExpression());
            case ArithmeticUnaryContext c -> {
                reading.down(c, 1);
                var result = call(c, Operators.unary(c.operator), value(c.valueExpression()));
                reading.up(1);
                yield result;
            }
            case ArithmeticBinaryContext _,ShiftExpressionContext _,ComparisonContext _ ->
                operators(context);
            default ->
                throw reading.unsupported("The expression " + reading.text(context), context);
        };
    }

    /// Operators lean to the left: the loop goes down that side without recursion.
    private Expression operators(ValueExpressionContext context) {
        var steps = new ArrayList<ValueExpressionContext>();
        var first = context;
        for (var left = left(first); left != null; left = left(first)) {
            steps.add(first);
            first = left;
        }
        reading.down(context, steps.size());
        var result = value(first);
        for (var step : steps.reversed()) {
            result = switch (step) {
                case ArithmeticBinaryContext c ->
                    call(c, Operators.binary(c.operator), result, value(c.right));
                case ShiftExpressionContext c ->
                    call(c, Operators.binary(c.shiftOperator().getStart()), result, value(c.right));
                case ComparisonContext c ->
                    call(c, Operators.binary(c.comparisonOperator().getStart()), result,
                            value(c.right));
                default -> throw new AssertionError("only operators have a left side");
            };
        }
        reading.up(steps.size());
        return result;
    }

    private static @Nullable ValueExpressionContext left(ValueExpressionContext context) {
        return switch (context) {
            case ArithmeticBinaryContext c -> c.left;
            case ShiftExpressionContext c -> c.left;
            case ComparisonContext c -> c.left;
            default -> null;
        };
    }

    private Expression predicate(PredicateContext context, ValueExpressionContext subject) {
        var result = switch (context.kind.getType()) {
            case SqlBaseParser.BETWEEN ->
                call(context, subject, "between", value(context.lower), value(context.upper));
            case SqlBaseParser.IN -> in(context, subject);
            case SqlBaseParser.LIKE, SqlBaseParser.ILIKE -> like(context, subject);
            case SqlBaseParser.RLIKE -> call(context, subject, "rlike", value(context.pattern));
            case SqlBaseParser.NULL, SqlBaseParser.UNKNOWN -> call(context, subject,
                    context.errorCapturingNot() == null ? "isNull" : "isNotNull");
            case SqlBaseParser.TRUE -> call(context, subject, "<=>", Literals.TRUE);
            case SqlBaseParser.FALSE -> call(context, subject, "<=>", Literals.FALSE);
            case SqlBaseParser.DISTINCT -> call(context, subject, "<=>", value(context.right));
            default -> throw reading.unsupported("The condition " + reading.text(context), context);
        };
        boolean not = context.errorCapturingNot() != null;
        boolean negated = switch (context.kind.getType()) {
            case SqlBaseParser.NULL, SqlBaseParser.UNKNOWN -> false;
            case SqlBaseParser.DISTINCT -> !not;
            default -> not && context.quantifier == null;
        };
        return negated ? call(context.getParent(), "not", result) : result;
    }

    private Expression in(PredicateContext context, ValueExpressionContext subject) {
        if (context.query() == null) {
            if (context.expression().isEmpty()) {
                throw reading.error("INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE", Map.of(), context);
            }
            return call(context, subject, "in",
                    expressions(context.expression()).toArray(Expression[]::new));
        }
        var values = subject instanceof ValueExpressionDefaultContext only
                && only.primaryExpression() instanceof RowConstructorContext row
                        ? row.namedExpression().stream().map(this::named).toList()
                        : List.of(value(subject));
        return reading.at(context.getParent(),
                new InSubquery(values, reading.queries.query(context.query())));
    }

    private Expression like(PredicateContext context, ValueExpressionContext subject) {
        var name = context.kind.getType() == SqlBaseParser.LIKE ? "like" : "ilike";
        if (context.quantifier == null) {
            if (context.escapeChar == null) {
                return call(context, subject, name, value(context.pattern));
            }
            var escape = reading.literals.string(context.escapeChar);
            if (escape.length() != 1) {
                throw reading.error("INVALID_ESC",
                        Map.of("invalidEscape", reading.text(context.escapeChar)),
                        context.escapeChar);
            }
            return call(context, subject, name, value(context.pattern), Literals.text(escape));
        }
        if (context.expression().isEmpty()) {
            throw reading.error("_LEGACY_ERROR_TEMP_0064",
                    Map.of("msg", "Expected something between '(' and ')'"), context);
        }
        boolean negated = context.errorCapturingNot() != null;
        var each = context.expression().stream().map(pattern -> {
            var like = call(context, subject, name, expression(pattern));
            return negated ? call(context, "not", like) : like;
        }).toList();
        return balanced(context.getParent(),
                context.quantifier.getType() == SqlBaseParser.ALL ? "and" : "or", each);
    }

    /// A function of the subject of a predicate and further arguments.
    private Expression call(PredicateContext context, ValueExpressionContext subject,
            String function, Expression... rest) {
        var arguments = new ArrayList<Expression>();
        arguments.add(value(subject));
        arguments.addAll(List.of(rest));
        return reading.at(context.getParent(), Function.of(function, arguments));
    }

    Expression call(ParserRuleContext context, String function, Expression... arguments) {
        return reading.at(context, Function.of(function, arguments));
    }

    SortOrder order(SortItemContext context) {
        boolean ascending = context.DESC() == null;
        boolean nullsFirst = context.nullOrder == null
                ? ascending
                : context.nullOrder.getType() == SqlBaseParser.FIRST;
        return new SortOrder(expression(context.expression()), ascending, nullsFirst);
    }

    List<SortOrder> orders(List<SortItemContext> contexts) {
        return contexts.stream().map(this::order).toList();
    }
}

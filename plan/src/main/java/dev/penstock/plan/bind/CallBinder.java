package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;
import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.function.CallSite;
import dev.penstock.plan.function.FunctionDefinition;
import dev.penstock.plan.function.FunctionKind;
import dev.penstock.plan.function.ListAggregates;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.spec.Expression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Binds calls: finds the function, its arguments, and says no where a function may not stand.
final class CallBinder {
    private final ExpressionBinder expressions;
    private final BindContext context;

    CallBinder(ExpressionBinder expressions) {
        this.expressions = expressions;
        this.context = expressions.context();
    }

    Expr bind(Expression.Function function) {
        var definition = definition(context, function);
        return switch (definition.kind()) {
            case SCALAR -> scalar(definition, function);
            case AGGREGATE -> aggregate(definition, function);
            case GENERATOR -> throw new UserException("UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS",
                    Map.of("expression", quoted(context.text(function))));
            case WINDOW -> throw new UserException("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE",
                    Map.of("funcName", quoted(context.text(function))));
            case TABLE -> throw BindErrors.noFunction(function.name());
            case GROUPING -> grouping(definition, function);
        };
    }

    /// Stands as it is until the block knows its grouping sets.
    private Expr grouping(FunctionDefinition definition, Expression.Function function) {
        return switch (expressions.place().clause()) {
            case SELECT, HAVING, ORDER_BY, AGGREGATE_ARGUMENT, WINDOW ->
                site(definition, function, expressions).bind();
            case WHERE, JOIN, GROUP_BY, VALUES, GENERATOR -> throw GroupingCalls.notHere();
        };
    }

    /// What a call's name means.
    static FunctionDefinition definition(BindContext context, Expression.Function function) {
        var written = function.name().getLast().toLowerCase(Locale.ROOT);
        boolean unary = function.arguments().size() == 1;
        var name = unary && written.equals("-")
                ? "negative"
                : unary && written.equals("+") ? "positive" : written;
        return context.functions().find(name)
                .orElseThrow(() -> BindErrors.noFunction(function.name()));
    }

    /// A call of a function that the language itself uses.
    Expr call(String name, String text, List<Expr> arguments, List<String> texts) {
        var definition = context.functions().find(name).orElseThrow();
        return new CallSite(definition, name, text, arguments, texts, context.coercion(),
                context.settings().zone()).bind();
    }

    private Expr scalar(FunctionDefinition definition, Expression.Function function) {
        if (function.distinct()) {
            throw BindErrors.unsupportedSyntax(definition.name(), "DISTINCT");
        }
        if (function.filter().isPresent()) {
            throw BindErrors.unsupportedSyntax(definition.name(), "FILTER CLAUSE");
        }
        return folded(site(definition, function, expressions).bind());
    }

    CallSite site(FunctionDefinition definition, Expression.Function function,
            ExpressionBinder binder) {
        var arguments = new ArrayList<Expr>();
        var texts = new ArrayList<String>();
        boolean struct = definition.name().equals("struct");
        for (var argument : expandStars(function)) {
            arguments.add(LambdaBinder.argument(binder, definition, function, argument, arguments));
            texts.add(struct ? fieldName(argument, texts.size()) : context.text(argument));
        }
        return new CallSite(definition, function.name().getLast(), context.text(function),
                arguments, texts, context.coercion(),
                context.settings().zone());
    }

    /// `count(*)` counts rows; elsewhere a star means all columns.
    private List<Expression> expandStars(Expression.Function function) {
        var arguments = new ArrayList<Expression>();
        for (var argument : function.arguments()) {
            if (!(SqlText.bare(argument) instanceof Expression.Star star)) {
                arguments.add(argument);
            } else if (function.name().getLast().equalsIgnoreCase("count")
                    && star.target().isEmpty() && !function.distinct()) {
                arguments.add(new Expression.Literal(1, DataType.INT));
            } else {
                Stars.columns(context, expressions.place().scope(), star)
                        .forEach(column -> arguments
                                .add(new Expression.Attribute(column.path(), Optional.empty())));
            }
        }
        return arguments;
    }

    private static String fieldName(Expression argument, int index) {
        return switch (SqlText.bare(argument)) {
            case Expression.Alias(_, var names, _) -> names.getFirst();
            case Expression.Attribute(var name, _) -> name.getLast();
            case Expression.Extract(_, Expression key) when SqlText
                    .bare(key) instanceof Expression.Literal(String name, _) ->
                name;
            default -> "col" + (index + 1);
        };
    }

    private Expr aggregate(FunctionDefinition definition, Expression.Function function) {
        var place = expressions.place();
        if (place.aggregates().isEmpty()) {
            throw notHere(function);
        }
        var call = aggregateCall(definition, function, expressions.at(place.inAggregate()));
        return ListAggregates.isOverList(call.function())
                ? overList(function, call)
                : place.aggregates().get().add(call);
    }

    /// An aggregate whose arguments `inner` binds.
    AggregateCall aggregateCall(FunctionDefinition definition, Expression.Function function,
            ExpressionBinder inner) {
        if (!function.orderWithin().isEmpty() && !definition.name().equals("listagg")) {
            throw BindErrors.notYet("WITHIN GROUP (ORDER BY ...) of " + definition.name());
        }
        var site = site(definition, function, inner);
        boolean ignoreNulls = function.ignoreNulls().orElse(false);
        if (List.of("first", "last", "any_value").contains(definition.name()) && site.size() == 2) {
            ignoreNulls = Boolean.TRUE.equals(site.constant(1).orElse(false));
            site = new CallSite(definition, site.written(), site.sql(),
                    site.arguments().subList(0, 1), site.texts().subList(0, 1),
                    site.coercion(), site.zone());
        }
        if (function.distinct() && definition.name().equals("count")
                && function.arguments().isEmpty()) {
            throw BindErrors.unsupportedSyntax("count", "DISTINCT without arguments");
        }
        var typed = site.typed();
        // DISTINCT asks for the arguments even where a constant counts every row.
        var arguments = function.distinct() && typed.arguments().isEmpty()
                ? site.arguments()
                : typed.arguments();
        var filter = function.filter().map(f -> filter(f, inner));
        // About how many is how many: the exact number is within any error that was asked for.
        boolean about = typed.function().equals("approx_count_distinct");
        return new AggregateCall(about ? "count" : typed.function(), arguments,
                about || function.distinct(), filter, ignoreNulls, typed.type(), typed.nullable(),
                typed.mode());
    }

    private Expr overList(Expression.Function function, AggregateCall call) {
        var typed = new CallSite.Typed(call.function(), call.arguments(), call.type(),
                call.nullable(), call.mode());
        var first = context.text(function.arguments().getFirst());
        var ascending = function.orderWithin().stream().findFirst().map(order -> {
            if (!context.text(order.expression()).equals(first)) {
                throw BindErrors.notYet("WITHIN GROUP (ORDER BY ...) another value than the first");
            }
            return order.ascending();
        });
        var list = expressions.place().aggregates().orElseThrow()
                .add(new AggregateCall("collect_list", call.arguments().subList(0, 1),
                        call.distinct(), call.filter(), false, ListAggregates.list(typed), false,
                        call.mode()));
        return ListAggregates.finish(typed, list, ascending);
    }

    private Expr filter(Expression filter, ExpressionBinder inner) {
        var bound = inner.bind(filter);
        if (!bound.type().equals(DataType.BOOLEAN)) {
            throw new UserException("INVALID_AGGREGATE_FILTER.NOT_BOOLEAN",
                    Map.of("filterExpr", quoted(context.text(filter))));
        }
        return bound;
    }

    private UserException notHere(Expression.Function function) {
        var text = context.text(function);
        return switch (expressions.place().clause()) {
            case AGGREGATE_ARGUMENT -> new UserException("NESTED_AGGREGATE_FUNCTION", Map.of());
            case GROUP_BY -> new UserException("GROUP_BY_AGGREGATE", Map.of("sqlExpr", text));
            case WHERE -> new UserException("INVALID_WHERE_CONDITION",
                    Map.of("condition", quoted(text), "expressionList", text));
            case SELECT, JOIN, HAVING, ORDER_BY, WINDOW, VALUES, GENERATOR ->
                new UserException("UNSUPPORTED_EXPR_FOR_OPERATOR",
                        Map.of("invalidExprSqls", quoted(text)));
        };
    }

    /// `-1` is a constant.
    private static Expr folded(Expr expression) {
        if (expression instanceof Expr.Call(var name, var arguments, var type, _, _)
                && name.equals("negative")
                && arguments.getFirst() instanceof Expr.Literal(var value, _)) {
            return switch (value) {
                case Byte v when v != Byte.MIN_VALUE -> new Expr.Literal((byte) -v, type);
                case Short v when v != Short.MIN_VALUE -> new Expr.Literal((short) -v, type);
                case Integer v when v != Integer.MIN_VALUE -> new Expr.Literal(-v, type);
                case Long v when v != Long.MIN_VALUE -> new Expr.Literal(-v, type);
                case Float v -> new Expr.Literal(-v, type);
                case Double v -> new Expr.Literal(-v, type);
                case BigDecimal v -> new Expr.Literal(v.negate(), type);
                case null, default -> expression;
            };
        }
        return expression;
    }

    /// True when the expression is a call of a generator.
    static boolean isGenerator(BindContext context, Expression expression) {
        return SqlText.bare(expression) instanceof Expression.Function function
                && context.functions().find(function.name().getLast())
                        .filter(d -> d.kind() == FunctionKind.GENERATOR).isPresent();
    }

    /// Binds a generator's call at a place.
    static CallSite.Typed generator(BindContext context, Scope scope,
            Expression.Function function) {
        var binder = new ExpressionBinder(context, Place.of(scope, Clause.GENERATOR));
        var calls = new CallBinder(binder);
        return calls.site(definition(context, function), function, binder).typed();
    }

    static String name(Expression.Function function) {
        return function.name().getLast().toLowerCase(Locale.ROOT);
    }

    static UserException notGenerator(Expression expression, BindContext context) {
        return new UserException("UNSUPPORTED_GENERATOR.NOT_GENERATOR",
                Map.of("functionName", identifier(context.text(expression)), "classCanonicalName",
                        "a scalar function"));
    }
}

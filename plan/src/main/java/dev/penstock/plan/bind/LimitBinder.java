package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds `LIMIT` and `OFFSET`, which become part of the order below them, so that only the rows wanted are sorted out.
record LimitBinder(BindContext context) {
    Bound limit(Bound input, Expression rows) {
        if (SqlText.bare(rows) instanceof Expression.Attribute(var name, _)
                && name.getLast().equalsIgnoreCase("all")) {
            return input;
        }
        long count = count(rows, "limit");
        return new Bound(limit(input.plan(), count), input.scope());
    }

    private static Logical limit(Logical plan, long count) {
        return switch (plan) {
            case Logical.Sort(var below, var orders, var limit, var offset) ->
                new Logical.Sort(below, orders, Optional.of(Math.min(count, limit.orElse(count))),
                        offset);
            case Logical.Project(Logical.Sort sort, var columns, var schema) ->
                new Logical.Project(limit(sort, count), columns, schema);
            default -> new Logical.Sort(plan, List.of(), Optional.of(count), 0);
        };
    }

    Bound offset(Bound input, Expression rows) {
        return new Bound(offset(input.plan(), count(rows, "offset")), input.scope());
    }

    private static Logical offset(Logical plan, long count) {
        return switch (plan) {
            case Logical.Sort(var below, var orders, var limit, var offset) ->
                new Logical.Sort(below, orders, limit.map(l -> Math.max(0, l - count)),
                        Math.addExact(offset, count));
            case Logical.Project(Logical.Sort sort, var columns, var schema) ->
                new Logical.Project(offset(sort, count), columns, schema);
            default -> new Logical.Sort(plan, List.of(), Optional.empty(), count);
        };
    }

    private long count(Expression rows, String name) {
        var text = quoted(context.text(rows));
        if (SqlText.bare(rows) instanceof Expression.Attribute) {
            throw new UserException("INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE",
                    Map.of("expr", text, "name", name));
        }
        var bound = new ExpressionBinder(context, Place.of(Scope.NOTHING, Clause.VALUES))
                .bind(rows);
        if (!(bound instanceof Expr.Literal(var value, var type))) {
            throw new UserException("INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE",
                    Map.of("expr", text, "name", name));
        }
        if (value == null) {
            throw new UserException("INVALID_LIMIT_LIKE_EXPRESSION.IS_NULL",
                    Map.of("expr", text, "name", name));
        }
        boolean whole = type instanceof DataType.ByteType || type instanceof DataType.ShortType
                || type instanceof DataType.IntType
                || type instanceof DataType.LongType;
        if (!whole) {
            throw new UserException("INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE",
                    Map.of("expr", text, "name", name, "dataType", quoted(type)));
        }
        long count = ((Number) value).longValue();
        if (count < 0) {
            throw new UserException("INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
                    Map.of("expr", text, "name", name, "v", String.valueOf(count)));
        }
        return count;
    }
}

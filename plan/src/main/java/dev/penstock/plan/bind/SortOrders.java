package dev.penstock.plan.bind;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.spec.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Binds `ORDER BY`: expressions, positions in the select list, or `ALL` of it.
record SortOrders(BindContext context, Place place, List<SelectItem> items) {
    List<Expr.Order> bind(List<Expression.SortOrder> orders) {
        var bound = new ArrayList<Expr.Order>();
        for (var order : orders) {
            if (isAll(order.expression())) {
                items.forEach(i -> bound.add(
                        new Expr.Order(i.expression(), order.ascending(), order.nullsFirst())));
                continue;
            }
            bound.add(ordered(order, expression(order.expression())));
        }
        return bound.stream().distinct().toList();
    }

    /// Orders where numbers are numbers and not positions.
    List<Expr.Order> expressions(List<Expression.SortOrder> orders) {
        var binder = new ExpressionBinder(context, place);
        return orders.stream().map(o -> ordered(o, binder.bind(o.expression()))).distinct()
                .toList();
    }

    private Expr.Order ordered(Expression.SortOrder order, Expr expression) {
        if (!Types.isOrdered(expression.type())) {
            throw new UserException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                    Map.of("sqlExpr", FunctionErrors.quoted(context.text(order)),
                            "functionName", "`sortorder`", "dataType",
                            FunctionErrors.quoted(expression.type())));
        }
        return new Expr.Order(expression, order.ascending(), order.nullsFirst());
    }

    private Expr expression(Expression expression) {
        var position = SelectList.position(expression);
        if (position.isEmpty()) {
            return new ExpressionBinder(context, place).bind(expression);
        }
        int index = position.get();
        if (index < 1 || index > items.size()) {
            throw BindErrors.orderPosition(index, items.size());
        }
        return items.get(index - 1).expression();
    }

    private boolean isAll(Expression expression) {
        return SqlText.bare(expression) instanceof Expression.Attribute(var name, _)
                && name.size() == 1
                && name.getFirst().equalsIgnoreCase("all")
                && items.stream().noneMatch(i -> context.same(i.name(), "all"));
    }
}

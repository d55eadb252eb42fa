package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.FunctionDefinition;
import dev.penstock.plan.function.FunctionKind;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.WindowCall;
import dev.penstock.plan.spec.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Binds functions over windows: the function, what its rows are split and ordered by, and its frame.
final class WindowBinder {
    private static final Set<String> OFFSETS = Set.of("lag", "lead");

    private final ExpressionBinder expressions;
    private final BindContext context;
    private final WindowText text;

    WindowBinder(ExpressionBinder expressions) {
        this.expressions = expressions;
        this.context = expressions.context();
        this.text = new WindowText(new SqlText(context.settings().zone()));
    }

    Expr bind(Expression.Over over) {
        var place = expressions.place();
        if (place.windows().isEmpty()) {
            throw notHere(over);
        }
        if (!(SqlText.bare(over.function()) instanceof Expression.Function function)) {
            throw notOverWindow(over);
        }
        var definition = CallBinder.definition(context, function);
        if (definition.kind() != FunctionKind.WINDOW
                && definition.kind() != FunctionKind.AGGREGATE) {
            throw notOverWindow(over);
        }
        if (function.distinct()) {
            throw new UserException("DISTINCT_WINDOW_FUNCTION_UNSUPPORTED",
                    Map.of("windowExpr", quoted(context.text(over))));
        }
        var inner = expressions.at(place.inWindow());
        var call = call(definition, function, inner);
        var window = over.window();
        if (window.orderBy().isEmpty() && definition.kind() == FunctionKind.WINDOW
                && !definition.name().equals("nth_value")) {
            throw new UserException("WINDOW_FUNCTION_FRAME_NOT_ORDERED", Map.of("wf_name",
                    definition.name(), "wf_expr", context.text(function)));
        }
        var partition = window.partitionBy().stream().map(inner::bind).distinct().toList();
        var orders = new SortOrders(context, inner.place(), List.of())
                .expressions(window.orderBy());
        var frame = frame(definition, over, orders, inner);
        return place.windows().get()
                .add(new WindowCollector.Entry(partition, orders, new WindowCall(call, frame)));
    }

    private AggregateCall call(FunctionDefinition definition, Expression.Function function,
            ExpressionBinder inner) {
        if (definition.kind() == FunctionKind.AGGREGATE) {
            return new CallBinder(inner).aggregateCall(definition, function, inner);
        }
        if (function.filter().isPresent()) {
            throw BindErrors.unsupportedSyntax(definition.name(), "FILTER clause");
        }
        var site = new CallBinder(inner).site(definition, function, inner);
        var typed = site.typed();
        boolean passed = definition.name().equals("nth_value") && site.size() == 3
                && Boolean.TRUE.equals(site.constant(2).orElse(false));
        return new AggregateCall(typed.function(), typed.arguments(), false, Optional.empty(),
                passed || function.ignoreNulls().orElse(false), typed.type(), typed.nullable(),
                typed.mode());
    }

    // ---------------------------------------------------------------------------------------------- frames

    private WindowCall.Frame frame(FunctionDefinition definition, Expression.Over over,
            List<Expr.Order> orders, ExpressionBinder inner) {
        var window = over.window();
        var usual = WindowText.usual(definition.name(), window);
        if (OFFSETS.contains(definition.name())) {
            if (window.frame().isPresent()) {
                throw new UserException("WINDOW_FUNCTION_AND_FRAME_MISMATCH",
                        Map.of("funcName", quoted(context.text(over.function())), "windowExpr",
                                quoted(context.text(over))));
            }
            return WindowCall.Frame.ALL;
        }
        var frame = window.frame().orElse(usual);
        if (definition.kind() == FunctionKind.WINDOW && !definition.name().equals("nth_value")
                && !frame.equals(usual)) {
            throw new UserException("_LEGACY_ERROR_TEMP_1036",
                    Map.of("wf", text.frame(frame), "required", text.frame(usual)));
        }
        checkKinds(frame);
        if (!frame.rows()) {
            checkRange(window, frame, orders);
        }
        var result = new WindowCall.Frame(frame.rows(), bound(frame, frame.lower(), orders, inner),
                bound(frame, frame.upper(), orders, inner));
        checkOrder(frame, inner);
        return result;
    }

    private void checkKinds(Expression.Frame frame) {
        if (frame.lower().kind() == Expression.BoundKind.UNBOUNDED_FOLLOWING
                || frame.upper().kind() == Expression.BoundKind.UNBOUNDED_PRECEDING) {
            throw new UserException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_INVALID_BOUND",
                    Map.of("sqlExpr", quoted(text.frame(frame)), "lower",
                            quoted(text.bound(frame.lower())), "upper",
                            quoted(text.bound(frame.upper()))));
        }
    }

    private void checkRange(Expression.Window window, Expression.Frame frame,
            List<Expr.Order> orders) {
        boolean byValue = frame.lower().offset().isPresent() || frame.upper().offset().isPresent();
        var all = quoted(text.window(window, text.frame(frame)));
        boolean whole = frame.lower().kind() == Expression.BoundKind.UNBOUNDED_PRECEDING
                && frame.upper().kind() == Expression.BoundKind.UNBOUNDED_FOLLOWING;
        if (orders.isEmpty() && !whole) {
            throw new UserException("DATATYPE_MISMATCH.RANGE_FRAME_WITHOUT_ORDER",
                    Map.of("sqlExpr", all));
        }
        if (byValue && orders.size() > 1) {
            var order = window.orderBy().stream().map(context::text).toList();
            throw new UserException("DATATYPE_MISMATCH.RANGE_FRAME_MULTI_ORDER",
                    Map.of("sqlExpr", all, "orderSpec", String.join(",", order)));
        }
    }

    private WindowCall.Bound bound(Expression.Frame frame, Expression.Bound bound,
            List<Expr.Order> orders, ExpressionBinder inner) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> new WindowCall.Unbounded();
            case CURRENT_ROW -> frame.rows()
                    ? new WindowCall.Rows(0)
                    : new WindowCall.Current();
            case PRECEDING, FOLLOWING -> {
                var offset = inner.bind(bound.offset().orElseThrow());
                if (!(offset instanceof Expr.Literal)) {
                    throw new UserException(
                            "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WITHOUT_FOLDABLE",
                            Map.of("sqlExpr", quoted(text.frame(frame)), "location",
                                    side(frame, bound), "expression",
                                    quoted(context.text(bound.offset().get()))));
                }
                boolean back = bound.kind() == Expression.BoundKind.PRECEDING;
                yield frame.rows()
                        ? rows(frame, bound, offset, back)
                        : value(frame, bound, orders.getFirst(), back, inner);
            }
        };
    }

    /// Both bounds may be equal, so which one this is shows in which object it is.
    @SuppressWarnings("ReferenceEquality")
    private static String side(Expression.Frame frame, Expression.Bound bound) {
        return bound == frame.lower() ? "lower" : "upper";
    }

    private WindowCall.Bound rows(Expression.Frame frame, Expression.Bound bound, Expr offset,
            boolean back) {
        boolean fits = offset.type().isIntegral() && !offset.type().equals(DataType.LONG);
        if (!fits || !(offset instanceof Expr.Literal(Number number, _))) {
            throw new UserException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
                    Map.of("sqlExpr", quoted(text.frame(frame)), "location", side(frame, bound),
                            "exprType", quoted(offset.type()), "expectedType", "\"INT\""));
        }
        return new WindowCall.Rows(back ? -number.longValue() : number.longValue());
    }

    /// The value that the order expression has at the end of the frame. Where the order descends, what comes before is greater.
    private WindowCall.Bound value(Expression.Frame frame, Expression.Bound bound, Expr.Order order,
            boolean back, ExpressionBinder inner) {
        var type = order.expression().type();
        var offset = inner.bind(bound.offset().orElseThrow());
        if (type.isNumeric() && offset.type().isNumeric()) {
            offset = context.coercion().cast(offset, type);
        }
        if (!isValid(type, offset.type())) {
            throw new UserException("DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE",
                    Map.of("sqlExpr", quoted(text.frame(frame)), "orderSpecType", quoted(type),
                            "valueBoundaryType", quoted(offset.type())));
        }
        var operator = back == order.ascending() ? "-" : "+";
        var words = List.of("order", context.text(bound.offset().get()));
        var moved = new CallBinder(inner).call(operator, "(" + String.join(operator, words) + ")",
                List.of(order.expression(), offset), words);
        return new WindowCall.Value(context.coercion().cast(moved, type));
    }

    private static boolean isValid(DataType order, DataType offset) {
        return switch (order) {
            case DataType.DateType _ -> offset.equals(DataType.INT)
                    || offset instanceof DataType.YearMonthIntervalType
                    || (offset instanceof DataType.DayTimeIntervalType days
                            && days.end() == DataType.IntervalField.DAY);
            case DataType.TimestampType _,DataType.TimestampNtzType _ ->
                offset instanceof DataType.CalendarIntervalType
                        || offset instanceof DataType.YearMonthIntervalType
                        || offset instanceof DataType.DayTimeIntervalType;
            default -> order.equals(offset);
        };
    }

    /// The lower end may not lie behind the upper one.
    private void checkOrder(Expression.Frame frame, ExpressionBinder inner) {
        var lower = distance(frame.lower(), inner);
        var upper = distance(frame.upper(), inner);
        if (lower.isPresent() && upper.isPresent() && lower.get() > upper.get()) {
            throw new UserException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON",
                    Map.of("sqlExpr", quoted(text.frame(frame)), "comparison",
                            "less than or equal"));
        }
    }

    private static Optional<Double> distance(Expression.Bound bound, ExpressionBinder inner) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> Optional.of(Double.NEGATIVE_INFINITY);
            case UNBOUNDED_FOLLOWING -> Optional.of(Double.POSITIVE_INFINITY);
            case CURRENT_ROW -> Optional.of(0.0);
            case PRECEDING, FOLLOWING -> inner
                    .bind(bound.offset().orElseThrow()) instanceof Expr.Literal(Number number, _)
                            ? Optional.of(bound.kind() == Expression.BoundKind.PRECEDING
                                    ? -number.doubleValue()
                                    : number.doubleValue())
                            : Optional.empty();
        };
    }

    // ---------------------------------------------------------------------------------------------- errors

    private UserException notOverWindow(Expression.Over over) {
        return new UserException("UNSUPPORTED_EXPR_FOR_WINDOW",
                Map.of("sqlExpr", quoted(context.text(over.function()))));
    }

    private UserException notHere(Expression.Over over) {
        var clause = switch (expressions.place().clause()) {
            case WHERE -> "WHERE";
            case JOIN -> "JOIN";
            case GROUP_BY -> "GROUP BY";
            case HAVING -> "HAVING";
            case ORDER_BY -> "ORDER BY";
            case AGGREGATE_ARGUMENT -> "aggregate";
            case WINDOW -> "window";
            case SELECT, VALUES, GENERATOR -> "";
        };
        return clause.isEmpty()
                ? new UserException("UNSUPPORTED_EXPR_FOR_OPERATOR",
                        Map.of("invalidExprSqls", quoted(context.text(over))))
                : new UserException("WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE",
                        Map.of("clauseName", clause));
    }
}

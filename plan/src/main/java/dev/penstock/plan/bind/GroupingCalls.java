package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.PlanText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `grouping(key)` and `grouping_id(keys)` of one block. While it is bound they stand as calls over its input; once its keys are known they become
/// expressions over the number of the grouping set.
record GroupingCalls(Grouping grouping, Scope scope, Logical input) {
    private static final String ONE = "grouping";
    static final String ALL = "grouping_id";
    /// What Hive calls `grouping_id()`.
    static final Place.Named COLUMN = new Place.Named("grouping__id",
            new Expr.Call(ALL, List.of(), DataType.LONG, false, ErrorMode.ANSI));

    static boolean isCall(Expr expression) {
        return expression instanceof Expr.Call call
                && (call.function().equals(ONE) || call.function().equals(ALL));
    }

    static UserException notHere() {
        return new UserException("UNSUPPORTED_GROUPING_EXPRESSION", Map.of());
    }

    /// The expression with every such call replaced; `id` is the number of the set.
    Expr in(Expr expression, Expr id) {
        return expression.mapUp(e -> isCall(e) ? value((Expr.Call) e, id) : e);
    }

    private Expr value(Expr.Call call, Expr id) {
        if (!grouping.analytic()) {
            throw notHere();
        }
        if (call.function().equals(ALL)) {
            if (!call.arguments().isEmpty() && !call.arguments().equals(grouping.keys())) {
                throw new UserException("GROUPING_ID_COLUMN_MISMATCH",
                        Map.of("groupingIdColumn", texts(call.arguments()), "groupByColumns",
                                texts(grouping.keys())));
            }
            return id;
        }
        int key = grouping.keys().indexOf(call.arguments().getFirst());
        if (key < 0) {
            throw new UserException("GROUPING_COLUMN_MISMATCH",
                    Map.of("grouping", texts(call.arguments()), "groupingColumns",
                            texts(grouping.keys())));
        }
        return bit(id, grouping.keys().size() - 1 - key);
    }

    private static Expr bit(Expr id, int bit) {
        if (id instanceof Expr.Literal(Long number, _)) {
            return new Expr.Literal((byte) (number >> bit & 1), DataType.BYTE);
        }
        var masked = new Expr.Call("bit_and_op",
                List.of(id, new Expr.Literal(1L << bit, DataType.LONG)), DataType.LONG, false,
                ErrorMode.ANSI);
        var clear = new Expr.Call("eq", List.of(masked, new Expr.Literal(0L, DataType.LONG)),
                DataType.BOOLEAN, false, ErrorMode.ANSI);
        return new Expr.Case(
                List.of(new Expr.When(clear, new Expr.Literal((byte) 0, DataType.BYTE))),
                new Expr.Literal((byte) 1, DataType.BYTE), DataType.BYTE, false);
    }

    private String texts(List<Expr> expressions) {
        return expressions.stream().map(this::text).collect(Collectors.joining(","));
    }

    private String text(Expr expression) {
        return expression instanceof Expr.Column(int index, _, _)
                ? scope.columns().stream().filter(c -> c.index() == index).map(Scope.Column::name)
                        .findFirst().orElse("")
                : PlanText.expression(expression, input.schema());
    }
}

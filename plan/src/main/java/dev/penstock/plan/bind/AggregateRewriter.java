package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;

/// Turns expressions over the input of an aggregation, with placeholders for aggregates, into expressions over its output: the keys
/// followed by the aggregates.
final class AggregateRewriter {
    private final Grouping grouping;
    private final Grouping.Settled settled;
    private final GroupingCalls calls;
    private final Scope scope;

    AggregateRewriter(Grouping grouping, Grouping.Settled settled, Scope scope) {
        this.grouping = grouping;
        this.settled = settled;
        this.calls = new GroupingCalls(grouping, scope, settled.input());
        this.scope = scope;
    }

    /// The aggregation.
    Logical.Aggregate aggregate(List<AggregateCall> aggregates, List<SelectItem> items) {
        var known = aggregates.stream().map(c -> c.map(e -> calls.in(e, settled.id()))).toList();
        return new Logical.Aggregate(settled.input(), settled.keys(), known,
                schema(known, items));
    }

    /// The columns of the aggregation. They bear the names of the select list where it has them, so that often nothing else has to.
    private Schema schema(List<AggregateCall> calls, List<SelectItem> items) {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < settled.keys().size(); i++) {
            var key = settled.keys().get(i);
            int at = settled.values().indexOf(key);
            var written = at < 0 ? key : grouping.keys().get(at);
            fields.add(new Field(nameOf(written, items, "key" + i), key.type(), nullable(key)));
        }
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            var placeholder = new Expr.Parameter(AggregateCollector.FIRST + i, call.type(),
                    call.nullable());
            fields.add(new Field(nameOf(placeholder, items, call.function() + i), call.type(),
                    call.nullable()));
        }
        return new Schema(fields);
    }

    private String nameOf(Expr expression, List<SelectItem> items, String otherwise) {
        return items.stream().filter(i -> i.expression().equals(expression)).map(SelectItem::name)
                .findFirst()
                .orElseGet(() -> expression instanceof Expr.Column(int index, _, _)
                        ? columnName(index)
                        : otherwise);
    }

    /// Within grouping sets names count as nullable while they are bound; a column that all sets have is what it was.
    private boolean nullable(Expr key) {
        boolean column = grouping.analytic() && key instanceof Expr.Column;
        return column
                ? settled.input().schema().field(((Expr.Column) key).index()).nullable()
                : key.nullable();
    }

    Expr rewrite(Expr expression) {
        if (GroupingCalls.isCall(expression)) {
            return calls.in(expression, column(settled.id()));
        }
        int key = grouping.keys().indexOf(expression);
        if (key >= 0) {
            return column(settled.values().get(key));
        }
        return switch (expression) {
            case Expr.Parameter(int index, var type, var nullable) when AggregateCollector
                    .isPlaceholder(expression) ->
                new Expr.Column(settled.keys().size() + index - AggregateCollector.FIRST, type,
                        nullable);
            case Expr.Column(int index, _, _) ->
                throw BindErrors.notGrouped(columnName(index), !grouping.keys().isEmpty());
            default -> expression.mapChildren(this::rewrite);
        };
    }

    /// The column of the aggregation that has a key's value, unless it is a constant.
    private Expr column(Expr value) {
        int at = settled.keys().indexOf(value);
        return at < 0 ? value : new Expr.Column(at, value.type(), nullable(value));
    }

    private String columnName(int index) {
        return scope.columns().stream().filter(c -> c.index() == index).map(Scope.Column::name)
                .findFirst().orElseGet(() -> settled.input().schema().field(index).name());
    }
}

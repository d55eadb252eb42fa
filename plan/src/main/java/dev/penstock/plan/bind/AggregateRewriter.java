package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/// Turns expressions over the input of an aggregation, with placeholders for aggregates, into expressions over its output: the keys
/// followed by the aggregates.
final class AggregateRewriter {
    private final List<Expr> keys;
    private final Scope scope;
    private final Schema input;

    AggregateRewriter(List<Expr> keys, Scope scope, Schema input) {
        this.keys = keys;
        this.scope = scope;
        this.input = input;
    }

    /// The columns of the aggregation. They bear the names of the select list where it has them, so that often nothing else has to.
    Schema schema(List<AggregateCall> calls, List<SelectItem> items) {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            fields.add(new Field(nameOf(key, items, "key" + i), key.type(), key.nullable()));
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

    Expr rewrite(Expr expression) {
        int key = keys.indexOf(expression);
        if (key >= 0) {
            return new Expr.Column(key, expression.type(), expression.nullable());
        }
        return switch (expression) {
            case Expr.Parameter(int index, var type, var nullable) when AggregateCollector
                    .isPlaceholder(expression) ->
                new Expr.Column(keys.size() + index - AggregateCollector.FIRST, type, nullable);
            case Expr.Column(int index, _, _) ->
                throw BindErrors.notGrouped(columnName(index), !keys.isEmpty());
            default -> expression.mapChildren(this::rewrite);
        };
    }

    private String columnName(int index) {
        return scope.columns().stream().filter(c -> c.index() == index).map(Scope.Column::name)
                .findFirst().orElseGet(() -> input.field(index).name());
    }
}

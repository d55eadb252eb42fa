package dev.penstock.plan.logical;

import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr.AggregateCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A deduplication as an aggregation: for queries that end, and over rows that can be removed, where another row takes the place of one that goes.
public final class FirstByKeys {
    private FirstByKeys() {}

    /// The same rows with the same columns.
    public static Logical of(Logical.Deduplicate node) {
        var schema = node.schema();
        var order = new ArrayList<>(node.keys());
        for (int i = 0; i < schema.size(); i++) {
            if (!order.contains(i)) {
                order.add(i);
            }
        }
        int keys = node.keys().size();
        var calls = order.subList(keys, order.size()).stream().map(i -> first(schema, i)).toList();
        var grouped = new Logical.Aggregate(node.input(),
                order.subList(0, keys).stream().map(i -> column(schema, i, i)).toList(), calls,
                new Schema(order.stream().map(schema::field).toList()));
        var columns = new ArrayList<Expr>();
        for (int i = 0; i < schema.size(); i++) {
            columns.add(column(schema, i, order.indexOf(i)));
        }
        return new Logical.Project(grouped, List.copyOf(columns), schema);
    }

    private static Expr column(Schema schema, int of, int at) {
        return new Expr.Column(at, schema.type(of), schema.field(of).nullable());
    }

    private static AggregateCall first(Schema schema, int column) {
        return new AggregateCall("first", List.of(column(schema, column, column)), false,
                Optional.empty(), false, schema.type(column), schema.field(column).nullable(),
                Expr.ErrorMode.ANSI);
    }
}

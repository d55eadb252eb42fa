package dev.penstock.plan.rule;

import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.function.TimeWindows;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;

/// Groups by the start of a tumbling window instead of the window itself, and makes the window of the start afterwards: a group's key is then a
/// number and not a struct.
public record GroupByWindowStart() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(node -> node instanceof Logical.Aggregate aggregate
                && aggregate.keys().stream().anyMatch(GroupByWindowStart::isWindow)
                        ? narrow(aggregate)
                        : node);
    }

    private static boolean isWindow(Expr key) {
        return key instanceof Expr.Call call && call.function().equals(TimeWindows.WINDOW);
    }

    private static Logical narrow(Logical.Aggregate aggregate) {
        var keys = new ArrayList<Expr>();
        var fields = new ArrayList<Field>();
        var output = new ArrayList<Expr>();
        for (int i = 0; i < aggregate.schema().size(); i++) {
            var field = aggregate.schema().field(i);
            boolean isKey = i < aggregate.keys().size();
            if (isKey && aggregate.keys().get(i) instanceof Expr.Call window && isWindow(window)) {
                var start = ((StructType) window.type()).fields().getFirst();
                keys.add(new Expr.FieldOf(window, 0, start.type(), window.nullable()));
                fields.add(new Field(field.name(), start.type(), field.nullable()));
                output.add(windowAt(window, new Expr.Column(i, start.type(), window.nullable())));
            } else {
                if (isKey) {
                    keys.add(aggregate.keys().get(i));
                }
                fields.add(field);
                output.add(new Expr.Column(i, field.type(), field.nullable()));
            }
        }
        var narrowed = new Logical.Aggregate(aggregate.input(), keys, aggregate.aggregates(),
                new Schema(fields));
        return new Logical.Project(narrowed, output, aggregate.schema());
    }

    /// The same window, of which `start` is the first moment.
    private static Expr windowAt(Expr.Call window, Expr start) {
        var arguments = new ArrayList<>(List.of(start));
        arguments.addAll(window.arguments().subList(1, window.arguments().size()));
        return new Expr.Call(window.function(), arguments, window.type(), window.nullable(),
                window.mode());
    }
}

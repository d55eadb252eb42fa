package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.WindowCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/// Gathers the functions over windows of one query block, which are computed after its aggregates. While the block is bound, such a
/// function stands in expressions as a placeholder: a parameter numbered from [#FIRST] on. Equal ones are computed once.
final class WindowCollector {
    static final int FIRST = 2_000_000;

    /// A function, and what its rows are split and ordered by.
    record Entry(List<Expr> partition, List<Expr.Order> orders, WindowCall call) {
        Entry map(UnaryOperator<Expr> change) {
            return new Entry(partition.stream().map(change).toList(),
                    orders.stream().map(o -> o.map(change)).toList(), call.map(change));
        }
    }

    private record Split(List<Expr> partition, List<Expr.Order> orders) {}

    private final List<Entry> entries = new ArrayList<>();

    Expr add(Entry entry) {
        int index = entries.indexOf(entry);
        if (index < 0) {
            index = entries.size();
            entries.add(entry);
        }
        var function = entry.call().function();
        return new Expr.Parameter(FIRST + index, function.type(), function.nullable());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Changes every expression of every entry.
    void replaceAll(UnaryOperator<Expr> change) {
        entries.replaceAll(entry -> entry.map(change));
    }

    static boolean isPlaceholder(Expr expression) {
        return expression instanceof Expr.Parameter(int index, _, _) && index >= FIRST;
    }

    /// The nodes above `input`, one for each way to split and order, and what stands for the placeholders from now on.
    record Settled(Logical plan, List<Expr> values) {
        Expr in(Expr expression) {
            return expression.mapUp(e -> isPlaceholder(e)
                    ? values.get(((Expr.Parameter) e).index() - FIRST)
                    : e);
        }
    }

    Settled settle(Logical input) {
        var splits = new LinkedHashMap<Split, List<Integer>>();
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            splits.computeIfAbsent(new Split(entry.partition(), entry.orders()),
                    _ -> new ArrayList<>()).add(i);
        }
        var values = new Expr[entries.size()];
        var plan = input;
        for (var split : splits.entrySet()) {
            var calls = new ArrayList<WindowCall>();
            var fields = new ArrayList<>(plan.schema().fields());
            for (int index : split.getValue()) {
                var function = entries.get(index).call().function();
                values[index] = new Expr.Column(fields.size(), function.type(),
                        function.nullable());
                fields.add(new Field(function.function() + index, function.type(),
                        function.nullable()));
                calls.add(entries.get(index).call());
            }
            plan = new Logical.Window(plan, split.getKey().partition(), split.getKey().orders(),
                    calls, new Schema(fields));
        }
        return new Settled(plan, List.of(values));
    }
}

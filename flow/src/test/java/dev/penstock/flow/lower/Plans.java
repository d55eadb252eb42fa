package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Plans for tests, in few words.
final class Plans {
    /// The column that says of a row of [#changing] whether it counts up or down.
    static final String OPERATION = "op";

    private Plans() {}

    /// Rows of `schema` that come and go and come again, some of them several times over: those whose operations add up to more than nothing.
    static Logical changing(String name, Schema schema) {
        var fields = new ArrayList<Field>();
        fields.add(Field.of("id", DataType.BOOLEAN));
        fields.addAll(schema.fields());
        fields.add(new Field(OPERATION, DataType.BYTE, false));
        var scan = stream(name, new Schema(fields));
        int width = fields.size() - 1;
        var keys = IntStream.range(0, width).mapToObj(i -> column(scan, i)).toList();
        var sums = group(scan, keys, aggregate("sum", DataType.LONG,
                new Expr.Cast(column(scan, width), DataType.LONG, false, ErrorMode.ANSI)));
        var there = filter(sums,
                call("gt", DataType.BOOLEAN, column(sums, width), literal(0)));
        return new Logical.Project(there,
                IntStream.range(1, width).mapToObj(i -> column(there, i)).toList(), schema);
    }

    static Logical.Scan stream(String name, Schema schema) {
        return scan(name, schema, true);
    }

    static Logical.Scan table(String name, Schema schema) {
        return scan(name, schema, false);
    }

    private static Logical.Scan scan(String name, Schema schema, boolean streaming) {
        return new Logical.Scan("test", name, Map.of(), schema,
                IntStream.range(0, schema.size()).boxed().toList(), streaming);
    }

    static Expr column(Logical input, int index) {
        var field = input.schema().field(index);
        return new Expr.Column(index, field.type(), field.nullable());
    }

    static Expr literal(long value) {
        return new Expr.Literal(value, DataType.LONG);
    }

    static Expr call(String function, DataType type, Expr... arguments) {
        return new Expr.Call(function, List.of(arguments), type, true, ErrorMode.ANSI);
    }

    static Logical filter(Logical input, Expr condition) {
        return new Logical.Filter(input, condition);
    }

    static AggregateCall aggregate(String function, DataType type, Expr... arguments) {
        return new AggregateCall(function, List.of(arguments), false, Optional.empty(), true, type,
                true, ErrorMode.ANSI);
    }

    static AggregateCall distinct(AggregateCall call) {
        return new AggregateCall(call.function(), call.arguments(), true, call.filter(), true,
                call.type(), true, call.mode());
    }

    static AggregateCall where(AggregateCall call, Expr condition) {
        return new AggregateCall(call.function(), call.arguments(), call.distinct(),
                Optional.of(condition), true, call.type(), true,
                call.mode());
    }

    static Logical group(Logical input, List<Expr> keys, AggregateCall... calls) {
        var fields = new ArrayList<Field>();
        keys.forEach(key -> fields.add(Field.of("k" + fields.size(), key.type())));
        for (var call : calls) {
            fields.add(Field.of(call.function() + fields.size(), call.type()));
        }
        return new Logical.Aggregate(input, keys, List.of(calls), new Schema(fields));
    }
}

package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Binds samples. Without replacement, a row is kept when the next number of `rand(seed)` is between the bounds, as Spark does within a
/// partition; with replacement, it is repeated as often as a Poisson distribution draws.
record SampleBinder(BindContext context) {
    Bound bind(Bound input, Relation.Sample sample) {
        if (!(sample.lower() >= 0 && sample.lower() <= sample.upper())
                || (!sample.withReplacement() && sample.upper() > 1)) {
            throw new UserException("INVALID_CALL",
                    Map.of("reason", "a sample takes a share between 0 and 1, not "
                            + (sample.upper() - sample.lower())));
        }
        var seed = new Expr.Literal(sample.seed().orElse(null), DataType.LONG);
        var plan = sample.withReplacement()
                ? repeated(input.plan(), sample.upper() - sample.lower(), seed)
                : between(input.plan(), sample, seed);
        return new Bound(plan, input.scope());
    }

    /// One number a row, in a column beside it, so that both bounds look at the same.
    private static Logical between(Logical input, Relation.Sample sample, Expr seed) {
        int width = input.schema().size();
        var columns = new ArrayList<Expr>();
        for (var field : input.schema().fields()) {
            columns.add(new Expr.Column(columns.size(), field.type(), field.nullable()));
        }
        columns.add(call("rand", DataType.DOUBLE, seed));
        var fields = new ArrayList<>(input.schema().fields());
        fields.add(new Field("chance", DataType.DOUBLE, false));
        var chance = new Expr.Column(width, DataType.DOUBLE, false);
        var condition = call("and", DataType.BOOLEAN,
                call("ge", DataType.BOOLEAN, chance, number(sample.lower())),
                call("lt", DataType.BOOLEAN, chance, number(sample.upper())));
        var drawn = new Logical.Project(input, columns, new Schema(fields));
        return BlockOutput.first(new Logical.Filter(drawn, condition), width);
    }

    private static Logical repeated(Logical input, double mean, Expr seed) {
        var times = call("poisson", DataType.INT, seed, number(mean));
        var copies = call("array_repeat", new ArrayType(DataType.BOOLEAN, false),
                new Expr.Literal(true, DataType.BOOLEAN), times);
        return BlockOutput.first(new Logical.Generate(input, "explode", List.of(copies), false,
                Schema.of(new Field("copy", DataType.BOOLEAN, false))), input.schema().size());
    }

    private static Expr number(double value) {
        return new Expr.Literal(value, DataType.DOUBLE);
    }

    private static Expr call(String function, DataType type, Expr... arguments) {
        return new Expr.Call(function, List.of(arguments), type, false, ErrorMode.ANSI);
    }
}

package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Aggregates keep the law when the rows of their groups come and go.
class AggregateLawTest {
    private static final Schema ROWS = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("name", DataType.STRING), Field.of("whole", DataType.INT),
            Field.of("real", DataType.DOUBLE), Field.of("money", new DecimalType(20, 2)),
            Field.of("flag", DataType.BOOLEAN));

    private static Logical rows(Gen gen) {
        return gen.oneIn(4) ? stream("rows", ROWS) : changing("rows", ROWS);
    }

    private static List<Expr> keys(Gen gen, Logical input) {
        return gen.oneIn(3) ? List.of() : List.of(column(input, 0));
    }

    /// The calls, each at times with `FILTER`, with `DISTINCT`, or both.
    private static AggregateCall[] varied(Gen gen, Logical input, List<AggregateCall> calls) {
        var positive = call("gt", DataType.BOOLEAN, column(input, 2),
                new Expr.Literal(0, DataType.INT));
        return calls.stream()
                .map(call -> call.arguments().isEmpty() || gen.flip() ? call : distinct(call))
                .map(call -> gen.oneIn(3) ? where(call, positive) : call)
                .toArray(AggregateCall[]::new);
    }

    private static Expr wide(Logical input, int column) {
        return new Expr.Cast(column(input, column), DataType.LONG, true, Expr.ErrorMode.ANSI);
    }

    @Test
    void countsAndSums() {
        Gen.check(Law.RUNS, gen -> {
            var input = rows(gen);
            Law.check(gen, group(input, keys(gen, input), varied(gen, input, List.of(
                    aggregate("count", DataType.LONG),
                    aggregate("count", DataType.LONG, column(input, 1)),
                    aggregate("count_if", DataType.LONG, column(input, 5)),
                    aggregate("sum", DataType.LONG, wide(input, 2)),
                    aggregate("sum", DataType.DOUBLE, column(input, 3)),
                    aggregate("avg", DataType.DOUBLE, column(input, 3)),
                    aggregate("sum", new DecimalType(30, 2), column(input, 4)),
                    aggregate("bool_and", DataType.BOOLEAN, column(input, 5)),
                    aggregate("bool_or", DataType.BOOLEAN, column(input, 5))))), 60);
        });
    }

    @Test
    void variancesAndCorrelations() {
        Gen.check(Law.RUNS, gen -> {
            var input = rows(gen);
            var calls = new ArrayList<AggregateCall>();
            for (var function : List.of("var_pop", "var_samp", "stddev_pop", "stddev_samp")) {
                calls.add(aggregate(function, DataType.DOUBLE, column(input, 3)));
            }
            for (var function : List.of("covar_pop", "covar_samp", "corr")) {
                calls.add(aggregate(function, DataType.DOUBLE, column(input, 3), new Expr.Call(
                        "negative", List.of(column(input, 3)), DataType.DOUBLE, true,
                        Expr.ErrorMode.ANSI)));
            }
            Law.check(gen, group(input, keys(gen, input), varied(gen, input, calls)), 60);
        });
    }

    @Test
    void extremes() {
        Gen.check(Law.RUNS, gen -> {
            var input = rows(gen);
            var calls = new ArrayList<AggregateCall>();
            for (int i = 1; i < ROWS.size(); i++) {
                calls.add(aggregate("min", ROWS.type(i), column(input, i)));
                calls.add(aggregate("max", ROWS.type(i), column(input, i)));
            }
            // The value where another is greatest is that value itself: which of equal ones is taken, nobody knows.
            calls.add(aggregate("max_by", DataType.LONG, wide(input, 2), column(input, 2)));
            calls.add(aggregate("min_by", DataType.LONG, wide(input, 2), column(input, 2)));
            Law.check(gen, group(input, keys(gen, input),
                    varied(gen, input, calls)), 60);
        });
    }

    @Test
    void percentilesAndBits() {
        Gen.check(Law.RUNS, gen -> SqlLaw.check(gen, "SELECT " + gen.pick("k, ", "")
                + """
                        percentile(v, 0.3), percentile(v, array(0.0, 0.5, 1.0)), median(DISTINCT v),
                        percentile_approx(v, 0.7), percentile_approx(v, array(0.1, 0.9), 100),
                        mode(s), mode(v) FILTER (WHERE v > 0),
                        bit_and(v), bit_or(v), bit_xor(v), bit_xor(DISTINCT v)
                        FROM\s""" + gen.pick("a", "a", "grows")
                + " GROUP BY ALL", 60));
    }

    @Test
    void oneRowForEachKey() {
        Gen.check(Law.RUNS, gen -> SqlLaw.check(gen,
                "SELECT k, x <=> y FROM (SELECT k, first(v) AS x, first(-v) * -1 AS y, last(s) FROM a GROUP BY k)",
                60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collect_list", "collect_set"})
    void collections(String function) {
        Gen.check(Law.RUNS, gen -> {
            var input = rows(gen);
            var keys = keys(gen, input);
            var names = new ArrayType(DataType.STRING, false);
            var grouped = group(input, keys, varied(gen, input, List.of(
                    aggregate(function, names, column(input, 1)),
                    aggregate("count", DataType.LONG))));
            // Their order is that in which rows came, of which a table knows nothing.
            var sorted = new Expr.Call("sort_array",
                    List.of(column(grouped, keys.size()), new Expr.Literal(true, DataType.BOOLEAN)),
                    names, true, Expr.ErrorMode.ANSI);
            Law.check(gen, new Logical.Project(grouped, List.of(sorted),
                    Schema.of(Field.of("names", names))), 60);
        });
    }

    @Test
    void aggregatesOfAggregates() {
        Gen.check(Law.RUNS, gen -> {
            var input = rows(gen);
            var inner = group(input, List.of(column(input, 0), column(input, 5)),
                    aggregate("count", DataType.LONG),
                    aggregate("max", DataType.INT, column(input, 2)));
            var outer = group(inner, List.of(column(inner, 0)),
                    aggregate("sum", DataType.LONG, column(inner, 2)),
                    aggregate("min", DataType.INT, column(inner, 3)),
                    distinct(aggregate("count", DataType.LONG, column(inner, 3))));
            Law.check(gen,
                    group(outer, List.of(), aggregate("max", DataType.LONG, column(outer, 1)),
                            aggregate("count", DataType.LONG, column(outer, 2))),
                    60);
        });
    }

    @Test
    void distinctRows() {
        Gen.check(Law.RUNS, gen -> {
            var input = rows(gen);
            Law.check(gen, group(input, List.of(column(input, 0), column(input, 5))), 60);
        });
    }
}

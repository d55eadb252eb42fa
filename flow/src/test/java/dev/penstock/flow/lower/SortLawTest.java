package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.*;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.Order;
import dev.penstock.plan.logical.Logical;
import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The first rows of what changes.
class SortLawTest {
    private static final Schema ROWS = Schema.of(Field.of("key", DataType.BYTE),
            Field.of("name", DataType.STRING), Field.of("real", DataType.DOUBLE));

    private static Logical rows(Gen gen) {
        return gen.oneIn(3) ? stream("rows", ROWS) : changing("rows", ROWS);
    }

    /// By all columns: which of equal rows comes first, nobody knows.
    private static Logical first(Gen gen, Logical input) {
        var orders = new ArrayList<Order>();
        if (gen.flip()) {
            orders.add(new Order(call("negative", DataType.DOUBLE, column(input, 2)), gen.flip(),
                    gen.flip()));
        }
        for (int i = 0; i < input.schema().size(); i++) {
            orders.add(new Order(column(input, i), gen.flip(), gen.flip()));
        }
        Optional<Long> limit = gen.oneIn(6) ? Optional.empty() : Optional.of((long) gen.below(12));
        return new Logical.Sort(input, orders, limit, gen.flip() ? 0 : gen.below(8));
    }

    @Test
    void theFirstRows() {
        Gen.check(Law.RUNS, gen -> Law.check(gen, first(gen, rows(gen)), 80));
    }

    @Test
    void anAggregateOfTheFirstRows() {
        Gen.check(Law.RUNS, gen -> {
            var top = first(gen, rows(gen));
            var counts = group(top, List.of(column(top, 0)), aggregate("count", DataType.LONG),
                    aggregate("max", DataType.STRING, column(top, 1)));
            Law.check(gen, gen.flip()
                    ? counts
                    : first(gen, new Logical.Project(counts,
                            List.of(column(counts, 0), column(counts, 2),
                                    new Expr.Cast(column(counts, 1), DataType.DOUBLE, true,
                                            Expr.ErrorMode.ANSI)),
                            ROWS)),
                    80);
        });
    }

    @Test
    void anyRowsAreAlwaysTheSameNumber() {
        Gen.check(Law.RUNS, gen -> {
            var some = new Logical.Sort(rows(gen), List.of(),
                    Optional.of((long) gen.below(12)), gen.below(5));
            Law.check(gen, group(some, List.of(), aggregate("count", DataType.LONG)), 80);
        });
    }
}

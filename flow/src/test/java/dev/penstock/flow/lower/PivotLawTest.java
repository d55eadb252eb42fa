package dev.penstock.flow.lower;

import dev.penstock.testkit.Gen;
import org.junit.jupiter.api.Test;

/// `PIVOT` and `UNPIVOT` over rows that come and go keep the law.
class PivotLawTest {
    private static final String INPUT = "(SELECT k, v, v %% 3 AS p FROM %s)";

    @Test
    void pivots() {
        Gen.check(Law.RUNS, gen -> SqlLaw.check(gen, "SELECT * FROM "
                + INPUT.formatted(gen.pick("a", "a", "grows", "fixed")) + " PIVOT ("
                + aggregates(gen) + " FOR p IN (0, 1 AS one, -1, NULL, 7))", 60));
    }

    private static String aggregates(Gen gen) {
        return gen.pick("sum(v)", "count(*) AS n, sum(v) AS s", "coalesce(max(v), 0)",
                "count(DISTINCT v)", "min(v) FILTER (WHERE v > 0) AS m, count(v) AS n",
                "max(cast(v AS STRING)) AS t, count(*) AS n");
    }

    @Test
    void aPivotIsAnAggregateForEachValue() {
        Gen.check(Law.RUNS, gen -> SqlLaw.same(gen, "SELECT * FROM " + INPUT.formatted("a")
                + " PIVOT (sum(v) AS s, count(*) AS n FOR p IN (0, 1, NULL))",
                "SELECT k, sum(v) FILTER (WHERE p = 0), nullif(count(*) FILTER (WHERE p = 0), 0),"
                        + " sum(v) FILTER (WHERE p = 1), nullif(count(*) FILTER (WHERE p = 1), 0),"
                        + " sum(v) FILTER (WHERE p IS NULL), nullif(count(*) FILTER (WHERE p IS NULL), 0)"
                        + " FROM " + INPUT.formatted("a") + " GROUP BY k",
                60));
    }

    @Test
    void unpivots() {
        Gen.check(Law.RUNS, gen -> SqlLaw.check(gen,
                "SELECT n, count(*), sum(x) FROM " + INPUT.formatted(gen.pick("a", "a", "grows"))
                        + " UNPIVOT " + gen.pick("", "INCLUDE NULLS ", "EXCLUDE NULLS ")
                        + gen.pick("(x FOR n IN (v, p))", "((x, y) FOR n IN ((v, p), (p, v) AS q))")
                        + " GROUP BY n",
                60));
    }
}

package dev.penstock.flow.lower;

import dev.penstock.testkit.Gen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Queries of any shape keep the law.
class SqlLawTest {
    @ParameterizedTest
    @ValueSource(strings = {"UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT",
            "EXCEPT ALL"})
    void setOperations(String operation) {
        Gen.check(Law.RUNS, gen -> {
            var columns = gen.pick("k, s", "k", "v");
            SqlLaw.check(gen, "SELECT " + columns + " FROM " + gen.pick("a", "grows", "fixed") + " "
                    + operation + " SELECT " + columns + " FROM " + gen.pick("b", "b", "grows"),
                    60);
        });
    }

    @Test
    void whateverIsComposed() {
        Gen.check(Law.RUNS, gen -> SqlLaw.check(gen, relation(gen, 3), 25));
    }

    /// A random query that gives columns `k`, `s`, `v`, of others that do.
    static String relation(Gen gen, int depth) {
        if (depth == 0 || gen.oneIn(8)) {
            return "SELECT k, s, v FROM " + gen.pick("a", "a", "b", "c", "grows", "fixed");
        }
        var one = "(" + relation(gen, depth - 1) + ")";
        return switch (gen.below(9)) {
            case 0 -> "SELECT * FROM " + one + " WHERE " + condition(gen);
            case 1 -> "SELECT v % 3 AS k, s, k AS v FROM " + one;
            case 2 -> "SELECT k, " + gen.pick("max", "min") + "(s) AS s, int("
                    + gen.pick("sum(v)", "count(*)", "count(DISTINCT v)", "max(v)",
                            "count(*) FILTER (WHERE v > 0)")
                    + " % 100) AS v FROM " + one + " GROUP BY k";
            case 3 -> "SELECT DISTINCT k, s, 1 AS v FROM " + one;
            case 4 -> "SELECT l.k, r.s, l.v FROM " + one + " l " + gen.pick("", "LEFT ", "RIGHT ",
                    "FULL ") + "JOIN (" + relation(gen, depth - 1) + ") r ON l.k = r.k"
                    + (gen.flip() ? "" : " AND l.v < r.v");
            case 5 -> "SELECT * FROM " + one + " l LEFT " + gen.pick("SEMI", "ANTI") + " JOIN ("
                    + relation(gen, depth - 1) + ") r ON l.s = r.s"
                    + (gen.flip() ? "" : " AND l.k <> r.k");
            case 6 -> "SELECT * FROM " + one + " " + gen.pick("UNION", "UNION ALL", "INTERSECT",
                    "INTERSECT ALL", "EXCEPT", "EXCEPT ALL") + " SELECT * FROM ("
                    + relation(gen, depth - 1) + ")";
            case 7 -> "SELECT * FROM " + one + " ORDER BY " + gen.pick("k, s, v", "v DESC, k, s",
                    "v + k, s, k, v") + " LIMIT " + gen.below(8)
                    + (gen.flip() ? "" : " OFFSET " + gen.below(4));
            default -> "SELECT k, w AS s, v FROM " + one
                    + " LATERAL VIEW explode(array(s, upper(s))) AS w";
        };
    }

    private static String condition(Gen gen) {
        return gen.pick("v > 0", "k < 5", "s IS NOT NULL", "s < 'm'");
    }
}

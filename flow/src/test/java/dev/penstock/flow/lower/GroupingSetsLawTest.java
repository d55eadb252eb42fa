package dev.penstock.flow.lower;

import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Grouping sets over rows that come and go keep the law, and mean the union of what their sets mean.
class GroupingSetsLawTest {
    private static final List<String> KEYS = List.of("k", "s", "v % 3");

    @Test
    void rollupCubeAndGroupingSets() {
        Gen.check(Law.RUNS, gen -> SqlLaw.check(gen, "SELECT " + String.join(", ", KEYS)
                + ", grouping_id() AS g, grouping(s) AS gs, " + aggregates(gen) + " FROM "
                + gen.pick("a", "a", "grows", "fixed") + " GROUP BY " + grouping(gen)
                + gen.pick("", "", " HAVING grouping(k) = 0 OR count(*) > 2"), 60));
    }

    private static String aggregates(Gen gen) {
        return gen.pick("count(*) AS n, sum(v) AS t", "max(s) AS m, min(v) AS l",
                "count(DISTINCT v) AS d", "sum(grouping(k)) AS w, avg(k) AS a");
    }

    private static String grouping(Gen gen) {
        return gen.pick("ROLLUP(k, s, v % 3)", "CUBE(k, s, v % 3)", "k, s, v % 3 WITH ROLLUP",
                "k, s, v % 3 WITH CUBE", "k, ROLLUP(s, v % 3)", "CUBE(k, s), ROLLUP(v % 3)",
                "GROUPING SETS ((k, s), (s, v % 3), ())", "ROLLUP((k, s), v % 3)",
                "GROUPING SETS ((k, s, v % 3), (k), (k), ROLLUP(s, v % 3))",
                "k, s, v % 3 GROUPING SETS (())");
    }

    @Test
    void groupingSetsAreTheUnionOfTheirSets() {
        Gen.check(Law.RUNS, gen -> {
            var sets = new ArrayList<List<Integer>>();
            for (int i = 1 + gen.below(4); i > 0; i--) {
                sets.add(List.of(0, 1, 2).stream().filter(_ -> gen.flip()).toList());
            }
            // Every key is in some set, and no set is empty: without rows that has no rows.
            sets.add(List.of(0, 1, 2));
            sets.removeIf(List::isEmpty);
            var parts = sets.stream().map(set -> part(set)).toList();
            var written = sets.stream()
                    .map(set -> "(" + String.join(", ", set.stream().map(KEYS::get).toList()) + ")")
                    .toList();
            SqlLaw.same(gen, "SELECT k, s, v % 3, grouping_id(k, s, v % 3), count(*), sum(v) FROM a"
                    + " GROUP BY k, s, v % 3 GROUPING SETS (" + String.join(", ", written) + ")",
                    String.join(" UNION ALL ", parts), 60);
        });
    }

    private static String part(List<Integer> set) {
        var columns = new ArrayList<String>();
        long id = 0;
        for (int key = 0; key < KEYS.size(); key++) {
            columns.add(set.contains(key) ? KEYS.get(key) : "NULL");
            id = id * 2 + (set.contains(key) ? 0 : 1);
        }
        return "SELECT " + String.join(", ", columns) + ", " + id + "L, count(*), sum(v) FROM a"
                + " GROUP BY " + String.join(", ", set.stream().map(KEYS::get).toList());
    }

    @Test
    void pathsThatMeetAgain() {
        Gen.check(Law.RUNS / 2, gen -> SqlLaw.check(gen,
                "SELECT l.k, l.n, r.t FROM (SELECT k, s, count(*) AS n FROM a GROUP BY ROLLUP(k, s))"
                        + " l JOIN (SELECT k, sum(v) AS t, grouping(k) AS g FROM b GROUP BY CUBE(k))"
                        + " r ON l.k <=> r.k " + gen.pick("", "WHERE r.g = 0"),
                40));
    }
}

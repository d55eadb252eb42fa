package dev.penstock.flow.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plan.logical.ResultKeys;
import dev.penstock.testkit.Gen;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The changes that output mode `changelog` gives come to the result, whatever the query.
class ChangelogLawTest {
    @Test
    void theChangesOfAnyQueryComeToItsResult() {
        Gen.check(Law.RUNS,
                gen -> Law.checkChangelog(gen, SqlLaw.plan(SqlLawTest.relation(gen, 3)), 25));
    }

    @Test
    void aResultIsKnownByTheKeysOfItsAggregate() {
        assertThat(key("SELECT sum(v), k FROM a GROUP BY k")).hasValue(List.of(1));
        assertThat(key("SELECT sum(v) FROM a GROUP BY k")).isEmpty();
        assertThat(key("SELECT count(*) FROM a")).hasValue(List.of());
        assertThat(key("SELECT v, s, k FROM a WHERE v > 1")).isEmpty();
    }

    @Test
    void aRowOfTheFirstByNumberIsKnownByItsNumber() {
        assertThat(key(
                "SELECT * FROM (SELECT k, v, row_number() OVER (PARTITION BY k ORDER BY v) AS n FROM grows) WHERE n <= 2"))
                .hasValue(List.of(0, 2));
    }

    @Test
    void aJoinIsKnownByTheKeysThatAreNotComparedWithTheOtherSide() {
        var counts = "(SELECT k, count(*) AS n FROM a GROUP BY k)";
        var names = "(SELECT k, max(s) AS s FROM b GROUP BY k)";
        assertThat(key("SELECT l.k, n, s FROM " + counts + " l LEFT JOIN " + names
                + " r ON l.k = r.k")).hasValue(List.of(0));
        assertThat(key("SELECT l.k, n, r.k, s FROM " + counts + " l JOIN " + names
                + " r ON l.n = length(r.s)")).hasValue(List.of(0, 2));
    }

    private static Optional<List<Integer>> key(String sql) {
        return ResultKeys.of(SqlLaw.plan(sql));
    }
}

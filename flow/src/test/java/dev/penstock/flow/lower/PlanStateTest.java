package dev.penstock.flow.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `EXPLAIN` says about state.
class PlanStateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT count(*) FROM grows                                      | keeps one group, bounded by its one row
            SELECT k, count(*) FROM grows GROUP BY k                        | keeps a group for each different key, UNBOUNDED
            SELECT DISTINCT k FROM grows                                    | keeps each different row, UNBOUNDED
            SELECT k, count(DISTINCT v) FROM grows GROUP BY k               | keeps a group for each different key and its different values, UNBOUNDED
            SELECT max(n) FROM (SELECT count(*) AS n FROM grows GROUP BY k) | keeps one group and the values of its rows, UNBOUNDED
            SELECT max(k) FROM grows                                        | keeps one group, bounded by its one row
            SELECT * FROM grows g JOIN fixed f ON g.k = f.k                 | keeps the rows of one side, bounded by the size of its table
            SELECT * FROM grows g RIGHT JOIN fixed f ON g.k = f.k           | keeps the rows of both sides, UNBOUNDED
            SELECT * FROM grows g JOIN a ON g.k = a.k                       | keeps the rows of both sides, UNBOUNDED
            SELECT * FROM grows ORDER BY v LIMIT 10                         | keeps the first rows, bounded by its limit of 10 rows
            SELECT * FROM grows LIMIT 10                                    | keeps how many rows have passed, bounded by one number
            SELECT count(DISTINCT v) FROM (SELECT v FROM a ORDER BY v LIMIT 3) | keeps one group and its different values, bounded by the limit of 3 rows of its input
            """)
    void eachOperatorSaysWhatItKeeps(String sql, String said) {
        assertThat(PlanState.explain(SqlLaw.plan(sql)).lines().filter(l -> l.contains("-- keeps"))
                .findFirst().orElse("")).contains(said);
    }

    @Test
    void whatNeverGrowsIsNoWarning() {
        assertThat(PlanState.warnings(SqlLaw.plan("SELECT max(v), sum(k) FROM grows"))).isEmpty();
        assertThat(PlanState.warnings(SqlLaw.plan("SELECT k, count(*) FROM fixed GROUP BY k")))
                .isEmpty();
    }

    @Test
    void whatMayGrowIsAWarningThatNamesOperatorAndRemedy() {
        assertThat(PlanState.warnings(SqlLaw.plan("SELECT k, sum(v) FROM grows GROUP BY k")))
                .singleElement().asString().contains("Aggregate [k]", "grow without bound",
                        "group by a window of event time, with a watermark");
    }
}

package dev.penstock.plan.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class QueriesTest {
    private static final SqlParser PARSER = new SqlParser(ZoneId.of("Europe/Berlin"));

    @Test
    void selects() {
        reads("SELECT 1", "Query(Project(OneRow, [1]))");
        reads("SELECT a, t.b + 1 AS c FROM db.t AS t WHERE a = 1 AND b IS NOT NULL",
                "Query(Project(Filter(SubqueryAlias(db.t, t), and(==(a, 1), isNotNull(b))), [a, +(t.b, 1) AS c]))");
    }

    private static void reads(String sql, String tree) {
        assertThat(Printed.of(PARSER.parseStatement(sql))).as(sql).isEqualTo(tree);
    }
}

package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Spark refuses to do with streams: the result after each step, with a stop and a restart in the middle, is that of the same query over the tables.
class IncrementalQueriesTest {
    @TempDir
    private Path directory = Path.of("");

    private static List<String> rows(Session session, String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).sorted().toList();
    }

    private static List<String> steps() {
        return List.of("INSERT INTO clicks VALUES ('home', 10), ('cart', 20), ('home', 30)",
                "INSERT INTO titles VALUES ('home', 'Welcome'), ('exit', 'Goodbye')",
                "INSERT INTO clicks VALUES ('exit', 5), (NULL, 7), ('home', 40), ('exit', 5)",
                "INSERT INTO titles VALUES ('cart', 'Your cart'), ('home', 'Again'), (NULL, 'none')",
                "INSERT INTO clicks VALUES ('new', 1), ('cart', 50)");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "SELECT page, ms FROM STREAM clicks ORDER BY ms DESC, page LIMIT 2",
            "SELECT page, ms, rank() OVER (PARTITION BY page ORDER BY ms) AS place FROM STREAM clicks",
            "SELECT c.page, count(*), sum(ms), max(title) FROM STREAM clicks c FULL JOIN STREAM titles t ON c.page = t.page GROUP BY c.page",
            "SELECT page, count(*), max(ms) FROM STREAM clicks c LEFT ANTI JOIN STREAM titles t ON c.page = t.page GROUP BY page",
            "SELECT n, count(*), min(page), sum(average) FROM (SELECT page, count(*) AS n, avg(ms) AS average FROM STREAM clicks GROUP BY page) GROUP BY n",
            "SELECT count(DISTINCT n), max(n), min(n), median(n) FROM (SELECT page, count(*) AS n FROM STREAM clicks GROUP BY page)",
            "SELECT sum(ms), count(*) FROM (SELECT * FROM (SELECT page, sum(ms) AS ms FROM STREAM clicks GROUP BY page) ORDER BY ms DESC, page LIMIT 2)",
            "SELECT page, ms > 10 AS slow, grouping_id() AS g, count(*), sum(ms) FROM STREAM clicks GROUP BY CUBE(page, ms > 10)",
            "SELECT g, count(*), sum(n) FROM (SELECT page, grouping(page) AS g, count(*) AS n FROM STREAM clicks GROUP BY ROLLUP(page)) GROUP BY g",
            "SELECT * FROM (SELECT page, ms, ms > 10 AS slow FROM STREAM clicks) PIVOT (count(*) AS n, sum(ms) AS s FOR slow IN (true, false, NULL AS unknown))",
            "SELECT n, sum(v), count(*) FROM (SELECT page, ms, ms * 2 AS twice FROM STREAM clicks) UNPIVOT (v FOR n IN (ms, twice)) GROUP BY n",
            "SELECT page, count(*) FROM (SELECT page FROM STREAM clicks EXCEPT ALL SELECT page FROM STREAM titles) GROUP BY page",
            "SELECT page, count(*) FROM (SELECT page FROM STREAM clicks INTERSECT SELECT page FROM STREAM titles) GROUP BY page"})
    void theResultIsThatOfTheTables(String sql) throws StreamingQueryException {
        try (var session = Session.builder().create()) {
            session.sql("CREATE TABLE clicks (page STRING, ms INT)");
            session.sql("CREATE TABLE titles (page STRING, title STRING)");
            var name = "result";
            var query = start(session, sql, name);
            for (var step : steps()) {
                session.sql(step);
                query.processAllAvailable();
                assertThat(rows(session, "SELECT * FROM " + name)).as(step)
                        .isEqualTo(rows(session, sql.replace("STREAM ", "")));
                query.stop();
                session.sql("DROP TABLE IF EXISTS " + name);
                name = name + "x";
                query = start(session, sql, name);
            }
        }
    }

    private StreamingQuery start(Session session, String sql, String name) {
        return session.sql(sql).writeStream().outputMode("complete").format("memory")
                .queryName(name).option("checkpointLocation", directory.toString()).start();
    }
}

package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Epochs that are large enough for the workers: with one thread and with four the result is that of the same query over a range, and stays so over
/// a stop and a restart.
class ManyWorkersTest {
    private static final int ROWS = 40_000;
    private static final int EPOCHS = 3;

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {
            "SELECT value % 100 AS k, count(*), sum(value), min(value), max(value) FROM numbers GROUP BY value % 100",
            "SELECT value % 7 AS k, avg(value / 3), count(DISTINCT value % 1000), percentile(value, 0.5) FROM numbers GROUP BY value % 7",
            "SELECT count(*), sum(a.value) FROM numbers a JOIN others b ON a.value = b.value * 2",
            "SELECT a.value % 10, count(*), count(b.value) FROM numbers a LEFT JOIN others b ON a.value = b.value * 2 GROUP BY a.value % 10",
            "SELECT count(*), sum(value) FROM (SELECT value FROM numbers ORDER BY value % 1000 DESC, value LIMIT 100)",
            "SELECT n, count(*) FROM (SELECT row_number() OVER (PARTITION BY value % 500 ORDER BY value DESC) AS n FROM numbers) WHERE n <= 5 GROUP BY n",
            "SELECT count(*) FROM (SELECT value % 3000 AS v FROM numbers EXCEPT SELECT value % 2000 FROM others)",
            "SELECT k, count(*) FROM (SELECT value % 11 AS k, value % 100 AS v FROM numbers GROUP BY value % 11, value % 100) GROUP BY k"})
    void theResultDoesNotDependOnTheNumberOfThreads(String sql) throws Exception {
        List<String> expected;
        try (var session = Penstock.builder().threads(1).open().newSession()) {
            for (var name : List.of("numbers", "others")) {
                session.range((long) ROWS * EPOCHS).toDF("value").createOrReplaceTempView(name);
            }
            expected = rows(session, sql);
        }
        for (int threads : List.of(1, 4)) {
            assertThat(streamed(sql, threads)).as(threads + " threads").isEqualTo(expected);
        }
    }

    /// An epoch, a stop and a restart, again and again.
    private List<String> streamed(String sql, int threads) throws Exception {
        try (var session = Penstock.builder().threads(threads).open().newSession()) {
            for (var name : List.of("numbers", "others")) {
                session.readStream().format("rate-micro-batch").option("rowsPerBatch", ROWS)
                        .option("numPartitions", 8).load().select("value")
                        .createOrReplaceTempView(name);
            }
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                session.sql(sql).writeStream().outputMode("complete").format("memory")
                        .queryName("result" + epoch).trigger(Trigger.AvailableNow())
                        .option("checkpointLocation", directory.resolve("with-" + threads)
                                .toString())
                        .start().awaitTermination();
            }
            return rows(session, "SELECT * FROM result" + (EPOCHS - 1));
        }
    }

    private static List<String> rows(Session session, String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).sorted().toList();
    }
}

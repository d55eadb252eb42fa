package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A script of statements with a data directory, as `penstock run FILE.sql --data DIR` has it.
class PipelineTest {
    @TempDir
    private Path data;

    private static List<String> rows(Session session, String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    private static void settle(Session session) throws StreamingQueryException {
        // Each query is at most two others away from the source.
        for (int i = 0; i < 3; i++) {
            for (var query : session.streams().active()) {
                query.processAllAvailable();
            }
        }
    }

    private static void script(Session session) {
        session.sql("CREATE TABLE ticks USING `rate-micro-batch` OPTIONS (rowsPerBatch 5)");
        session.sql(
                "CREATE STREAMING TABLE raw AS SELECT value FROM STREAM ticks WHERE value < 100");
        session.sql(
                "CREATE STREAMING TABLE even AS SELECT value FROM STREAM raw WHERE value % 2 = 0");
        session.sql(
                "CREATE MATERIALIZED VIEW tens AS SELECT value div 10 AS ten, count(*) AS n FROM STREAM even GROUP BY 1");
    }

    @Test
    void theSameScriptGoesOnWhereItWas() throws Exception {
        String[] ids = new String[2];
        for (int run = 0; run < 2; run++) {
            try (var penstock = Penstock.builder().dataDirectory(data).open();
                    var session = penstock.newSession()) {
                script(session);
                awaitRows(session, "raw", 100);
                settle(session);

                assertThat(rows(session, "SELECT count(*), count(DISTINCT value) FROM raw"))
                        .containsExactly("[100,100]");
                assertThat(rows(session, "SELECT count(*) FROM even")).containsExactly("[50]");
                assertThat(rows(session, "SELECT DISTINCT n FROM tens")).containsExactly("[5]");
                ids[run] = List.of(session.streams().active()).stream()
                        .map(query -> query.name() + query.id()).toList().toString();
            }
        }
        assertThat(ids[0]).isEqualTo(ids[1]);
    }

    private static void awaitRows(Session session, String table, long rows)
            throws InterruptedException, StreamingQueryException {
        var arrived = new java.util.concurrent.CountDownLatch(1);
        var watch = session.readStream().table(table).groupBy().count().writeStream()
                .outputMode("update")
                .foreachBatch((counts, _) -> {
                    if (counts.collectAsList().stream().anyMatch(row -> row.getLong(0) >= rows)) {
                        arrived.countDown();
                    }
                }).start();
        assertThat(arrived.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        watch.stop();
    }

    @Test
    void withAvailableNowEachQueryWaitsForThoseBeforeIt() throws Exception {
        try (var session = Session.builder().config("penstock.sql.trigger", "availableNow")
                .create()) {
            session.sql("CREATE TABLE clicks (page STRING)");
            session.sql("INSERT INTO clicks VALUES ('a'), ('b')");
            session.sql("CREATE STREAMING TABLE copy AS SELECT * FROM STREAM clicks");
            session.sql(
                    "CREATE STREAMING TABLE copyOfCopy AS SELECT upper(page) AS page FROM STREAM copy");
            for (var query : session.streams().active()) {
                query.awaitTermination();
            }

            assertThat(rows(session, "SELECT * FROM copyOfCopy")).containsExactly("[A]", "[B]");
        }
    }

    @Test
    void aStreamingTableNeedsAStream() {
        try (var session = Session.builder().create()) {
            session.sql("CREATE TABLE clicks (page STRING)");

            assertThatThrownBy(
                    () -> session.sql("CREATE STREAMING TABLE copy AS SELECT * FROM clicks"))
                    .hasMessageContaining(
                            "INVALID_FLOW_QUERY_TYPE.BATCH_RELATION_FOR_STREAMING_TABLE");
            assertThatThrownBy(() -> session.sql(
                    "CREATE STREAMING TABLE counts AS SELECT page, count(*) FROM STREAM clicks GROUP BY page"))
                    .hasMessageContaining("STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION");
            assertThat(rows(session, "SHOW TABLES")).containsExactly("[default,clicks,false]");
        }
    }
}

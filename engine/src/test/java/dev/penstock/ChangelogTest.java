package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.error.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Output mode `changelog`, run for real from end to end: each epoch takes what one `INSERT` brought.
class ChangelogTest {
    @TempDir
    private Path directory = Path.of("");
    private Session session = Session.builder().create();

    @BeforeEach
    void clicks() {
        session.sql("CREATE TABLE clicks (page STRING, ms INT)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private StreamingQuery start(String sql, String table) {
        return session.sql(sql).writeStream().outputMode("changelog").format("memory")
                .queryName(table).option("checkpointLocation", directory.toString()).start();
    }

    private void insert(StreamingQuery query, String rows) throws StreamingQueryException {
        session.sql("INSERT INTO clicks VALUES " + rows);
        query.processAllAvailable();
    }

    private List<String> rows(String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    @Test
    void countsAreInsertedAndThenUpdated() throws StreamingQueryException {
        var query = start("SELECT page, count(*) AS n FROM STREAM clicks GROUP BY page", "changes");

        insert(query, "('home', 1), ('cart', 2), ('home', 3)");
        insert(query, "('home', 4), ('exit', 5)");

        assertThat(rows("SELECT page, n, _change_type FROM changes")).containsExactly(
                "[home,2,insert]", "[cart,1,insert]", "[home,2,update_preimage]",
                "[home,3,update_postimage]", "[exit,1,insert]");
        assertThat(rows(
                "SELECT count(DISTINCT _commit_version), count(DISTINCT _commit_timestamp) FROM changes"))
                .containsExactly("[2,2]");
    }

    @Test
    void changesGoOnAfterAStop() throws StreamingQueryException {
        var sql = "SELECT page, count(*) AS n FROM STREAM clicks GROUP BY page";
        var query = start(sql, "changes");
        insert(query, "('home', 1), ('cart', 2)");
        query.stop();
        query = start(sql, "changes");

        insert(query, "('home', 4)");

        assertThat(rows("SELECT page, n, _change_type FROM changes")).containsExactly(
                "[home,1,insert]", "[cart,1,insert]", "[home,1,update_preimage]",
                "[home,2,update_postimage]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT page, ms FROM STREAM clicks ORDER BY ms DESC LIMIT 2",
            "SELECT n, count(*) FROM (SELECT page, count(*) AS n FROM STREAM clicks GROUP BY page) GROUP BY n",
            "SELECT page FROM STREAM clicks EXCEPT ALL SELECT page FROM STREAM clicks WHERE ms > 3",
            "SELECT page, ms, row_number() OVER (PARTITION BY page ORDER BY ms) AS n FROM STREAM clicks",
            "SELECT a.page, a.ms, b.ms AS more FROM STREAM clicks a LEFT JOIN STREAM clicks b ON a.page = b.page AND a.ms < b.ms",
            "SELECT page, ms FROM STREAM clicks ORDER BY ms"})
    void whoAppliesTheChangesHasTheResult(String sql) throws StreamingQueryException {
        var query = start(sql, "changes");
        for (var rows : List.of("('home', 1), ('cart', 2), ('home', 3)", "('exit', 9), (NULL, 4)",
                "('home', 7), ('cart', 2)")) {
            insert(query, rows);
            query.stop();
            query = start(sql, "changes");
            query.processAllAvailable();

            var table = new ArrayList<List<Object>>();
            for (var change : session.sql("SELECT * FROM changes").collectAsList()) {
                var row = new ArrayList<Object>(change.toSeq().subList(0, change.size() - 3));
                var kind = String.valueOf(change.<String>getAs("_change_type"));
                if (kind.equals("insert") || kind.equals("update_postimage")) {
                    table.add(row);
                } else {
                    assertThat(table.remove(row)).as("%s was there", change).isTrue();
                }
            }
            assertThat(table.stream().map(String::valueOf))
                    .containsExactlyInAnyOrderElementsOf(session.sql(sql.replace("STREAM ", ""))
                            .collectAsList().stream().map(row -> row.toSeq().toString()).toList());
        }
    }

    @Test
    void aStreamingTableOfChangesCanBeReadAsAStream() throws StreamingQueryException {
        session.sql(
                "CREATE STREAMING TABLE history TBLPROPERTIES ('outputMode' = 'changelog') AS SELECT page, sum(ms) AS ms FROM STREAM clicks GROUP BY page");
        session.sql(
                "CREATE STREAMING TABLE gone AS SELECT page, ms FROM STREAM history WHERE _change_type = 'update_preimage'");

        session.sql("INSERT INTO clicks VALUES ('home', 1)");
        settle();
        session.sql("INSERT INTO clicks VALUES ('home', 2)");
        settle();

        assertThat(rows("SELECT * FROM gone")).containsExactly("[home,1]");
    }

    private void settle() throws StreamingQueryException {
        for (var query : session.streams().active()) {
            query.processAllAvailable();
        }
        for (var query : session.streams().active()) {
            query.processAllAvailable();
        }
    }

    @Test
    void aFlowBringsChangesIntoATable() throws StreamingQueryException {
        session.sql("CREATE STREAMING TABLE history");
        session.sql(
                "CREATE FLOW counts AS INSERT INTO history WITH ('outputMode' = 'changelog') SELECT page, count(*) AS n FROM STREAM clicks GROUP BY page");

        session.sql("INSERT INTO clicks VALUES ('home', 1)");
        settle();

        assertThat(rows("SELECT page, n, _change_type FROM history"))
                .containsExactly("[home,1,insert]");
        assertThatThrownBy(() -> session.sql(
                "CREATE FLOW others AS INSERT INTO history WITH ('outputMode' = 'changelog') SELECT page FROM STREAM clicks"))
                .isInstanceOf(UserException.class).hasMessageContaining("NOT_A_LIVE_TARGET");
        assertThatThrownBy(() -> session.sql(
                "CREATE FLOW others AS INSERT INTO history WITH ('outputMode' = 'complete') SELECT page FROM STREAM clicks"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE");
    }

    @Test
    void anUnknownModeIsRefused() {
        assertThatThrownBy(
                () -> session.readStream().table("clicks").writeStream().outputMode("changes"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("STREAMING_OUTPUT_MODE.INVALID");
    }

    @Test
    void windowsThatTheWatermarkHasEndedAreNotDeleted() throws StreamingQueryException {
        session.sql("CREATE TABLE events (at TIMESTAMP)");
        var query = session.readStream().table("events").withWatermark("at", "1 second")
                .groupBy(Functions.window(Functions.col("at"), "10 seconds")).count().writeStream()
                .outputMode(OutputMode.Changelog()).format("memory").queryName("changes")
                .option("checkpointLocation", directory.toString())
                .start();

        session.sql("INSERT INTO events VALUES (TIMESTAMP'2026-01-01 10:00:01')");
        query.processAllAvailable();
        session.sql("INSERT INTO events VALUES (TIMESTAMP'2026-01-01 11:00:01')");
        query.processAllAvailable();

        assertThat(rows("SELECT count, _change_type FROM changes")).containsExactly("[1,insert]",
                "[1,insert]");
    }
}

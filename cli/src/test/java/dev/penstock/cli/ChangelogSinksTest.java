package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.Row;
import dev.penstock.Session;
import dev.penstock.StreamWriter;
import dev.penstock.StreamingQueryException;
import dev.penstock.broker.LocalBroker;
import dev.penstock.data.error.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The changes of a result in Kafka, in files and in the hands of a program, with a stop and a restart in the middle.
class ChangelogSinksTest {
    @TempDir
    private Path directory = Path.of("");
    private final Session session = Session.builder().create();

    @BeforeEach
    void clicks() {
        session.sql("CREATE TABLE clicks (page STRING, ms INT)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private StreamWriter counts() {
        return session.sql("SELECT page, count(*) AS n FROM STREAM clicks GROUP BY page")
                .writeStream().queryName("counts").outputMode("changelog")
                .option("checkpointLocation", directory.resolve("checkpoint").toString());
    }

    private void insert(StreamWriter writer, String rows) throws StreamingQueryException {
        session.sql("INSERT INTO clicks VALUES " + rows);
        var query = writer.start();
        query.processAllAvailable();
        query.stop();
    }

    private List<String> rows(String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    @Test
    void kafkaHoldsEnvelopesUnderTheirKeys() throws StreamingQueryException {
        try (var broker = LocalBroker.start(directory.resolve("broker"))) {
            broker.createTopic("changes", 2);
            var writer = counts().format("kafka").option("topic", "changes")
                    .option("kafka.bootstrap.servers", broker.bootstrapServers());
            insert(writer, "('home', 1), ('home', 2)");
            insert(writer, "('home', 3)");

            session.read().format("kafka")
                    .option("kafka.bootstrap.servers", broker.bootstrapServers())
                    .option("subscribe", "changes").load().createOrReplaceTempView("changes");
            assertThat(rows(
                    "SELECT CAST(key AS STRING), substring_index(CAST(value AS STRING), ',\"ts_ms', 1) FROM changes ORDER BY offset"))
                    .containsExactly(
                            "[{\"page\":\"home\"},{\"before\":null,\"after\":{\"page\":\"home\",\"n\":2},\"op\":\"c\"]",
                            "[{\"page\":\"home\"},{\"before\":{\"page\":\"home\",\"n\":2},\"after\":{\"page\":\"home\",\"n\":3},\"op\":\"u\"]");
            assertThat(rows(
                    "SELECT DISTINCT get_json_object(CAST(value AS STRING), '$.source.name'), partition FROM changes"))
                    .hasSize(1);
        }
    }

    @Test
    void filesHoldTheColumnsOfTheChanges() throws StreamingQueryException {
        var path = directory.resolve("out").toString();
        var writer = counts().format("json").option("path", path);
        insert(writer, "('home', 1), ('home', 2)");
        insert(writer, "('home', 3)");

        session.read().format("json")
                .schema("page STRING, n BIGINT, _change_type STRING, _commit_version BIGINT, _commit_timestamp TIMESTAMP")
                .load(path).createOrReplaceTempView("changes");
        assertThat(rows(
                "SELECT page, n, _change_type FROM changes ORDER BY _commit_version, _change_type DESC"))
                .containsExactly("[home,2,insert]", "[home,2,update_preimage]",
                        "[home,3,update_postimage]");
        assertThat(rows("SELECT count(_commit_timestamp) FROM changes")).containsExactly("[3]");
    }

    @Test
    void aProgramIsGivenTheColumnsOfTheChanges() throws StreamingQueryException {
        var seen = new CopyOnWriteArrayList<String>();
        var writer = counts().foreachBatch((rows, epoch) -> rows.collectAsList().forEach(
                row -> seen.add(epoch + " " + row.getAs("page") + " " + row.getAs("_change_type")
                        + " " + row.getAs("_commit_version"))));
        insert(writer, "('home', 1)");

        assertThat(seen).containsExactly("0 home insert 0");
    }

    @Test
    void aSinkThatCannotHoldTheColumnsSaysSo() {
        assertThatThrownBy(() -> counts().format("text").start(directory.resolve("t").toString()))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> counts().format("kafka")
                .option("kafka.bootstrap.servers", "localhost:1").start())
                .isInstanceOf(UserException.class).hasMessageContaining("topic");
    }
}

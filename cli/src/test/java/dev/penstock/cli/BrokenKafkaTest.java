package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.DataFrame;
import dev.penstock.Session;
import dev.penstock.StreamingQuery;
import dev.penstock.StreamingQueryException;
import dev.penstock.broker.LocalBroker;
import dev.penstock.data.error.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries over a real broker that is not as it should be.
class BrokenKafkaTest {
    @TempDir
    static Path brokerData = Path.of("");
    private static final AtomicReference<LocalBroker> BROKER = new AtomicReference<>();
    private final LocalBroker broker = BROKER.get();

    @TempDir
    private Path directory = Path.of("");
    private final Session session = Session.builder().create();

    @AfterEach
    void close() {
        session.close();
    }

    @BeforeAll
    static void startBroker() {
        BROKER.set(LocalBroker.start(brokerData));
    }

    @AfterAll
    static void stopBroker() {
        BROKER.get().close();
    }

    private DataFrame stream(String topic) {
        return session.readStream().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("subscribe", topic).option("startingOffsets", "earliest").load();
    }

    private DataFrame rows(String topic) {
        return session.read().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("subscribe", topic)
                .load();
    }

    private void send(String topic, int from, int to) {
        session.range(from, to)
                .selectExpr("CAST(id % 3 AS STRING) AS key", "CAST(id AS STRING) AS value").write()
                .format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers()).option("topic", topic)
                .save();
    }

    private StreamingQuery into(String topic, DataFrame rows) {
        return rows.writeStream().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers()).option("topic", topic)
                .option("checkpointLocation", directory.resolve("checkpoint").toString()).start();
    }

    @Test
    void aMissingTopicIsNamed() {
        var query = stream("nowhere").writeStream().format("memory").queryName("t").start();

        assertThatThrownBy(query::processAllAvailable).isInstanceOf(StreamingQueryException.class)
                .hasCauseInstanceOf(UserException.class).hasMessageContaining("UNKNOWN_KAFKA_TOPIC")
                .hasMessageContaining("nowhere").hasMessageContaining(broker.bootstrapServers());
        assertThat(session.streams().active()).isEmpty();
    }

    @Test
    void aMissingTopicToWriteToFailsTheQueryByName() {
        broker.createTopic("source-1", 1);
        send("source-1", 0, 1);

        assertThatThrownBy(() -> into("nowhere", stream("source-1")).processAllAvailable())
                .hasMessageContaining("UNKNOWN_KAFKA_TOPIC").hasMessageContaining("nowhere");
    }

    @Test
    void anOptionThatKafkaDoesNotHaveIsRefused() {
        var reader = session.readStream().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("subscribe", "x").option("startingOffset", "earliest");

        assertThatThrownBy(() -> reader.load().schema()).isInstanceOf(UserException.class)
                .hasMessageContaining("UNKNOWN_OPTION")
                .hasMessageContaining("Did you mean startingOffsets?");
    }

    @Test
    void aValueThatIsNeitherTextNorBytesIsRefused() {
        broker.createTopic("source-2", 1);

        assertThatThrownBy(() -> into("source-2", stream("source-2").selectExpr("offset AS value")))
                .isInstanceOf(UserException.class).hasMessageContaining("value")
                .hasMessageContaining("BIGINT");
    }

    @Test
    void rowsWithoutAValueColumnAreRefused() {
        broker.createTopic("source-3", 1);

        assertThatThrownBy(() -> into("source-3", stream("source-3").selectExpr("key")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("value");
    }

    @Test
    void aMalformedCastFailsItsQueryAloneAndTheCheckpointGoesOn() throws StreamingQueryException {
        broker.createTopic("numbers", 1);
        broker.createTopic("doubled", 1);
        send("numbers", 1, 3);
        var other = stream("numbers").selectExpr("CAST(value AS STRING)").writeStream()
                .format("memory").queryName("other").start();
        var strict = "CAST(CAST(CAST(value AS STRING) AS INT) * 2 AS STRING) AS value";
        var first = into("doubled", stream("numbers").selectExpr(strict));
        first.processAllAvailable();
        session.sql("SELECT 'x' AS value").write().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("topic", "numbers").save();

        assertThatThrownBy(first::processAllAvailable).isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("STREAM_FAILED").hasMessageContaining("CAST_INVALID_INPUT")
                .hasMessageContaining("'x'");

        other.processAllAvailable();
        assertThat(session.table("other").count()).isEqualTo(3);
        var lenient = "CAST(try_cast(CAST(value AS STRING) AS INT) * 2 AS STRING) AS value";
        into("doubled", stream("numbers").selectExpr(lenient).where("value IS NOT NULL"))
                .processAllAvailable();
        send("numbers", 3, 4);
        session.streams().active()[1].processAllAvailable();
        assertThat(values("doubled")).containsExactly("2", "4", "6");
    }

    private List<String> values(String topic) {
        return rows(topic).selectExpr("partition", "offset", "CAST(value AS STRING) AS v")
                .orderBy("partition", "offset").collectAsList()
                .stream().map(row -> row.getString(2)).toList();
    }

    @Test
    void whenTheBrokerComesBackNothingIsLostAndNothingIsThereTwice()
            throws StreamingQueryException {
        broker.createTopic("in", 2);
        broker.createTopic("out", 2);
        send("in", 0, 500);
        var query = into("out", stream("in").selectExpr("key", "value"));
        query.processAllAvailable();

        broker.stop();
        assertThat(query.awaitTermination(5_000)).as("the query waits for the broker").isFalse();
        broker.start();
        send("in", 500, 1000);
        query.processAllAvailable();

        var expected = new ArrayList<>(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
        assertThat(values("out")).containsExactlyInAnyOrderElementsOf(expected);
    }
}

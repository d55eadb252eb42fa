package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.Session;
import dev.penstock.StreamingQueryException;
import dev.penstock.broker.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pipeline from Kafka to Kafka in a process of its own, which is killed, and one that another process wants to run as well.
class KilledPipelineTest {
    @TempDir
    private Path directory = Path.of("");

    private Path pipeline(LocalBroker broker) throws IOException {
        var file = directory.resolve("pipeline.sql");
        Files.writeString(file,
                """
                        CREATE TABLE events USING kafka OPTIONS
                            ('kafka.bootstrap.servers' '$SERVERS', subscribe 'events', startingOffsets 'earliest', maxOffsetsPerTrigger '50');
                        CREATE TABLE copies USING kafka OPTIONS ('kafka.bootstrap.servers' '$SERVERS', topic 'copies');
                        CREATE MATERIALIZED VIEW counts AS
                            SELECT CAST(key AS STRING) AS key, count(*) AS n FROM STREAM events GROUP BY key;
                        CREATE FLOW copying AS INSERT INTO copies SELECT key, value FROM STREAM events;
                        SELECT * FROM counts ORDER BY key;
                        """
                        .replace("$SERVERS", broker.bootstrapServers()));
        return file;
    }

    private static void send(Session session, LocalBroker broker, int from, int to) {
        session.range(from, to)
                .selectExpr("CAST(id % 2 AS STRING) AS key", "CAST(id AS STRING) AS value").write()
                .format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("topic", "events").save();
    }

    /// Waits until so many records have been copied, without looking at them more often than the stream changes.
    private static void awaitCopies(Session session, LocalBroker broker, long least)
            throws StreamingQueryException {
        var arrived = new java.util.concurrent.CountDownLatch(1);
        var seen = new java.util.concurrent.atomic.AtomicLong();
        var query = session.readStream().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("subscribe", "copies").option("startingOffsets", "earliest").load()
                .writeStream()
                .foreachBatch((rows, epoch) -> {
                    if (seen.addAndGet(rows.count()) >= least) {
                        arrived.countDown();
                    }
                }).start();
        try {
            assertThat(arrived.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        query.stop();
    }

    private static List<String> copies(Session session, LocalBroker broker) {
        return session.read().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("subscribe", "copies")
                .load().orderBy("offset").selectExpr("CAST(value AS STRING)").collectAsList()
                .stream().map(row -> row.getString(0))
                .toList();
    }

    @Test
    void killedAndStartedAgainItHasEverythingOnce() throws Exception {
        try (var broker = LocalBroker.start(directory.resolve("broker"));
                var session = Session.builder().create()) {
            broker.createTopic("events", 1);
            broker.createTopic("copies", 1);
            send(session, broker, 0, 1000);
            var data = directory.resolve("data").toString();
            var pipeline = pipeline(broker).toString();

            var first = Command.start(directory.resolve("first"), "run", pipeline, "--data", data);
            awaitCopies(session, broker, 1);
            var second = Command.penstock("run", pipeline, "--data", data);
            first.destroyForcibly().waitFor();

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).startsWith("[CHECKPOINT_IN_USE]")
                    .contains(directory.resolve("data").toString())
                    .doesNotContain("\tat ");

            send(session, broker, 1000, 1500);
            var third = Command.ended(Command.start(directory.resolve("third"), "run", pipeline,
                    "--data", data, "--available-now",
                    "--format", "json", "--quiet"), directory.resolve("third"));

            assertThat(third.err()).isEmpty();
            assertThat(third.exitCode()).isZero();
            assertThat(third.lines()).containsExactly("{\"key\":\"0\",\"n\":750}",
                    "{\"key\":\"1\",\"n\":750}");
            assertThat(copies(session, broker)).containsExactlyElementsOf(
                    IntStream.range(0, 1500).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void aFailingStreamEndsTheProcessWithoutAStackTrace() throws Exception {
        var pipeline = directory.resolve("pipeline.sql");
        Files.writeString(pipeline, """
                CREATE TABLE ticks USING rate OPTIONS (rowsPerSecond '100');
                CREATE STREAMING TABLE quotients AS SELECT 10 / (value - 5) AS q FROM STREAM ticks;
                """);

        var command = Command.ended(
                Command.start(directory.resolve("run"), "run", pipeline.toString(), "--quiet"),
                directory.resolve("run"));

        assertThat(command.exitCode()).isEqualTo(1);
        assertThat(command.err()).contains("[STREAM_FAILED]", "[DIVIDE_BY_ZERO]")
                .doesNotContain("\tat ");
    }
}

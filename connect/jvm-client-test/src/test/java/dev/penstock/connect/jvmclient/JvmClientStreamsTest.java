package dev.penstock.connect.jvmclient;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Queries that do not end.
@Timeout(60)
class JvmClientStreamsTest {
    @TempDir
    private static Path directory = Path.of("");
    private static ServerProcess server;
    private SparkSession spark;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        spark = SparkSession.builder().connect().remote(server.address()).create();
    }

    @AfterEach
    void disconnect() throws IOException {
        for (var query : spark.streams().active()) {
            stopped(query);
        }
        spark.close();
    }

    private static void stopped(StreamingQuery query) {
        try {
            query.stop();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Dataset<Row> rate() {
        return spark.readStream().format("rate").option("rowsPerSecond", 1000).load();
    }

    @Test
    void aStreamFillsATableThatAnotherClientSees() throws Exception {
        var query = rate().selectExpr("value AS v", "value % 3 AS k").writeStream()
                .outputMode("append").format("memory").queryName("filled").start();
        try (var other = SparkSession.builder().connect().remote(server.address()).create()) {
            Await.until("rows arrive", () -> other.table("filled").count() > 500);
            assertThat(other.sql("SELECT count(*) = count(DISTINCT v) FROM filled").first()
                    .getBoolean(0)).isTrue();
            assertThat(other.streams().active()).isEmpty();
        }
        assertThat(query.isActive()).isTrue();
        assertThat(query.name()).isEqualTo("filled");
        assertThat(query.exception().isEmpty()).isTrue();
        Await.until("it reports", () -> query.lastProgress() != null);
        var progress = query.lastProgress();
        assertThat(progress.id()).isEqualTo(query.id());
        assertThat(progress.sources()).hasSize(1);
        assertThat(progress.sink().description()).isEqualTo("MemorySink[filled]");
        assertThat(query.recentProgress()).isNotEmpty();
        assertThat(query.status().isDataAvailable()).isIn(true, false);
        assertThat(spark.streams().get(query.id()).runId()).isEqualTo(query.runId());
        assertThat(query.awaitTermination(10)).isFalse();
        query.stop();
        assertThat(query.isActive()).isFalse();
        assertThat(spark.streams().active()).isEmpty();
    }

    @Test
    void aCountPerKeyGoesOnWhileItIsAsked() throws Exception {
        var query = rate().groupBy(col("value").mod(4).as("k")).agg(count("*").as("n"))
                .writeStream().outputMode("complete").format("memory").queryName("counted").start();
        query.processAllAvailable();
        Await.until("all keys are there", () -> spark.table("counted").count() == 4);
        long before = total();
        Await.until("the counts grow", () -> total() > before);
    }

    private long total() {
        return spark.sql("SELECT CAST(sum(n) AS BIGINT) FROM counted").first().getLong(0);
    }

    @Test
    void whatIsThereIsTakenAndTheQueryEnds() throws Exception {
        var source = directory.resolve("in").toString();
        spark.range(100).write().json(source);
        var query = spark.readStream().schema("id BIGINT").json(source).writeStream()
                .format("memory").queryName("taken").trigger(Trigger.AvailableNow()).start();
        assertThat(query.awaitTermination(TimeUnit.SECONDS.toMillis(30))).isTrue();
        assertThat(spark.table("taken").count()).isEqualTo(100);
    }

    @Test
    void aStreamThatFailsSaysWhy() throws Exception {
        var query = rate().selectExpr("1 DIV (value - value) AS broken").writeStream()
                .format("noop").start();
        assertThatThrownBy(query::awaitTermination).isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("DIVIDE_BY_ZERO");
        assertThat(query.exception().get().getMessage()).contains("DIVIDE_BY_ZERO");
        spark.streams().resetTerminated();
    }

    /// Writes down what it is told.
    @SuppressWarnings("serial") // it stays here
    private static final class Listener extends StreamingQueryListener {
        private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

        @Override
        public void onQueryStarted(QueryStartedEvent event) {
            heard.add("started " + event.name());
        }

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            heard.add("progress " + event.progress().name());
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            heard.add("terminated");
        }
    }

    @Test
    void listenersHearOfAllThatHappens() throws Exception {
        var listener = new Listener();
        spark.streams().addListener(listener);
        var query = rate().writeStream().format("noop").queryName("heard").start();
        Await.until("progress", () -> listener.heard.contains("progress heard"));
        query.stop();
        Await.until("the end, after " + listener.heard,
                () -> listener.heard.contains("terminated"));
        spark.streams().removeListener(listener);
        assertThat(List.copyOf(listener.heard)).startsWith("started heard")
                .endsWith("terminated");
        assertThat(Objects.requireNonNull(spark.streams().listListeners())).isEmpty();
    }
}

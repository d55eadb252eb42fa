package dev.penstock.cli;

import static dev.penstock.Functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.DataFrame;
import dev.penstock.Row;
import dev.penstock.Session;
import dev.penstock.StreamingQuery;
import dev.penstock.StreamingQueryException;
import dev.penstock.Trigger;
import dev.penstock.broker.LocalBroker;
import dev.penstock.data.error.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The same programs here and on a real Spark cluster. Off unless `penstock.spark.home` names a directory whose `jars` are Spark's:
/// `./penstock test --spark` fetches them and sets it. With `penstock.spark.remote` it uses a cluster on this machine that runs already.
@EnabledIfSystemProperty(named = "penstock.spark.home", matches = ".+")
@Timeout(150)
class SparkClusterTest {
    private static final long PATIENCE_SECONDS = 90;

    @TempDir
    private static Path directory = Path.of("");
    private static LocalBroker broker;
    private static @Nullable SparkCluster cluster;
    private static String address = System.getProperty("penstock.spark.remote", "");
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        broker = LocalBroker.start(directory.resolve("kafka"));
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer());
        if (address.isEmpty()) {
            cluster = SparkCluster.start(Path.of(System.getProperty("penstock.spark.home")),
                    directory.resolve("spark"));
            address = cluster.address();
        }
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        producer.close();
        broker.close();
    }

    private static void produce(String topic, int from, int to) {
        for (int i = from; i < to; i++) {
            send(topic, "key-" + i % 7, "value-" + i);
        }
        producer.flush();
    }

    private static void send(String topic, String key, String value) {
        // What is lost on the way is missed by the test.
        var _ = producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> sorted(DataFrame frame) {
        return frame.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    /// Waits until a question has the answer that it should have; the last answer that it had is in the message.
    private static void await(String what, java.util.function.Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.get()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    // ---- the program of the introduction

    /// The rows that `examples/KafkaToTable.java`, started as it is, has in its table.
    private static List<String> kafkaToTable(String topic) throws Exception {
        var failure = new java.util.concurrent.atomic.AtomicReference<Throwable>();
        var program = new Thread(() -> {
            try {
                Class.forName("KafkaToTable").getMethod("main", String[].class).invoke(null,
                        (Object) new String[]{broker.bootstrapServers(), topic});
            } catch (ReflectiveOperationException e) {
                failure.set(e); // it ends with its query too, which is stopped below
            }
        }, "KafkaToTable");
        program.start();
        await("the query starts", () -> {
            assertThat(failure.get()).isNull();
            return Session.builder().getOrCreate().streams().active().length == 1;
        });
        var session = Session.builder().getOrCreate();
        // It reads what comes after its start: a probe that arrives says that it has begun.
        await("a probe arrives", () -> {
            send(topic, "probe", "probe");
            producer.flush();
            return hasRows(session);
        });
        produce(topic, 0, 500);
        await("all rows arrive", () -> rows(session).count() == 500);
        var rows = sorted(rows(session));
        for (var query : session.streams().active()) {
            query.stop();
        }
        program.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        session.close();
        return rows;
    }

    /// The query is there a moment before its table is.
    private static boolean hasRows(Session session) {
        try {
            return session.sql("SELECT * FROM streamingTable").count() > 0;
        } catch (UserException e) {
            assertThat(e.condition()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
            return false;
        }
    }

    private static DataFrame rows(Session session) {
        return session.sql("SELECT key, value FROM streamingTable WHERE key <> 'probe'");
    }

    @Test
    void theProgramOfTheIntroductionKeepsTheSameTable() throws Exception {
        broker.createTopic("here", 2);
        broker.createTopic("there", 2);

        var here = kafkaToTable("here");
        System.setProperty("spark.remote", address);
        List<String> there;
        try {
            there = kafkaToTable("there");
        } finally {
            System.clearProperty("spark.remote");
        }

        assertThat(there).hasSize(500).isEqualTo(here);
    }

    // ---- a program that ends

    @Test
    void aProgramOfDataFramesGivesTheSameRows() {
        try (var here = Session.builder().create(); var there = Session.remote(address)) {
            here.conf().set("spark.sql.session.timeZone", "UTC");
            there.conf().set("spark.sql.session.timeZone", "UTC");
            var expected = BatchProgram.results(here);
            var actual = BatchProgram.results(there);

            expected.forEach((name, frame) -> {
                var moved = Objects.requireNonNull(actual.get(name));
                assertThat(sorted(moved)).as(name).isEqualTo(sorted(frame)).isNotEmpty();
                assertThat(moved.columns()).as(name).isEqualTo(frame.columns());
            });
        }
    }

    @Test
    void anErrorHasTheSameConditionAndState() {
        try (var here = Session.builder().create(); var there = Session.remote(address)) {
            for (var session : List.of(here, there)) {
                assertThatThrownBy(() -> session.range(3).select("nothing").collect())
                        .isInstanceOfSatisfying(UserException.class, e -> {
                            assertThat(e.condition())
                                    .isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION");
                            assertThat(e.sqlState()).isEqualTo("42703");
                        });
            }
        }
    }

    // ---- a pipeline of SQL

    private static final String PIPELINE = """
            CREATE TABLE events USING kafka OPTIONS
              ('kafka.bootstrap.servers' '$SERVERS', subscribe 'pipeline', startingOffsets 'earliest');
            CREATE STREAMING TABLE clean AS
              SELECT CAST(key AS STRING) AS key, CAST(substr(CAST(value AS STRING), 7) AS INT) AS n
              FROM STREAM events;
            CREATE MATERIALIZED VIEW counts AS
              SELECT key, count(*) AS records, sum(n) AS total FROM STREAM clean GROUP BY key;
            CREATE STREAMING TABLE both (key STRING, n BIGINT);
            CREATE FLOW small AS INSERT INTO both SELECT key, n FROM STREAM clean WHERE n < 5;
            CREATE FLOW large AS INSERT INTO both SELECT key, n FROM STREAM clean WHERE n >= 295;
            CREATE TABLE sink USING kafka OPTIONS
              ('kafka.bootstrap.servers' '$SERVERS', topic '$SINK');
            CREATE TABLE sent USING kafka OPTIONS
              ('kafka.bootstrap.servers' '$SERVERS', subscribe '$SINK', startingOffsets 'earliest');
            CREATE FLOW out AS INSERT INTO sink SELECT key, CAST(n AS STRING) AS value FROM STREAM clean WHERE n % 10 = 0;
            SELECT * FROM counts ORDER BY key;
            SELECT * FROM both ORDER BY n;
            SELECT count(*) AS n, count(DISTINCT CAST(value AS STRING)) AS d FROM events;
            SELECT CAST(key AS STRING) AS key, CAST(value AS STRING) AS value FROM sent ORDER BY CAST(value AS INT);
            """;

    private static Command pipeline(Path data, String sink, String... options) throws IOException {
        var file = directory.resolve(sink + ".sql");
        Files.writeString(file, PIPELINE.replace("$SERVERS", broker.bootstrapServers())
                .replace("$SINK", sink));
        var words = new java.util.ArrayList<>(List.of("run", file.toString(), "--available-now",
                "--format", "json", "--quiet", "--data", data.toString()));
        words.addAll(List.of(options));
        return Command.penstock(words.toArray(String[]::new));
    }

    @Test
    void aPipelineGivesTheSameTables() throws IOException {
        broker.createTopic("pipeline", 2);
        broker.createTopic("sink-here", 1);
        broker.createTopic("sink-there", 1);
        produce("pipeline", 0, 300);

        var here = pipeline(directory.resolve("data-here"), "sink-here");
        var there = pipeline(directory.resolve("data-there"), "sink-there", "--remote",
                address);

        assertThat(here.err()).isEmpty();
        assertThat(there.err()).isEmpty();
        assertThat(here.lines()).hasSize(7 + 10 + 1 + 30);
        assertThat(there.lines()).isEqualTo(here.lines());
    }

    // ---- from one side to the other

    private static StreamingQuery copy(Session session, String from, String to, String offsets,
            Path checkpoint) {
        return session.readStream().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers())
                .option("subscribe", from).option("startingOffsets", offsets).load()
                .select(col("key"), col("value")).writeStream().format("kafka")
                .option("kafka.bootstrap.servers", broker.bootstrapServers()).option("topic", to)
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow()).start();
    }

    private static String offsets(Path checkpoint) {
        return Command.penstock("offsets", checkpoint.toString()).lines().getFirst();
    }

    @Test
    void aQueryGoesOnFromItsOffsetsOnTheOtherSideAndBack() throws StreamingQueryException {
        broker.createTopic("moving", 3);
        broker.createTopic("moved", 1);
        try (var here = Session.builder().create(); var there = Session.remote(address)) {
            produce("moving", 0, 100);
            var first = directory.resolve("first");
            copy(here, "moving", "moved", "earliest", first).awaitTermination();

            produce("moving", 100, 200);
            var second = directory.resolve("second");
            copy(there, "moving", "moved", offsets(first), second).awaitTermination();

            produce("moving", 200, 300);
            copy(here, "moving", "moved", offsets(second), directory.resolve("third"))
                    .awaitTermination();

            var values = here.read().format("kafka")
                    .option("kafka.bootstrap.servers", broker.bootstrapServers())
                    .option("subscribe", "moved").load().selectExpr("CAST(value AS STRING)");
            assertThat(sorted(values)).hasSize(300).doesNotHaveDuplicates();
        }
    }

    // ---- streams seen from here

    @Test
    void aStreamOnTheClusterIsWatchedFromHere() throws StreamingQueryException {
        try (var there = Session.remote(address)) {
            var heard = new java.util.concurrent.LinkedBlockingQueue<String>();
            there.streams().addListener(new Hearing(heard));
            broker.createTopic("watched", 1);
            produce("watched", 0, 10);
            var query = there.readStream().format("kafka")
                    .option("kafka.bootstrap.servers", broker.bootstrapServers())
                    .option("subscribe", "watched").option("startingOffsets", "earliest").load()
                    .writeStream().format("noop").queryName("watched").start();
            query.processAllAvailable();

            assertThat(query.name()).isEqualTo("watched");
            assertThat(query.isActive()).isTrue();
            assertThat(query.lastProgress()).isNotNull()
                    .satisfies(progress -> assertThat(progress.numInputRows()).isEqualTo(10));
            assertThat(there.streams().active()).hasSize(1);
            assertThat(there.streams().get(query.id())).isNotNull();
            assertThat(query.awaitTermination(10)).isFalse();
            query.stop();
            assertThat(query.isActive()).isFalse();
            await("events arrive", () -> heard.contains("started") && heard.contains("progress")
                    && heard.contains("terminated"));
        }
    }

    private record Hearing(
            java.util.Queue<String> heard) implements dev.penstock.StreamingQueryListener {
        @Override
        public void onQueryStarted(QueryStartedEvent event) {
            heard.add("started");
        }

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            heard.add("progress");
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            heard.add("terminated");
        }
    }

    @Test
    void aStreamThatFailsSaysWhy() {
        try (var there = Session.remote(address)) {
            var query = there.readStream().format("rate-micro-batch").option("rowsPerBatch", 10)
                    .load().selectExpr("1 / (value - value) AS broken").writeStream()
                    .format("noop").start();

            assertThatThrownBy(query::awaitTermination)
                    .isInstanceOf(StreamingQueryException.class)
                    .hasMessageContaining("DIVIDE_BY_ZERO");
            assertThat(query.exception()).isPresent();
        }
    }
}

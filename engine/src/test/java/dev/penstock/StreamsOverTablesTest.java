package dev.penstock;

import static dev.penstock.Functions.col;
import static dev.penstock.Functions.count;
import static dev.penstock.Functions.lit;
import static dev.penstock.Functions.max;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.error.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// Streams that read what `INSERT` puts into a table, run for real from end to end.
class StreamsOverTablesTest {
    private Session session = Session.builder().create();

    @BeforeEach
    void clicks() {
        clicksIn(session);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static void clicksIn(Session session) {
        session.sql("CREATE TABLE clicks (page STRING, ms INT)");
        session.sql("INSERT INTO clicks VALUES ('home', 10), ('cart', 20), ('home', 30)");
    }

    private List<String> rows(String sql) {
        return session.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    private void settle() throws StreamingQueryException {
        for (var query : session.streams().active()) {
            query.processAllAvailable();
        }
    }

    @Test
    void theProgramOfTheIntroductionKeepsATableThatAnswersWhileItChanges()
            throws StreamingQueryException {
        var query = session.readStream().table("clicks")
                .selectExpr("CAST(ms AS STRING) AS ms", "page").writeStream()
                .outputMode("append").format("memory").queryName("streamingTable").start();

        query.processAllAvailable();
        assertThat(rows("SELECT * FROM streamingTable")).containsExactly("[10,home]", "[20,cart]",
                "[30,home]");

        session.sql("INSERT INTO clicks VALUES ('exit', 40)");
        query.processAllAvailable();
        assertThat(rows("SELECT * FROM streamingTable")).endsWith("[40,exit]").hasSize(4);
    }

    @Test
    void countsPerKeyAreUpdatedInCompleteMode() throws StreamingQueryException {
        var query = session.readStream().table("clicks").groupBy("page")
                .agg(count("*").as("n"), max("ms").as("slowest"))
                .writeStream().outputMode("complete").format("memory").queryName("pages").start();

        query.processAllAvailable();
        session.sql("INSERT INTO clicks VALUES ('home', 99)");
        query.processAllAvailable();

        assertThat(rows("SELECT * FROM pages ORDER BY page")).containsExactly("[cart,1,20]",
                "[home,3,99]");
    }

    @Test
    void aStreamOverATableThatNobodyFillsYetHasProcessedAllOfIt() throws StreamingQueryException {
        session.sql("CREATE STREAMING TABLE empty (page STRING)");
        session.sql("CREATE STREAMING TABLE copy AS SELECT page FROM STREAM empty");
        session.sql(
                "CREATE FLOW never AS INSERT INTO empty SELECT page FROM STREAM clicks WHERE ms > 1000");

        settle();
        settle();

        assertThat(rows("SELECT * FROM copy")).isEmpty();
    }

    @Test
    void waitingForInputEndsWhenTheQueryFails() {
        session.sql(
                "CREATE STREAMING TABLE quotients AS SELECT 1 / (ms - 50) AS q FROM STREAM clicks");
        var query = session.streams().active()[0];

        session.sql("INSERT INTO clicks VALUES ('zero', 50)");

        assertThatThrownBy(query::processAllAvailable).isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("STREAM_FAILED").hasMessageContaining("DIVIDE_BY_ZERO");
        assertThatThrownBy(() -> session.streams().awaitAnyTermination(0))
                .isInstanceOf(StreamingQueryException.class);
    }

    @Test
    void anotherSessionSeesTheTablesButNotTheTemporaryViews() throws StreamingQueryException {
        session.sql("CREATE STREAMING TABLE slow AS SELECT * FROM STREAM clicks WHERE ms > 15");
        session.sql("CREATE TEMPORARY VIEW mine AS SELECT 1 AS one");
        settle();

        var other = session.newSession();

        assertThat(other.sql("SELECT count(*) FROM slow").collectAsList()).hasToString("[[2]]");
        assertThatThrownBy(() -> other.table("mine").collect()).isInstanceOf(UserException.class)
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    }

    @Test
    void aMaterializedViewOverAnotherFollowsItsInput() throws StreamingQueryException {
        session.sql(
                "CREATE MATERIALIZED VIEW pages AS SELECT page, count(*) AS n FROM clicks GROUP BY page");
        session.sql("CREATE MATERIALIZED VIEW total AS SELECT sum(n) AS n FROM pages");
        settle();
        assertThat(rows("SELECT * FROM total")).containsExactly("[3]");

        session.sql("INSERT INTO clicks VALUES ('home', 1), ('new', 2)");
        settle();

        assertThat(rows("SELECT * FROM total")).containsExactly("[5]");
        assertThat(rows("SELECT * FROM pages ORDER BY page")).containsExactly("[cart,1]",
                "[home,3]", "[new,1]");
    }

    @Test
    void severalFlowsFillOneStreamingTableThatIsReadAsAStream() throws StreamingQueryException {
        session.sql("CREATE STREAMING TABLE events (source STRING, page STRING)");
        session.sql(
                "CREATE FLOW slow AS INSERT INTO events SELECT 'slow', page FROM STREAM clicks WHERE ms > 15");
        session.sql(
                "CREATE FLOW fast AS INSERT INTO events BY NAME SELECT page, 'fast' AS source FROM STREAM clicks WHERE ms <= 15");
        session.sql("CREATE STREAMING TABLE copy AS SELECT * FROM STREAM events");
        settle();
        settle();

        assertThat(rows("SELECT * FROM copy ORDER BY source, page")).containsExactly("[fast,home]",
                "[slow,cart]", "[slow,home]");
    }

    @Test
    void droppingATableStopsTheQueryThatKeepsIt() throws StreamingQueryException {
        session.sql("CREATE STREAMING TABLE copy AS SELECT * FROM STREAM clicks");
        settle();
        assertThat(session.streams().active()).hasSize(1);

        session.sql("DROP TABLE copy");

        assertThat(session.streams().active()).isEmpty();
        assertThat(rows("SHOW TABLES")).containsExactly("[default,clicks,false]");
    }

    @Test
    void foreachBatchGetsTheRowsOfEachEpochWithItsNumber() throws StreamingQueryException {
        var seen = new ArrayList<String>();
        var query = session.readStream().table("clicks").writeStream()
                .foreachBatch(
                        (batch, epoch) -> seen.add(epoch + ": " + batch.filter("ms > 10").count()))
                .start();
        query.processAllAvailable();
        session.sql("INSERT INTO clicks VALUES ('x', 50)");
        query.processAllAvailable();
        query.stop();

        assertThat(seen).containsExactly("0: 2", "1: 1");
    }

    @Test
    void foreachOpensProcessesAndClosesAnEpoch() throws StreamingQueryException {
        var calls = new ArrayList<String>();
        var query = session.readStream().table("clicks").select("page").writeStream()
                .foreach(new ForeachWriter<Row>() {
                    @Override
                    public boolean open(long partitionId, long epochId) {
                        return calls.add("open " + epochId);
                    }

                    @Override
                    public void process(Row value) {
                        calls.add(value.toString());
                    }

                    @Override
                    public void close(@Nullable Throwable errorOrNull) {
                        calls.add("close " + errorOrNull);
                    }
                }).start();
        query.processAllAvailable();
        query.stop();

        assertThat(calls).containsExactly("open 0", "[home]", "[cart]", "[home]", "close null");
    }

    @Test
    void availableNowEndsByItselfAndGoesOnFromItsCheckpoint(@TempDir Path directory)
            throws StreamingQueryException {
        var seen = new ArrayList<String>();
        for (int run = 0; run < 2; run++) {
            session.readStream().table("clicks").writeStream().trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", directory.toString())
                    .foreachBatch((batch, _) -> batch.collectAsList()
                            .forEach(row -> seen.add(row.toString())))
                    .start()
                    .awaitTermination();
            session.sql("INSERT INTO clicks VALUES ('later', 1)");
        }

        assertThat(seen).containsExactly("[home,10]", "[cart,20]", "[home,30]", "[later,1]");
    }

    @Test
    void aTableInMemoryComesBackFromItsCheckpointInEveryMode(@TempDir Path directory)
            throws StreamingQueryException {
        for (var mode : List.of("append", "update", "complete")) {
            var table = "kept_" + mode;
            for (int run = 0; run < 2; run++) {
                var stream = session.readStream().table("clicks");
                var rows = mode.equals("append") ? stream : stream.groupBy("page").count();
                var query = rows.writeStream().outputMode(mode).format("memory").queryName(table)
                        .option("checkpointLocation", directory.resolve(mode).toString()).start();
                query.processAllAvailable();
                query.stop();
            }
            assertThat(session.table(table).collectAsList().stream().map(Row::toString)).as(mode)
                    .containsExactlyInAnyOrderElementsOf(
                            mode.equals("append")
                                    ? List.of("[home,10]", "[cart,20]", "[home,30]")
                                    : List.of("[home,2]", "[cart,1]"));
        }
    }

    @Test
    void twoQueriesMayNotShareACheckpoint(@TempDir Path directory) {
        var first = session.readStream().table("clicks").writeStream().format("memory")
                .queryName("one")
                .option("checkpointLocation", directory.toString()).start();

        assertThatThrownBy(() -> session.readStream().table("clicks").writeStream().format("memory")
                .queryName("two")
                .option("checkpointLocation", directory.toString()).start())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("CHECKPOINT_IN_USE");
        assertThat(first.isActive()).isTrue();
    }

    @Test
    void aFailingQueryTellsWhyAndDisturbsNoOther() throws StreamingQueryException {
        var healthy = session.readStream().table("clicks").writeStream().format("memory")
                .queryName("healthy").start();
        var failing = session.readStream().table("clicks")
                .withColumn("x", lit(1).divide(col("ms").minus(10))).writeStream()
                .format("memory").queryName("failing").start();

        assertThatThrownBy(failing::awaitTermination).isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("STREAM_FAILED").hasMessageContaining("DIVIDE_BY_ZERO")
                .hasMessageContaining("XXKST");
        assertThat(failing.exception()).isPresent();
        assertThat(failing.isActive()).isFalse();
        healthy.processAllAvailable();
        assertThat(session.table("healthy").count()).isEqualTo(3);
    }

    @Test
    void listenersHearOfStartProgressAndEnd() throws Exception {
        var events = new ArrayList<String>();
        var ended = new CountDownLatch(1);
        session.streams().addListener(new StreamingQueryListener() {
            @Override
            public void onQueryStarted(QueryStartedEvent event) {
                events.add("started " + event.name());
            }

            @Override
            public void onQueryProgress(QueryProgressEvent event) {
                events.add("progress " + event.progress().numInputRows());
            }

            @Override
            public void onQueryTerminated(QueryTerminatedEvent event) {
                events.add("terminated " + event.exception());
                ended.countDown();
            }
        });

        var query = session.readStream().table("clicks").writeStream().format("memory")
                .queryName("watched").start();
        query.processAllAvailable();
        query.stop();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(events).containsExactly("started watched", "progress 3", "terminated null");
    }

    @Test
    void progressHasSparksFields() throws StreamingQueryException {
        var query = session.readStream().table("clicks").writeStream().format("memory")
                .queryName("watched").start();
        query.processAllAvailable();

        var progress = Objects.requireNonNull(query.lastProgress());
        assertThat(progress.numInputRows()).isEqualTo(3);
        assertThat(progress.epochLatencyMs()).containsOnlyKeys("p50", "p95", "p99", "max");
        assertThat(progress.json()).contains("\"id\":\"" + query.id() + "\"",
                "\"runId\":\"" + query.runId() + "\"", "\"name\":\"watched\"",
                "\"timestamp\":\"", "\"batchId\":0", "\"batchDuration\":", "\"numInputRows\":3",
                "\"inputRowsPerSecond\":",
                "\"processedRowsPerSecond\":", "\"durationMs\":{", "\"stateOperators\":[]",
                "\"sources\":[{\"description\":\"Table[clicks]\",\"startOffset\":{},\"endOffset\":{\"\":3}",
                "\"sink\":{\"description\":\"MemorySink[watched]\",\"numOutputRows\":3}");
        assertThat(query.recentProgress()).hasSize(1);
        assertThat(query.status().message()).isEqualTo("Waiting for data to arrive");
    }

    @Test
    void progressTellsOfState() throws StreamingQueryException {
        var query = session.readStream().table("clicks").groupBy().count().writeStream()
                .format("noop").outputMode("complete").start();
        query.processAllAvailable();

        assertThat(Objects.requireNonNull(query.lastProgress()).json()).contains(
                "{\"operatorName\":\"stateStoreSave\",\"numRowsTotal\":1,\"numRowsUpdated\":1,");
    }

    @Test
    void whatIsWrongWithAStreamIsSaidWhenItIsStarted() {
        var stream = session.readStream().table("clicks");

        assertThatThrownBy(() -> stream.writeStream().format("memory").start())
                .hasMessageContaining("MISSING_QUERY_NAME");
        assertThatThrownBy(() -> stream.writeStream().format("memory").queryName("t")
                .option("chekpoint", "x").start())
                .hasMessageContaining("UNKNOWN_OPTION").hasMessageContaining("chekpoint");
        assertThatThrownBy(() -> stream.writeStream().format("memory").queryName("t")
                .option("ledgerSync", "never").start())
                .hasMessageContaining("INVALID_OPTION_VALUE");
        assertThatThrownBy(() -> stream.writeStream().format("nothing").start())
                .hasMessageContaining("DATA_SOURCE_NOT_FOUND");
        assertThatThrownBy(() -> stream.writeStream().outputMode("sometimes"))
                .hasMessageContaining("STREAMING_OUTPUT_MODE.INVALID");
        assertThatThrownBy(
                () -> session.table("clicks").writeStream().format("memory").queryName("t").start())
                .hasMessageContaining("WRITE_STREAM_NOT_ALLOWED");
        assertThatThrownBy(stream::collect).hasMessageContaining("STREAM_NOT_STARTED");
        stream.writeStream().format("memory").queryName("taken").start();
        assertThatThrownBy(() -> stream.writeStream().format("noop").queryName("taken").start())
                .hasMessageContaining("DUPLICATE_QUERY_NAME");
    }

    @Test
    void awaitAnyTerminationWaitsForTheFirstOfThem() throws StreamingQueryException {
        session.readStream().table("clicks").writeStream().format("memory").queryName("goesOn")
                .start();
        session.readStream().table("clicks").writeStream().format("memory").queryName("ends")
                .trigger(Trigger.Once()).start();

        assertThat(session.streams().awaitAnyTermination(10_000)).isTrue();
        session.streams().resetTerminated();
        assertThat(session.streams().awaitAnyTermination(1)).isFalse();
        assertThat(session.streams().active()).hasSize(1);
    }
}

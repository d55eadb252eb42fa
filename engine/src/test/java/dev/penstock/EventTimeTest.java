package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Watermarks, run for real from end to end: each epoch takes what one `INSERT` brought.
class EventTimeTest {
    @TempDir
    private Path directory = Path.of("");
    private Session session = Session.builder().create();

    @BeforeEach
    void events() {
        session.sql("SET spark.sql.session.timeZone = UTC");
        session.sql("CREATE TABLE events (at TIMESTAMP, who STRING, n INT)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private DataFrame events(String delay) {
        return session.readStream().table("events").withWatermark("at", delay);
    }

    /// Into a table that follows the result.
    private StreamingQuery startTable(DataFrame frame) {
        return frame.writeStream().outputMode("update")
                .option("checkpointLocation", directory.toString()).toTable("result");
    }

    private StreamingQuery start(DataFrame frame, String mode) {
        return frame.writeStream().format("memory").queryName("result").outputMode(mode)
                .option("checkpointLocation", directory.toString()).start();
    }

    /// One epoch with a row of user `u` and 1 for each time of day.
    private void arrive(StreamingQuery query, String... times) throws StreamingQueryException {
        arriveOf(query, "u", times);
    }

    private void arriveOf(StreamingQuery query, String user, String... times)
            throws StreamingQueryException {
        var values = new StringBuilder();
        for (var time : times) {
            values.append(values.isEmpty() ? "" : ", ").append("(TIMESTAMP'2026-01-01 ")
                    .append(time).append("', '").append(user).append("', 1)");
        }
        session.sql("INSERT INTO events VALUES " + values);
        query.processAllAvailable();
    }

    private List<String> result(String columns) {
        return session.sql("SELECT " + columns + " FROM result").collectAsList().stream()
                .map(Row::toString).toList();
    }

    private static StreamingQueryProgress progress(StreamingQuery query) {
        return Objects.requireNonNull(query.lastProgress());
    }

    private DataFrame counts() {
        return events("10 seconds").groupBy(Functions.window(Functions.col("at"), "10 seconds"))
                .count();
    }

    private static final String START = "date_format(window.start, 'HH:mm:ss') AS start, count";

    @Test
    void appendGivesAWindowWhenTheWatermarkHasPassedIt() throws StreamingQueryException {
        var query = start(counts(), "append");

        arrive(query, "10:00:01", "10:00:09", "10:00:11");
        assertThat(result(START)).isEmpty();
        arrive(query, "10:00:19.999");
        assertThat(result(START)).as("the watermark is at 10:00:09.999").isEmpty();
        arrive(query, "10:00:20");
        assertThat(result(START)).containsExactly("[10:00:00,2]");
        arrive(query, "10:00:02", "10:01:00");

        assertThat(result(START)).as("the late row is dropped").containsExactly("[10:00:00,2]",
                "[10:00:10,2]", "[10:00:20,1]");
        assertThat(progress(query).eventTime()).containsEntry("watermark",
                "2026-01-01T10:00:50.000Z");
    }

    @Test
    void lateRowsAreCountedAndEventTimeIsReported() throws StreamingQueryException {
        var query = start(counts(), "update");
        arrive(query, "10:00:20");

        arrive(query, "10:00:02", "10:00:04", "10:00:30");

        var progress = progress(query);
        assertThat(progress.eventTime()).containsEntry("min", "2026-01-01T10:00:02.000Z")
                .containsEntry("max", "2026-01-01T10:00:30.000Z")
                .containsEntry("avg", "2026-01-01T10:00:12.000Z");
        assertThat(progress.json()).contains("\"numRowsDroppedByWatermark\":2");
    }

    @Test
    void updateGivesWindowsAtOnceAndForgetsThemLater() throws StreamingQueryException {
        var query = startTable(counts());

        arrive(query, "10:00:01");
        arrive(query, "10:00:02", "10:00:40");
        assertThat(result(START)).containsExactlyInAnyOrder("[10:00:00,2]", "[10:00:40,1]");
        arrive(query, "10:00:03");

        assertThat(result(START)).containsExactlyInAnyOrder("[10:00:00,2]", "[10:00:40,1]");
        assertThat(progress(query).json()).contains("\"numRowsTotal\":1");
    }

    @Test
    void inMemoryUpdateKeepsEachRowThatWasNewOrChanged() throws StreamingQueryException {
        var query = start(counts(), "update");

        arrive(query, "10:00:01");
        arrive(query, "10:00:02", "10:00:40");

        assertThat(result(START)).containsExactlyInAnyOrder("[10:00:00,1]", "[10:00:00,2]",
                "[10:00:40,1]");
    }

    @Test
    void rowsThatWaitAreLateByTheEpochBeforeOnly() throws Exception {
        session.sql("INSERT INTO events VALUES (TIMESTAMP'2026-01-01 10:00:40', 'u', 1)");
        session.sql("INSERT INTO events VALUES (TIMESTAMP'2026-01-01 10:00:01', 'u', 1)");
        session.sql("INSERT INTO events VALUES (TIMESTAMP'2026-01-01 10:00:02', 'u', 1)");

        var query = start(counts(), "append");
        query.processAllAvailable();

        // All three are taken at once or one after the other: none of them is late by an epoch before.
        arrive(query, "10:01:40");
        assertThat(result(START)).contains("[10:00:00,2]");
    }

    @Test
    void completeForgetsNothing() throws StreamingQueryException {
        var query = start(counts(), "complete");

        arrive(query, "10:00:01");
        arrive(query, "10:00:40");
        arrive(query, "10:00:03");

        assertThat(result(START)).containsExactlyInAnyOrder("[10:00:00,2]", "[10:00:40,1]");
    }

    @Test
    void theWatermarkSurvivesARestart() throws StreamingQueryException {
        var query = start(counts(), "append");
        arrive(query, "10:00:01", "10:00:20");
        assertThat(result(START)).containsExactly("[10:00:00,1]");
        query.stop();

        var again = start(counts(), "append");
        arrive(again, "10:00:02", "10:00:11");
        arrive(again, "10:00:30");

        assertThat(result(START)).containsExactly("[10:00:00,1]", "[10:00:10,1]");
    }

    @Test
    void slidingWindowsAndChainedOnesComposeInAppendMode() throws StreamingQueryException {
        var sliding = events("0 seconds")
                .groupBy(Functions.window(Functions.col("at"), "10 seconds", "5 seconds")).count();
        var query = start(
                sliding.groupBy(Functions.window(Functions.col("window"), "20 seconds"))
                        .agg(Functions.sum("count").as("count")),
                "append");

        arrive(query, "10:00:07", "10:00:08");
        arrive(query, "10:00:19");
        assertThat(result(START)).isEmpty();
        arrive(query, "10:00:25");

        assertThat(result(START)).as("two rows in two windows each, one in those before 20")
                .containsExactly("[10:00:00,5]");
    }

    @Test
    void sessionsEndWhenNoRowHasComeForTheGap() throws StreamingQueryException {
        var query = start(events("0 seconds")
                .groupBy(Functions.session_window(Functions.col("at"), "5 seconds"),
                        Functions.col("who"))
                .count(), "append");
        var columns = "who, date_format(session_window.start, 'HH:mm:ss'), "
                + "date_format(session_window.end, 'HH:mm:ss'), count";

        arrive(query, "10:00:01", "10:00:10");
        arriveOf(query, "v", "10:00:11");
        arrive(query, "10:00:12", "10:00:17");
        arriveOf(query, "v", "10:00:30");

        assertThat(result(columns)).containsExactlyInAnyOrder("[u,10:00:01,10:00:06,1]",
                "[v,10:00:11,10:00:16,1]", "[u,10:00:10,10:00:22,3]");
    }

    @Test
    void theGapOfASessionMayDifferFromRowToRow() throws StreamingQueryException {
        var query = startTable(events("0 seconds").groupBy(Functions.session_window(
                Functions.col("at"),
                Functions.expr("CASE WHEN who = 'slow' THEN '20 seconds' ELSE '2 seconds' END")))
                .count());
        var columns = "date_format(session_window.start, 'HH:mm:ss'), "
                + "date_format(session_window.end, 'HH:mm:ss'), count";

        arrive(query, "10:00:01");
        arrive(query, "10:00:10");
        assertThat(result(columns)).containsExactlyInAnyOrder("[10:00:01,10:00:03,1]",
                "[10:00:10,10:00:12,1]");
        arriveOf(query, "slow", "10:00:11");

        assertThat(result(columns)).containsExactlyInAnyOrder("[10:00:01,10:00:03,1]",
                "[10:00:10,10:00:31,2]");
    }

    @Test
    void duplicatesWithinTheWatermarkAreDropped() throws StreamingQueryException {
        var query = start(events("10 seconds").dropDuplicatesWithinWatermark("who"), "append");

        arrive(query, "10:00:01", "10:00:05");
        arrive(query, "10:00:11");
        assertThat(result("date_format(at, 'HH:mm:ss')")).containsExactly("[10:00:01]");
        arrive(query, "10:00:21");
        arrive(query, "10:00:22");

        assertThat(result("date_format(at, 'HH:mm:ss')")).containsExactly("[10:00:01]",
                "[10:00:22]");
    }

    @Test
    void unmatchedRowsOfATimeBoundedJoinComeOutWhenNoPartnerCanCome()
            throws StreamingQueryException {
        session.sql("CREATE TABLE others (seen TIMESTAMP, name STRING)");
        var others = session.readStream().table("others").withWatermark("seen", "0 seconds");
        var query = start(events("0 seconds").join(others,
                Functions.expr("who = name AND seen BETWEEN at AND at + INTERVAL 10 SECONDS"),
                "left_outer"), "append");

        arrive(query, "10:00:01", "10:00:20");
        session.sql("INSERT INTO others VALUES (TIMESTAMP'2026-01-01 10:00:21', 'u')");
        query.processAllAvailable();
        assertThat(result("date_format(at, 'HH:mm:ss'), name")).containsExactlyInAnyOrder(
                "[10:00:20,u]", "[10:00:01,null]");
    }

    @Test
    void theSlowestOfTwoWatermarksCounts() throws StreamingQueryException {
        session.sql("CREATE TABLE others (at TIMESTAMP, who STRING, n INT)");
        var others = session.readStream().table("others").withWatermark("at", "0 seconds");
        var query = start(events("0 seconds").union(others)
                .groupBy(Functions.window(Functions.col("at"), "10 seconds")).count(), "append");

        arrive(query, "10:00:01", "10:01:00");
        assertThat(result(START)).isEmpty();
        session.sql("INSERT INTO others VALUES (TIMESTAMP'2026-01-01 10:00:30', 'o', 1)");
        query.processAllAvailable();

        assertThat(result(START)).containsExactly("[10:00:00,1]");
    }

    @Test
    void theFastestOfTwoWatermarksCountsWhenAskedFor() throws StreamingQueryException {
        session.sql("SET spark.sql.streaming.multipleWatermarkPolicy = max");
        session.sql("CREATE TABLE others (at TIMESTAMP, who STRING, n INT)");
        var others = session.readStream().table("others").withWatermark("at", "0 seconds");
        var query = start(events("0 seconds").union(others)
                .groupBy(Functions.window(Functions.col("at"), "10 seconds")).count(), "append");

        arrive(query, "10:00:01", "10:01:00");

        assertThat(result(START)).containsExactly("[10:00:00,1]");
    }
}

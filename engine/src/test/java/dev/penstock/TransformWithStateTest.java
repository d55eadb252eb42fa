package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Sql;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// Programs of the user with state of their own, run for real from end to end: each epoch takes what one `INSERT` brought.
class TransformWithStateTest {
    private static final long HALF_A_MINUTE = 30_000;

    @TempDir
    private Path directory = Path.of("");
    private Session session = Session.builder().create();

    @BeforeEach
    void events() {
        session.sql("SET spark.sql.session.timeZone = UTC");
        session.sql("CREATE TABLE events (who STRING, n INT, at TIMESTAMP)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private StreamingQuery start(DataFrame frame) {
        return start(frame, "append");
    }

    private StreamingQuery start(DataFrame frame, String mode) {
        return frame.writeStream().format("memory").queryName("result").outputMode(mode)
                .option("checkpointLocation", directory.toString()).start();
    }

    private void arrive(StreamingQuery query, String... rows) throws StreamingQueryException {
        session.sql("INSERT INTO events VALUES " + String.join(", ", rows));
        query.processAllAvailable();
    }

    private static String at(String who, int n, String time) {
        return "('" + who + "', " + n + ", TIMESTAMP'2026-01-01 " + time + "')";
    }

    private static String of(String who, int n) {
        return at(who, n, "10:00:00");
    }

    private List<String> result() {
        return session.sql("SELECT * FROM result").collectAsList().stream().map(Row::toString)
                .toList();
    }

    private GroupedData byWho() {
        return session.readStream().table("events").groupBy("who");
    }

    private static StreamingQueryProgress progress(StreamingQuery query) {
        return Objects.requireNonNull(query.lastProgress());
    }

    /// Counts the rows of a key, forgets a key when a negative number comes.
    private static final class Counter extends StatefulProcessor {
        private @Nullable ValueState<Long> count;

        private ValueState<Long> count() {
            return Objects.requireNonNull(count);
        }

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            count = getHandle().getValueState("count", DataType.LONG);
        }

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            while (inputRows.hasNext()) {
                var row = inputRows.next();
                if (row.getInt(row.fieldIndex("n")) < 0) {
                    count().clear();
                } else {
                    count().update(count().getOption().orElse(0L) + 1);
                }
            }
            return List.of(Row.of(key.getString(0), count().getOption().orElse(0L))).iterator();
        }
    }

    @Test
    void aProcessorCountsAcrossEpochsAndAStop() throws StreamingQueryException {
        var counts = byWho().transformWithState(new Counter(), TimeMode.None(),
                OutputMode.Append(), "who STRING, n BIGINT");
        var query = start(counts);
        arrive(query, of("a", 1), of("b", 1), of("a", 1));
        assertThat(result()).containsExactly("[a,2]", "[b,1]");
        query.stop();
        query = start(counts);

        arrive(query, of("a", 1));

        assertThat(result()).containsExactly("[a,2]", "[b,1]", "[a,3]");
    }

    @Test
    void stateThatIsClearedIsGoneAndReported() throws StreamingQueryException {
        var query = start(byWho().transformWithState(new Counter(), TimeMode.None(),
                OutputMode.Update(), "who STRING, n BIGINT"), "update");

        arrive(query, of("a", 1), of("b", 1), of("c", 1));
        assertThat(progress(query).json()).contains("\"operatorName\":\"transformWithStateExec\"")
                .contains("\"numRowsTotal\":3");
        arrive(query, of("b", -1), of("c", -1));

        assertThat(progress(query).json()).contains("\"numRowsTotal\":1")
                .contains("\"numRowsRemoved\":2");
    }

    /// Keeps lists and maps of rows.
    private static final class Collector extends StatefulProcessor {
        private @Nullable ListState<Integer> numbers;
        private @Nullable MapState<Integer, Row> seen;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            numbers = getHandle().getListState("numbers", DataType.INT);
            seen = getHandle().getMapState("distinct keys", DataType.INT,
                    Sql.dataType("struct<who: string, times: int>"));
        }

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            var list = Objects.requireNonNull(numbers);
            var map = Objects.requireNonNull(seen);
            inputRows.forEachRemaining(row -> {
                int n = row.getInt(1);
                switch (n) {
                    case 0 -> list.clear();
                    case -1 -> list.put(List.of(7, 8));
                    case -2 -> map.removeKey(1);
                    default -> {
                        list.appendValue(n);
                        var before = map.getValue(n);
                        map.updateValue(n, Row.of(key.getString(0),
                                before == null ? 1 : before.getInt(1) + 1));
                    }
                }
            });
            var values = new ArrayList<Integer>();
            list.get().forEachRemaining(values::add);
            var entries = new ArrayList<String>();
            map.iterator().forEachRemaining(e -> entries.add(e.getKey() + "=" + e.getValue()));
            return List.of(Row.of(key.getString(0), values.toString(), entries.toString(),
                    list.exists() + " " + map.containsKey(1))).iterator();
        }
    }

    @Test
    void listsAndMapsKeepTheirOrder() throws StreamingQueryException {
        var frame = byWho().transformWithState(new Collector(), TimeMode.None(),
                OutputMode.Append(), "who STRING, list STRING, map STRING, has STRING");
        var query = start(frame);
        arrive(query, of("a", 3), of("a", 1), of("a", 3));
        arrive(query, of("a", 2), of("a", -2));
        query.stop();
        query = start(frame);
        arrive(query, of("a", 0));
        arrive(query, of("a", -1), of("a", 1));

        assertThat(result()).containsExactly("[a,[3, 1, 3],[3=[a,2], 1=[a,1]],true true]",
                "[a,[3, 1, 3, 2],[3=[a,2], 2=[a,1]],true false]",
                "[a,[],[3=[a,2], 2=[a,1]],false false]",
                "[a,[7, 8, 1],[3=[a,2], 2=[a,1], 1=[a,1]],true true]");
    }

    /// Gives the number of rows of a key half a minute of its time after the first, and forgets it.
    private static final class HalfMinutes extends StatefulProcessor {
        private @Nullable ValueState<Integer> count;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            count = getHandle().getValueState("count", DataType.INT);
        }

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            var state = Objects.requireNonNull(count);
            while (inputRows.hasNext()) {
                var row = inputRows.next();
                if (!state.exists()) {
                    getHandle().registerTimer(
                            Objects.requireNonNull(row.getInstant(2)).toEpochMilli()
                                    + HALF_A_MINUTE);
                }
                state.update(state.getOption().orElse(0) + 1);
            }
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<Row> handleExpiredTimer(Row key, TimerValues timerValues,
                ExpiredTimerInfo expiredTimerInfo) {
            var state = Objects.requireNonNull(count);
            var row = Row.of(key.getString(0), state.get());
            state.clear();
            return List.of(row).iterator();
        }
    }

    private DataFrame sessions() {
        return session.readStream().table("events").withWatermark("at", "10 seconds")
                .groupBy("who").transformWithState(new HalfMinutes(), TimeMode.EventTime(),
                        OutputMode.Append(), "who STRING, n INT");
    }

    @Test
    void timersInEventTimeExpireWithTheWatermark() throws StreamingQueryException {
        var query = start(sessions());
        arrive(query, at("a", 1, "10:00:00"), at("b", 1, "10:00:05"), at("a", 1, "10:00:03"));
        arrive(query, at("c", 1, "10:00:40"));
        assertThat(result()).as("the watermark is at 10:00:30, not past it").isEmpty();
        query.stop();
        query = start(sessions());

        arrive(query, at("c", 1, "10:00:41"));
        assertThat(result()).containsExactly("[a,2]");
        arrive(query, at("c", 1, "10:10:00"), at("a", 1, "10:00:01"));

        assertThat(result()).as("no further row was needed").containsExactly("[a,2]", "[b,1]",
                "[c,3]");
        assertThat(progress(query).json()).contains("\"numRowsTotal\":0");
    }

    @Test
    void lateRowsAreDroppedAndCounted() throws StreamingQueryException {
        var query = start(sessions());
        arrive(query, at("a", 1, "10:01:00"));

        arrive(query, at("a", 1, "10:00:01"), at("a", 1, "10:01:02"));

        assertThat(progress(query).json()).contains("\"numRowsDroppedByWatermark\":1");
    }

    @Test
    void eventTimeNeedsAWatermark() {
        var frame = byWho().transformWithState(new HalfMinutes(), TimeMode.EventTime(),
                OutputMode.Append(), "who STRING, n INT");

        assertThatThrownBy(() -> start(frame)).isInstanceOf(UserException.class)
                .hasMessageContaining("UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK");
    }

    /// Answers each key a moment later, by the clock.
    private static final class Echo extends StatefulProcessor {
        private final CountDownLatch fired = new CountDownLatch(1);

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {}

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            long soon = timerValues.getCurrentProcessingTimeInMs() + 30;
            getHandle().registerTimer(soon);
            getHandle().registerTimer(soon + 3_600_000);
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<Row> handleExpiredTimer(Row key, TimerValues timerValues,
                ExpiredTimerInfo expiredTimerInfo) {
            fired.countDown();
            var left = new ArrayList<Long>();
            getHandle().listTimers().forEachRemaining(left::add);
            left.forEach(getHandle()::deleteTimer);
            return List.of(Row.of(key.getString(0), left.size(),
                    timerValues.getCurrentProcessingTimeInMs() > expiredTimerInfo
                            .getExpiryTimeInMs()))
                    .iterator();
        }
    }

    @Test
    void timersByTheClockExpireWithoutRows()
            throws StreamingQueryException, InterruptedException {
        var echo = new Echo();
        var query = start(byWho().transformWithState(echo, TimeMode.ProcessingTime(),
                OutputMode.Append(), "who STRING, timers INT, past BOOLEAN"));
        session.sql("INSERT INTO events VALUES " + of("a", 1));

        assertThat(echo.fired.await(30, TimeUnit.SECONDS)).isTrue();
        query.processAllAvailable();
        assertThat(result()).containsExactly("[a,2,true]");
    }

    /// Counts with a time to live.
    private static final class Forgetful extends StatefulProcessor {
        private @Nullable ValueState<Integer> count;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            count = getHandle().getValueState("count", DataType.INT,
                    new TTLConfig(Duration.ofMillis(1)));
        }

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            var state = Objects.requireNonNull(count);
            var row = Row.of(key.getString(0), state.exists(),
                    timerValues.getCurrentProcessingTimeInMs());
            state.update(1);
            return List.of(row).iterator();
        }
    }

    @Test
    void stateWithATimeToLiveIsGoneAfterIt() throws StreamingQueryException {
        var query = start(byWho().transformWithState(new Forgetful(), TimeMode.ProcessingTime(),
                OutputMode.Append(), "who STRING, known BOOLEAN, ms BIGINT"));
        arrive(query, of("a", 1));
        long first = session.sql("SELECT ms FROM result").collectAsList().getFirst().getLong(0);
        long last = first;
        while (last <= first + 2) {
            arrive(query, of("b", 1));
            last = session.sql("SELECT max(ms) FROM result").collectAsList().getFirst().getLong(0);
        }

        arrive(query, of("a", 1));

        assertThat(session.sql("SELECT known FROM result WHERE who = 'a'").collectAsList())
                .containsExactly(Row.of(false), Row.of(false));
    }

    @Test
    void aTimeToLiveNeedsTheClock() {
        var frame = byWho().transformWithState(new Forgetful(), TimeMode.None(),
                OutputMode.Append(), "who STRING, known BOOLEAN, ms BIGINT");

        assertThatThrownBy(() -> start(frame)).isInstanceOf(UserException.class)
                .hasMessageContaining("STATEFUL_PROCESSOR_INCORRECT_TIME_MODE_TO_ASSIGN_TTL");
    }

    /// A counter that begins where a table says.
    private static final class Continued extends StatefulProcessorWithInitialState {
        private @Nullable ValueState<Long> count;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            count = getHandle().getValueState("count", DataType.LONG);
        }

        @Override
        public void handleInitialState(Row key, Row initialState, TimerValues timerValues) {
            Objects.requireNonNull(count).update((long) initialState.getInt(1));
        }

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            var state = Objects.requireNonNull(count);
            inputRows.forEachRemaining(
                    _ -> state.update(state.getOption().orElse(0L) + 1));
            return List.of(Row.of(key.getString(0), state.get())).iterator();
        }
    }

    @Test
    void theInitialStateIsThereBeforeTheFirstRowAndOnlyOnce() throws StreamingQueryException {
        session.sql("CREATE TABLE before AS SELECT 'a' AS name, 10 AS n");
        var frame = byWho().transformWithState(new Continued(), TimeMode.None(),
                OutputMode.Append(), session.table("before").groupBy("name"),
                "who STRING, n BIGINT");
        var query = start(frame);
        arrive(query, of("a", 1), of("b", 1));
        query.stop();
        query = start(frame);
        arrive(query, of("a", 1));

        assertThat(result()).containsExactly("[a,11]", "[b,1]", "[a,12]");
    }

    @Test
    void aFailureOfTheProgramNamesItsPartAndLosesNothing() throws StreamingQueryException {
        var query = start(byWho().transformWithState(new Broken(), TimeMode.None(),
                OutputMode.Append(), "who STRING, n BIGINT"));
        arrive(query, of("b", 1));

        assertThatThrownBy(() -> arrive(query, of("a", 1)))
                .hasMessageContaining("TRANSFORM_WITH_STATE_USER_FUNCTION_ERROR")
                .hasMessageContaining("handleInputRows");

        var mended = start(byWho().transformWithState(new Counter(), TimeMode.None(),
                OutputMode.Append(), "who STRING, n BIGINT"));
        mended.processAllAvailable();
        assertThat(result()).containsExactly("[b,1]", "[a,1]");
    }

    /// A counter that does not like user `a`.
    private static final class Broken extends StatefulProcessor {
        private final Counter counter = new Counter();

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            counter.setHandle(getHandle());
            counter.init(outputMode, timeMode);
        }

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            var rows = counter.handleInputRows(key, inputRows, timerValues);
            if ("a".equals(key.getString(0))) {
                throw new IllegalStateException("not a");
            }
            return rows;
        }
    }

    @Test
    void aTableThatEndsIsTransformedToo() {
        session.sql("INSERT INTO events VALUES " + of("a", 1) + ", " + of("a", 2));

        var rows = session.table("events").groupBy("who").transformWithState(new Counter(),
                TimeMode.None(), OutputMode.Append(), "who STRING, n BIGINT").collectAsList();

        assertThat(rows).containsExactly(Row.of("a", 2L));
    }

    @Test
    void whatAProgramKeepsIsExplained() {
        var printed = new ByteArrayOutputStream();
        session.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));

        byWho().transformWithState(new Counter(), TimeMode.None(), OutputMode.Append(),
                "who STRING, n BIGINT").explain();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("transformWithState [who]")
                .contains("UNBOUNDED");
    }

    @Test
    void mapGroupsWithStateGivesARowAKey() throws StreamingQueryException {
        MapGroupsWithStateFunction<Integer> sum = (key, rows, state) -> {
            int total = state.getOption().orElse(0);
            while (rows.hasNext()) {
                total += rows.next().getInt(1);
            }
            state.update(total);
            return Row.of(key.getString(0), total);
        };
        var frame = byWho().mapGroupsWithState(sum, DataType.INT,
                Sql.schema("who STRING, n INT"),
                GroupStateTimeout.NoTimeout());
        assertThatThrownBy(() -> start(frame, "append")).isInstanceOf(UserException.class)
                .hasMessageContaining("mapGroupsWithState");
        var query = start(frame, "update");

        arrive(query, of("a", 1), of("b", 5), of("a", 2));
        query.stop();
        query = start(frame, "update");
        arrive(query, of("a", 4));

        assertThat(result()).containsExactlyInAnyOrder("[a,3]", "[b,5]", "[a,7]");
    }

    @Test
    void flatMapGroupsWithStateTimesOutByTheWatermark() throws StreamingQueryException {
        FlatMapGroupsWithStateFunction<Integer> sessions = (key, rows, state) -> {
            if (state.hasTimedOut()) {
                var row = Row.of(key.getString(0), state.get());
                state.remove();
                return List.of(row).iterator();
            }
            long last = 0;
            int count = state.exists() ? state.get() : 0;
            while (rows.hasNext()) {
                last = Math.max(last,
                        Objects.requireNonNull(rows.next().getInstant(2)).toEpochMilli());
                count++;
            }
            state.update(count);
            state.setTimeoutTimestamp(last, "30 seconds");
            return Collections.emptyIterator();
        };
        var query = start(session.readStream().table("events").withWatermark("at", "10 seconds")
                .groupBy("who").flatMapGroupsWithState(sessions, OutputMode.Append(), DataType.INT,
                        Sql.schema("who STRING, n INT"),
                        GroupStateTimeout.EventTimeTimeout()));

        arrive(query, at("a", 1, "10:00:00"), at("b", 1, "10:00:05"));
        arrive(query, at("a", 1, "10:00:20"));
        arrive(query, at("c", 1, "10:00:50"));
        assertThat(result()).as("the timeout of a was set anew").containsExactly("[b,1]");
        arrive(query, at("c", 1, "10:02:00"));

        assertThat(result()).containsExactly("[b,1]", "[a,2]");
        assertThat(progress(query).json()).contains("\"operatorName\":\"flatMapGroupsWithState\"");
    }
}

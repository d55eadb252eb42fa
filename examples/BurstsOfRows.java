import dev.penstock.ExpiredTimerInfo;
import dev.penstock.OutputMode;
import dev.penstock.Row;
import dev.penstock.Session;
import dev.penstock.StatefulProcessor;
import dev.penstock.StreamingQueryException;
import dev.penstock.TimeMode;
import dev.penstock.TimerValues;
import dev.penstock.Trigger;
import dev.penstock.ValueState;
import dev.penstock.data.DataType;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// Says of each of seven keys how many rows came in the three seconds after the first, and forgets it: state of one's own, with a timer.
public final class BurstsOfRows {
    private BurstsOfRows() {}

    /// Counts the rows of a key until its timer expires.
    private static final class Bursts extends StatefulProcessor {
        private static final long BURST_MILLIS = 3000;

        private ValueState<Long> rows;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            rows = getHandle().getValueState("rows", DataType.LONG);
        }

        @Override
        public Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
                TimerValues timerValues) {
            if (!rows.exists()) {
                getHandle().registerTimer(
                        timerValues.getCurrentProcessingTimeInMs() + BURST_MILLIS);
            }
            long count = rows.getOption().orElse(0L);
            while (inputRows.hasNext()) {
                inputRows.next();
                count++;
            }
            rows.update(count);
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<Row> handleExpiredTimer(Row key, TimerValues timerValues,
                ExpiredTimerInfo expiredTimerInfo) {
            var burst = Row.of(key.getLong(0), rows.get());
            rows.clear();
            return List.of(burst).iterator();
        }
    }

    public static void main(String[] args) throws StreamingQueryException {
        var session = Session.builder().appName("BurstsOfRows").getOrCreate();

        session.readStream()
                .format("rate")
                .option("rowsPerSecond", 10)
                .load()
                .selectExpr("value % 7 AS key")
                .groupBy("key")
                .transformWithState(new Bursts(), TimeMode.ProcessingTime(), OutputMode.Append(),
                        "key BIGINT, n BIGINT")
                .writeStream()
                .format("console")
                .trigger(Trigger.ProcessingTime("1 second"))
                .start()
                .awaitTermination();
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.operator.EventTime.Statistics;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;

/// Sees how far event time has come in the rows that pass. Linear: the rows stay as they are.
///
/// State: the latest event time of all epochs, in one entry. What passes in lanes is added at the end of the epoch; the latest of some times does
/// not depend on their order. Watermarks are whole milliseconds, as Spark's are.
public final class WatermarkMeter {
    private static final long MICROS_PER_MILLI = 1000;

    private final int column;
    private final long delayMicros;
    private final Arrangement latest;
    private final List<Tap> taps = new ArrayList<>();

    /// Event time is `column`, and a row may be late by `delayMicros`. `states` is asked for one arrangement.
    public WatermarkMeter(int column, long delayMicros, StateFactory states, EventTime times) {
        this.column = column;
        this.delayMicros = delayMicros;
        latest = states.arrangement("",
                Layout.of(List.of(), List.of(new Field("", DataType.LONG, false))));
        times.add(this);
    }

    /// The operator to put into the way of the rows; one more for each lane.
    public Changes tap(Changes next) {
        var tap = new Tap(next);
        taps.add(tap);
        return tap;
    }

    /// The watermark that the rows so far come to; 0 while there were none.
    long watermarkMicros() {
        if (latest.size() == 0) {
            return 0;
        }
        long millis = Math.floorDiv(latest.word(0, 0), MICROS_PER_MILLI)
                - delayMicros / MICROS_PER_MILLI;
        return millis * MICROS_PER_MILLI;
    }

    Statistics endEpoch() {
        var all = Statistics.NONE;
        for (var tap : taps) {
            if (tap.count > 0) {
                all = all.and(new Statistics(tap.count, tap.min, tap.max, tap.sum));
                tap.clear();
            }
        }
        if (all.count() > 0) {
            boolean first = latest.size() == 0;
            int[] entry = new int[1];
            latest.findOrInsert(new Vector[0], Selection.all(1), entry);
            long before = first ? Long.MIN_VALUE : latest.word(entry[0], 0);
            latest.setWord(entry[0], 0, Math.max(before, all.max()));
        }
        return all;
    }

    private final class Tap implements Changes {
        private final Changes next;
        private long count;
        private long min;
        private long max;
        private double sum;

        Tap(Changes next) {
            this.next = next;
            clear();
        }

        private void clear() {
            count = 0;
            min = Long.MAX_VALUE;
            max = Long.MIN_VALUE;
            sum = 0;
        }

        @Override
        public void accept(Batch changes) {
            var times = (LongVector) changes.column(column);
            var rows = changes.rows();
            boolean plain = !times.hasNulls() && changes.weights() == null;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (plain || (!times.isNull(row) && changes.weight(row) > 0)) {
                    see(times.get(row));
                }
            }
            next.accept(changes);
        }

        private void see(long time) {
            count++;
            sum += time;
            min = Math.min(min, time);
            max = Math.max(max, time);
        }

        @Override
        public void finish() {
            next.finish();
        }
    }
}

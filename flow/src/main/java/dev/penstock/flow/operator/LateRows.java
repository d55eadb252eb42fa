package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Activity;
import java.util.ArrayList;
import java.util.List;

/// Drops rows before a stateful operator whose time was over before the epoch, and counts them. Keeps rows without a time.
public final class LateRows {
    private final Activity activity;
    private final TimeBounds bounds;
    private final long offsetMicros;
    private final List<Tap> taps = new ArrayList<>();

    /// `activity` is that of the operator's state. A row ends `offsetMicros` after the time that the kernel given to [#tap] makes of it.
    public LateRows(Activity activity, TimeBounds bounds, long offsetMicros, EventTime times) {
        this.activity = activity;
        this.bounds = bounds;
        this.offsetMicros = offsetMicros;
        times.add(this);
    }

    /// The operator to put into the way of the rows; one more for each lane. `time` gives a timestamp, or a window, of which the end counts.
    public Changes tap(Kernel time, Changes next) {
        var tap = new Tap(time, next);
        taps.add(tap);
        return tap;
    }

    /// The times in a vector of timestamps or windows.
    static LongVector times(Vector values) {
        return (LongVector) (values instanceof StructVector window ? window.field(1) : values);
    }

    /// Tells of the rows that were dropped in lanes and outside.
    void endEpoch() {
        for (var tap : taps) {
            if (tap.dropped > 0) {
                activity.dropped(tap.dropped);
                tap.dropped = 0;
            }
        }
    }

    private final class Tap implements Changes {
        private final Kernel time;
        private final Changes next;
        private int[] kept = new int[0];
        private long dropped;

        Tap(Kernel time, Changes next) {
            this.time = time;
            this.next = next;
        }

        @Override
        public void accept(Batch changes) {
            long late = bounds.late();
            var rows = changes.rows();
            var values = time.evaluate(changes, rows);
            var times = times(values);
            int total = rows.count();
            if (kept.length < total) {
                kept = new int[Math.max(total, Math.min(Batch.CAPACITY, 2 * total))];
            }
            boolean nulls = values.hasNulls();
            int count = 0;
            for (int i = 0; i < total; i++) {
                int row = rows.at(i);
                if (times.get(row) + offsetMicros > late || (nulls && values.isNull(row))) {
                    kept[count++] = row;
                }
            }
            dropped += total - count;
            if (count == total) {
                next.accept(changes);
            } else if (count > 0) {
                next.accept(changes.select(Selection.of(kept, count)));
            }
        }

        @Override
        public void finish() {
            next.finish();
        }
    }
}

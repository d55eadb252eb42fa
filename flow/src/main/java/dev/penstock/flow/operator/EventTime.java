package dev.penstock.flow.operator;

import dev.penstock.store.state.Deadlines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// What the operators of a circuit know of event time together: how far it has come, what waits for it, and what came too late.
///
/// Operators register here when they are made. Belongs to the epoch thread, but for what its [LateRows] count in lanes.
public final class EventTime {
    /// How one watermark is made of those of several inputs.
    public enum Policy {
        MIN, MAX
    }

    private final List<WatermarkMeter> meters = new ArrayList<>();
    private final List<LongSupplier> deadlines = new ArrayList<>();
    private final List<LateRows> late = new ArrayList<>();

    /// The event times of the rows of an epoch, in microseconds since 1970; there are none when `count` is 0.
    public record Statistics(long count, long min, long max, double sum) {
        public static final Statistics NONE = new Statistics(0, Long.MAX_VALUE, Long.MIN_VALUE, 0);

        /// Those of both.
        public Statistics and(Statistics other) {
            return new Statistics(count + other.count, Math.min(min, other.min),
                    Math.max(max, other.max), sum + other.sum);
        }
    }

    void add(WatermarkMeter meter) {
        meters.add(meter);
    }

    /// Somebody holds something that ends at the time that `next` gives, [Deadlines#NONE] for nothing; `lagMicros` as in [TimeBounds].
    public void add(LongSupplier next, long lagMicros) {
        deadlines.add(() -> {
            long time = next.getAsLong();
            return time == Deadlines.NONE ? time : time + lagMicros;
        });
    }

    void add(LateRows rows) {
        late.add(rows);
    }

    /// The statistics of the epoch that has been computed. To be called once, after the last input is finished: what lanes have seen is put into the state.
    public Statistics endEpoch() {
        late.forEach(LateRows::endEpoch);
        var all = Statistics.NONE;
        for (var meter : meters) {
            all = all.and(meter.endEpoch());
        }
        return all;
    }

    /// The watermark after the epochs so far, in microseconds since 1970: never before `current`. An input that has had no row counts as 0.
    public long watermark(Policy policy, long current) {
        if (meters.isEmpty()) {
            return current;
        }
        long chosen = policy == Policy.MIN ? Long.MAX_VALUE : 0;
        for (var meter : meters) {
            long own = meter.watermarkMicros();
            chosen = policy == Policy.MIN ? Math.min(chosen, own) : Math.max(chosen, own);
        }
        return Math.max(current, chosen);
    }

    /// True when there is something for a watermark to end, now or ever: then an epoch without rows may follow an epoch, as a batch without data does in Spark.
    public boolean endsSomething() {
        return !deadlines.isEmpty();
    }

    /// True when an epoch under this watermark gives or forgets something even without rows.
    public boolean isDue(long watermarkMicros) {
        for (var next : deadlines) {
            if (next.getAsLong() <= watermarkMicros) {
                return true;
            }
        }
        return false;
    }
}

package dev.penstock.engine.epoch;

import dev.penstock.data.Batch;
import dev.penstock.flow.operator.Changes;
import dev.penstock.io.Sink;

/// The end of a circuit: writes the changes of an epoch to the sink, but for epochs that the sink holds already.
///
/// Epochs are written one after the other; they become visible when [#commit] is called, at the latest after the interval that the
/// sink wants.
final class SinkFeed implements Changes {
    private final Sink sink;
    private long heldEpoch = Long.MAX_VALUE;
    private long epoch = -1;
    private long rows;
    private long committed = -1;
    private long firstPendingNanos = Long.MIN_VALUE;

    SinkFeed(Sink sink) {
        this.sink = sink;
    }

    /// Tells what the sink holds after [Sink#open]; nothing is written before.
    void opened() {
        heldEpoch = sink.lastEpoch();
    }

    void begin(long newEpoch) {
        epoch = newEpoch;
        rows = 0;
    }

    @Override
    public void accept(Batch changes) {
        rows += changes.count();
        if (epoch > heldEpoch) {
            sink.write(epoch, changes);
        }
    }

    @Override
    public void finish() {}

    /// How many changes the epoch gave, written or not.
    long rows() {
        return rows;
    }

    /// Ends the epoch: commits, or waits for more when the sink wants fewer commits. `now` is [dev.penstock.data.sys.Clock#nanos].
    void end(long now) {
        if (epoch <= heldEpoch) {
            committed = epoch;
            return;
        }
        long interval = sink.commitInterval().toNanos();
        if (interval == 0) {
            commit();
            return;
        }
        if (firstPendingNanos == Long.MIN_VALUE) {
            firstPendingNanos = now;
        }
        if (now - firstPendingNanos >= interval) {
            commit();
        }
    }

    /// Commits every epoch that has been written and not committed yet.
    void commit() {
        if (committed < epoch && epoch > heldEpoch) {
            sink.commit(epoch);
            committed = epoch;
        }
        firstPendingNanos = Long.MIN_VALUE;
    }

    /// When the epochs that wait have to be committed, or [Long#MAX_VALUE] when none waits.
    long commitDeadlineNanos() {
        return firstPendingNanos == Long.MIN_VALUE
                ? Long.MAX_VALUE
                : firstPendingNanos + sink.commitInterval().toNanos();
    }
}

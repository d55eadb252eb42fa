package dev.penstock.engine.epoch;

import dev.penstock.flow.operator.EventTime;
import dev.penstock.flow.operator.Observe;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Hears of the life of a run. Called on the epoch thread, which waits: implementations return within microseconds.
public interface EpochListener {
    /// The ledger is open, the identity is known; nothing has been read yet.
    void started(UUID queryId, UUID runId);

    /// An epoch has been committed. `latencyNanos` runs from the moment when the loop saw its rows to its commit.
    void committed(EpochReport report);

    /// What the loop does now, in the words of Spark's `status.message`.
    void status(String message, boolean dataAvailable, boolean triggerActive);

    /// The run is over; `cause` is null when it was stopped or its input is done. Called once, last.
    void terminated(@Nullable Throwable cause);

    /// What one epoch did. Times in nanoseconds; `sources` are in the plan's order; `eventTimes` are those of the rows that passed a watermark,
    /// `observed` what observations have seen.
    record EpochReport(long epoch, long clockMicros, long watermarkMicros,
            EventTime.Statistics eventTimes, List<Observe.Metrics> observed, long inputRows,
            long outputRows, long computeNanos,
            long ledgerNanos, long commitNanos, long latencyNanos, List<SourceReport> sources) {}

    /// What one epoch took from one source. Offsets are JSON.
    record SourceReport(String description, String from, String to, long rows) {}

    /// How much one arrangement holds, and what has happened to it since the attempt began; asked for with [EpochLoop#state].
    record StateReport(String identity, long rows, long memoryBytes, long updated, long removed,
            long dropped) {}
}

package dev.penstock;

import dev.penstock.engine.query.Progress;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a streaming query did since the report before. Names are those of Spark's progress JSON.
public final class StreamingQueryProgress {
    private final Progress progress;

    StreamingQueryProgress(Progress progress) {
        this.progress = progress;
    }

    /// Stays the same over restarts from one checkpoint.
    public UUID id() {
        return progress.id();
    }

    /// Differs from start to start.
    public UUID runId() {
        return progress.runId();
    }

    /// The query's name, or null.
    public @Nullable String name() {
        return progress.name();
    }

    /// The number of the last epoch of the report.
    public long batchId() {
        return progress.batchId();
    }

    /// How many epochs the report tells of.
    public long numEpochs() {
        return progress.epochs();
    }

    /// Milliseconds that the epochs of the report took.
    public long batchDuration() {
        return progress.batchDuration();
    }

    /// Milliseconds by phase.
    public Map<String, Long> durationMs() {
        return progress.durationMs();
    }

    /// The watermark, as ISO-8601 text, once there is one.
    public Map<String, String> eventTime() {
        return progress.eventTime();
    }

    /// How many rows came in.
    public long numInputRows() {
        return progress.rates().numInputRows();
    }

    /// Rows a second as they came in since the last report.
    public double inputRowsPerSecond() {
        return progress.rates().inputRowsPerSecond();
    }

    /// Rows a second of the time that the query worked.
    public double processedRowsPerSecond() {
        return progress.rates().processedRowsPerSecond();
    }

    /// How many rows, or changes, went out.
    public long numOutputRows() {
        return progress.sink().numOutputRows();
    }

    /// Percentiles `p50`, `p95`, `p99` and `max`, in milliseconds, of the time from the arrival of rows to the commit of their epoch.
    public Map<String, Double> epochLatencyMs() {
        return progress.epochLatencyMs();
    }

    /// All of it, with sources, operators and sink, as one line of JSON.
    public String json() {
        return progress.json();
    }

    /// All of it as JSON over several lines.
    public String prettyJson() {
        return progress.prettyJson();
    }

    @Override
    public String toString() {
        return prettyJson();
    }
}

package dev.penstock.engine.query;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a query did since its last report: the epochs after the one that the last report named, up to `batchId`.
///
/// Names are those of Spark's progress JSON. `durationMs` holds milliseconds by phase; `eventTime` ISO-8601 texts. `epochLatencyMs` is ours:
/// percentiles over the epochs of the report, from the arrival of their rows in the loop to their commit.
public record Progress(UUID id, UUID runId, @Nullable String name, long timestampMicros,
        long batchId, long batchDuration,
        Rates rates, Map<String, Long> durationMs, Map<String, String> eventTime,
        List<StateOperator> stateOperators,
        List<SourceProgress> sources, SinkProgress sink, Map<String, Double> epochLatencyMs,
        long epochs) {
    /// Rows and rows a second: of input as it came, and as it would be at full load.
    public record Rates(long numInputRows, double inputRowsPerSecond,
            double processedRowsPerSecond) {}

    /// An operator that keeps state.
    public record StateOperator(String operatorName, long numRowsTotal, long memoryUsedBytes) {}

    /// What was read from one source. Offsets are JSON.
    public record SourceProgress(String description, @Nullable String startOffset, String endOffset,
            Rates rates) {}

    /// What was written; -1 rows when unknown.
    public record SinkProgress(String description, long numOutputRows) {}

    /// As one line of JSON.
    public String json() {
        return ProgressJson.text(this, false);
    }

    /// As JSON over several lines.
    public String prettyJson() {
        return ProgressJson.text(this, true);
    }
}

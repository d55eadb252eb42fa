package dev.penstock.engine.query;

import dev.penstock.flow.operator.Observe;
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
        List<SourceProgress> sources, SinkProgress sink, List<Observe.Metrics> observedMetrics,
        Map<String, Double> epochLatencyMs, long epochs) {
    /// Rows and rows a second: of input as it came, and as it would be at full load.
    public record Rates(long numInputRows, double inputRowsPerSecond,
            double processedRowsPerSecond) {}

    /// An operator that keeps state, and what happened to that state since the last report. Spark also tells how long updates, removals and commits took,
    /// and over how many partitions state is spread; here updates are a part of the epoch and there is one partition.
    public record StateOperator(String operatorName, long numRowsTotal, long numRowsUpdated,
            long numRowsRemoved, long memoryUsedBytes, long numRowsDroppedByWatermark,
            long numStateStoreInstances) {}

    /// What was read from one source. Offsets are JSON.
    public record SourceProgress(String description, @Nullable String startOffset, String endOffset,
            Rates rates) {}

    /// What was written; -1 rows when unknown.
    public record SinkProgress(String description, long numOutputRows) {}

    /// As one line of JSON, as Spark's `json` has it: offsets are JSON, rates have one decimal, empty maps are left out.
    public String json() {
        return ProgressJson.text(this, ProgressJson.Form.COMPACT);
    }

    /// As [#json], over several lines.
    public String prettyJson() {
        return ProgressJson.text(this, ProgressJson.Form.PRETTY);
    }

    /// As one line of JSON, field by field, as Spark Connect sends reports: offsets are texts, rates are exact, empty maps are there, and what can be
    /// summed up from the sources is not.
    public String fieldsJson() {
        return ProgressJson.text(this, ProgressJson.Form.FIELDS);
    }
}

package dev.penstock.connect.client.query;

import dev.penstock.engine.query.Progress;
import dev.penstock.engine.query.Progress.Rates;
import dev.penstock.engine.query.Progress.SinkProgress;
import dev.penstock.engine.query.Progress.SourceProgress;
import dev.penstock.engine.query.Progress.StateOperator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Spark's progress JSON, in both of its encodings, as the reports of this house. Spark's batch is an epoch; its custom metrics are left out.
final class ProgressReports {
    private ProgressReports() {}

    static Progress read(String json) {
        return progress(JsonTree.read(json));
    }

    static Progress progress(JsonTree tree) {
        var durations = new LinkedHashMap<String, Long>();
        tree.object("durationMs").fields().forEach((phase, millis) -> {
            if (millis instanceof Number number) {
                durations.put(phase, number.longValue());
            }
        });
        var eventTime = new LinkedHashMap<String, String>();
        tree.object("eventTime").fields()
                .forEach((name, time) -> eventTime.put(name, String.valueOf(time)));
        var sources = tree.objects("sources").stream().map(ProgressReports::source).toList();
        var name = tree.text("name");
        return new Progress(UUID.fromString(tree.text("id")), UUID.fromString(tree.text("runId")),
                name.isEmpty() ? null : name, micros(tree.text("timestamp")),
                tree.number("batchId"), tree.number("batchDuration"), total(sources), durations,
                eventTime, tree.objects("stateOperators").stream().map(ProgressReports::state)
                        .toList(),
                sources, new SinkProgress(tree.object("sink").text("description"),
                        tree.object("sink").number("numOutputRows")),
                List.of(), Map.of(), 1);
    }

    private static long micros(String timestamp) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(timestamp));
    }

    private static SourceProgress source(JsonTree tree) {
        var start = tree.text("startOffset");
        return new SourceProgress(tree.text("description"), start.isEmpty() ? null : start,
                tree.text("endOffset"),
                new Rates(tree.number("numInputRows"), tree.fraction("inputRowsPerSecond"),
                        tree.fraction("processedRowsPerSecond")));
    }

    private static StateOperator state(JsonTree tree) {
        return new StateOperator(tree.text("operatorName"), tree.number("numRowsTotal"),
                tree.number("numRowsUpdated"), tree.number("numRowsRemoved"),
                tree.number("memoryUsedBytes"), tree.number("numRowsDroppedByWatermark"),
                tree.number("numStateStoreInstances"));
    }

    private static Rates total(List<SourceProgress> sources) {
        long rows = 0;
        double input = 0;
        double processed = 0;
        for (var source : sources) {
            rows += source.rates().numInputRows();
            input += source.rates().inputRowsPerSecond();
            processed += source.rates().processedRowsPerSecond();
        }
        return new Rates(rows, input, processed);
    }
}

package dev.penstock.engine.session;

import dev.penstock.engine.epoch.Pace;
import dev.penstock.plan.spec.Relation;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the user asked to start as a stream. `format` is empty for the default; `table` is the target of `toTable`; `consumer` is the
/// user's program for the formats `foreach` and `foreachBatch`. `mode` is `append`, `update`, `complete` or `changelog`. Options go without regard to case.
public record StreamRequest(Relation relation, String name, String format,
        Map<String, String> options, String mode,
        Pace pace, Optional<Duration> snapshotInterval, List<String> partitionBy,
        Optional<List<String>> table,
        Optional<RowsConsumer> consumer) {
    public StreamRequest {
        var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(options);
        options = Collections.unmodifiableMap(copy);
        mode = mode.toLowerCase(Locale.ROOT);
        partitionBy = List.copyOf(partitionBy);
    }
}

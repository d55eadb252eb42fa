package dev.penstock.engine.session;

import dev.penstock.plan.spec.Relation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the user asked to write of a query that ends. `mode` is `Append`, `Overwrite`, `ErrorIfExists` or `Ignore`; `table` is the target
/// of `saveAsTable`. Options go without regard to case.
public record WriteRequest(Relation relation, String format, Map<String, String> options,
        String mode,
        List<String> partitionBy, Optional<List<String>> table) {
    public WriteRequest {
        var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(options);
        options = Collections.unmodifiableMap(copy);
        partitionBy = List.copyOf(partitionBy);
    }
}

package dev.penstock.connect.wire;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import java.util.List;

/// What an Arrow stream holds. The batches share the stream's bytes, which must not change any more.
public record ArrowTable(Schema schema, List<Batch> batches) {
    public ArrowTable {
        batches = List.copyOf(batches);
    }
}

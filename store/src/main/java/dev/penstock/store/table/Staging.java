package dev.penstock.store.table;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies of the changes of the epoch in progress, until it commits.
final class Staging {
    private final Schema schema;
    private final List<Batch> batches = new ArrayList<>();
    private boolean truncated;

    Staging(Schema schema) {
        this.schema = schema;
    }

    void add(Batch changes) {
        int count = changes.count();
        if (count == 0) {
            return;
        }
        Vector[] columns = Vectors.allocate(schema.types(), count);
        for (int i = 0; i < columns.length; i++) {
            columns[i].copyRows(changes.column(i), changes.rows(), 0);
        }
        long @Nullable [] weights = null;
        if (changes.weights() != null) {
            weights = new long[count];
            for (int i = 0; i < count; i++) {
                weights[i] = changes.weight(changes.rows().at(i));
            }
        }
        batches.add(Batch.of(count, columns, weights));
    }

    void truncate() {
        batches.clear();
        truncated = true;
    }

    boolean truncated() {
        return truncated;
    }

    List<Batch> batches() {
        return batches;
    }

    void clear() {
        batches.clear();
        truncated = false;
    }
}

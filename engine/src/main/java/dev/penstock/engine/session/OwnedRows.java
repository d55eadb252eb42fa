package dev.penstock.engine.session;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Keeps copies of batches that are valid for a moment only. Not safe for two threads.
public final class OwnedRows implements Consumer<Batch> {
    private final Schema schema;
    private final List<Batch> batches = new ArrayList<>();

    public OwnedRows(Schema schema) {
        this.schema = schema;
    }

    /// Copies the rows that count, with their weights.
    @Override
    public void accept(Batch batch) {
        int count = batch.count();
        if (count == 0) {
            return;
        }
        var columns = Vectors.allocate(schema.types(), count);
        for (int i = 0; i < columns.length; i++) {
            columns[i].copyRows(batch.column(i), batch.rows(), 0);
        }
        long[] given = batch.weights();
        if (given == null) {
            batches.add(Batch.of(count, columns));
            return;
        }
        long[] weights = new long[count];
        for (int i = 0; i < count; i++) {
            weights[i] = given[batch.rows().at(i)];
        }
        batches.add(Batch.of(count, columns, weights));
    }

    /// All rows so far.
    public Result result() {
        return new Result(schema, batches);
    }

    /// Forgets the rows; results that were given keep theirs.
    public void clear() {
        batches.clear();
    }
}

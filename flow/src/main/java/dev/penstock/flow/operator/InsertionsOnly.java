package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;

/// Drops removed rows: what is left are the rows that are new, for sinks that overwrite or append.
public final class InsertionsOnly implements Changes {
    private final Changes next;

    public InsertionsOnly(Changes next) {
        this.next = next;
    }

    @Override
    public void accept(Batch changes) {
        long[] weights = changes.weights();
        if (weights == null) {
            next.accept(changes);
            return;
        }
        int count = 0;
        int[] positions = new int[changes.count()];
        for (int i = 0; i < changes.count(); i++) {
            int row = changes.rows().at(i);
            if (weights[row] > 0) {
                positions[count++] = row;
            }
        }
        if (count > 0) {
            next.accept(changes.select(Selection.of(positions, count)).withWeights(null));
        }
    }

    @Override
    public void finish() {
        next.finish();
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;

/// Drops removed rows: what is left are the rows that are new, each as often as its weight says, for sinks that overwrite or append.
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
        for (long times = 1; count > 0; times++) {
            next.accept(changes.select(Selection.of(positions.clone(), count)).withWeights(null));
            count = keepHeavier(positions, count, weights, times);
        }
    }

    /// Of the rows at the first `count` positions keeps those that are inserted more than `times` times.
    private static int keepHeavier(int[] positions, int count, long[] weights, long times) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (weights[positions[i]] > times) {
                positions[kept++] = positions[i];
            }
        }
        return kept;
    }

    @Override
    public void finish() {
        next.finish();
    }
}

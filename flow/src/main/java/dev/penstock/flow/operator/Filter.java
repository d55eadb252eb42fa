package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.flow.kernel.Kernel;

/// Passes on the rows for which a condition is true. Linear: no state, weights stay.
///
/// Rows are not moved; the batch gets a narrower selection.
public final class Filter implements Changes {
    private final Kernel condition;
    private final Changes next;
    private int[] positions = new int[0];

    public Filter(Kernel condition, Changes next) {
        this.condition = condition;
        this.next = next;
    }

    @Override
    public void accept(Batch changes) {
        var rows = changes.rows();
        if (positions.length < rows.count()) {
            positions = new int[Math.max(rows.count(), Math.min(Batch.CAPACITY, 2 * rows.count()))];
        }
        int selected = condition.select(changes, rows, positions);
        if (selected == rows.count()) {
            next.accept(changes);
        } else if (selected > 0) {
            next.accept(changes.select(Selection.of(positions, selected)));
        }
    }

    @Override
    public void finish() {
        next.finish();
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Vector;
import java.util.List;

/// Passes on some of the columns of each batch, in another order perhaps. Linear: no state; nothing is moved.
public final class PickColumns implements Changes {
    private final int[] columns;
    private final Changes next;

    public PickColumns(List<Integer> columns, Changes next) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.next = next;
    }

    @Override
    public void accept(Batch changes) {
        var picked = new Vector[columns.length];
        for (int i = 0; i < columns.length; i++) {
            picked[i] = changes.column(columns[i]);
        }
        next.accept(changes.withColumns(picked));
    }

    @Override
    public void finish() {
        next.finish();
    }
}

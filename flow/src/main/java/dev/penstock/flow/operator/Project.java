package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import java.util.List;

/// Computes columns. Linear: no state, rows and weights stay.
public final class Project implements Changes {
    private final Kernel[] columns;
    private final Changes next;

    public Project(List<Kernel> columns, Changes next) {
        this.columns = columns.toArray(Kernel[]::new);
        this.next = next;
    }

    @Override
    public void accept(Batch changes) {
        var computed = new Vector[columns.length];
        for (int i = 0; i < columns.length; i++) {
            computed[i] = columns[i].evaluate(changes, changes.rows());
        }
        next.accept(changes.withColumns(computed));
    }

    @Override
    public void finish() {
        next.finish();
    }
}

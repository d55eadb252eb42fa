package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.List;

/// Gives what an epoch comes to: changes of equal rows added up, removals before insertions. No state.
///
/// Operators of several inputs give rows within an epoch that they take back in the same epoch. A table would not mind, but a sink that overwrites by key, or appends, must
/// not see them.
public final class Consolidate implements Changes {
    private final List<DataType> types;
    private final RowBuffer rows;
    private final Arrangement sums;
    private final Changes next;
    private final Vector[] columns;
    private final int[] chosen = new int[Batch.CAPACITY];
    private final long[] weights = new long[Batch.CAPACITY];
    private int[] entries = new int[Batch.CAPACITY];
    private boolean removes;

    public Consolidate(List<DataType> types, Changes next) {
        this.types = types;
        this.next = next;
        rows = new RowBuffer(types);
        sums = new Arrangement(Layout.ofTypes(types, List.of(DataType.LONG)));
        columns = Vectors.allocate(types, 0);
    }

    @Override
    public void accept(Batch changes) {
        removes |= changes.weights() != null;
        rows.accept(changes);
    }

    @Override
    public void finish() {
        if (removes) {
            addUp();
            give(false);
            give(true);
            sums.clear();
            rows.clear();
            removes = false;
        } else {
            rows.drainTo(next);
        }
        next.finish();
    }

    private void addUp() {
        for (int i = 0; i < rows.batches(); i++) {
            var batch = rows.batch(i);
            if (entries.length < batch.size()) {
                entries = new int[batch.size()];
            }
            sums.findOrInsert(batch.columns(), Selection.all(batch.size()), entries);
            for (int row = 0; row < batch.size(); row++) {
                sums.setWord(entries[row], types.size(),
                        sums.word(entries[row], types.size()) + batch.weight(row));
            }
        }
    }

    private void give(boolean added) {
        int from = 0;
        int count = sums.live(from, chosen);
        while (count > 0) {
            from = chosen[count - 1] + 1;
            int kept = 0;
            for (int i = 0; i < count; i++) {
                long sum = sums.word(chosen[i], types.size());
                if (added ? sum > 0 : sum < 0) {
                    chosen[kept] = chosen[i];
                    weights[kept++] = sum;
                }
            }
            if (kept > 0) {
                for (int i = 0; i < columns.length; i++) {
                    columns[i].reset(kept);
                    sums.load(chosen, kept, i, columns[i], 0);
                }
                next.accept(Batch.of(kept, columns, weights));
            }
            count = sums.live(from, chosen);
        }
    }
}

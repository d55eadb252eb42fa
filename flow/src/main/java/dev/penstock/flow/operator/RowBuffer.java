package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps a copy of the selected rows of batches, in order, until it is cleared. Its batches are used again after that.
public final class RowBuffer implements Changes {
    private final List<DataType> types;
    private final List<Vector[]> columns = new ArrayList<>();
    private final List<long[]> weights = new ArrayList<>();
    private int[] sizes = new int[4];
    private boolean[] weighted = new boolean[4];
    private int used;

    public RowBuffer(List<DataType> types) {
        this.types = types;
    }

    @Override
    public void accept(Batch changes) {
        int count = changes.count();
        if (used == 0 || sizes[used - 1] + count > Batch.CAPACITY) {
            addBatch(count);
        }
        int batch = used - 1;
        int at = sizes[batch];
        var into = columns.get(batch);
        for (int i = 0; i < into.length; i++) {
            into[i].grow(at + count);
            into[i].copyRows(changes.column(i), changes.rows(), at);
        }
        copyWeights(changes, batch, at);
        sizes[batch] = at + count;
    }

    private void addBatch(int rows) {
        if (used == columns.size()) {
            columns.add(Vectors.allocate(types, rows));
            weights.add(new long[0]);
        }
        if (used == sizes.length) {
            sizes = Arrays.copyOf(sizes, used * 2);
            weighted = Arrays.copyOf(weighted, used * 2);
        }
        for (var column : columns.get(used)) {
            column.reset(rows);
        }
        sizes[used] = 0;
        weighted[used] = false;
        used++;
    }

    private void copyWeights(Batch changes, int batch, int at) {
        long[] theirs = changes.weights();
        if (theirs == null && !weighted[batch]) {
            return;
        }
        int count = changes.count();
        long[] mine = weights.get(batch);
        if (mine.length < at + count) {
            mine = Arrays.copyOf(mine,
                    Math.min(Math.max(Batch.CAPACITY, at + count), 2 * (at + count)));
            weights.set(batch, mine);
        }
        if (!weighted[batch]) {
            Arrays.fill(mine, 0, at, 1);
            weighted[batch] = true;
        }
        for (int i = 0; i < count; i++) {
            mine[at + i] = theirs == null ? 1 : theirs[changes.rows().at(i)];
        }
    }

    @Override
    public void finish() {}

    /// How many batches are kept.
    public int batches() {
        return used;
    }

    /// A batch of kept rows, valid until [#clear].
    public Batch batch(int index) {
        return Batch.of(sizes[index], columns.get(index), weightsOf(index));
    }

    /// The columns of a batch of kept rows.
    Vector[] columns(int index) {
        return columns.get(index);
    }

    /// The places of all kept rows, in order: the batch times [Batch#CAPACITY], plus the row.
    int[] places() {
        int[] places = new int[Math.toIntExact(rows())];
        int at = 0;
        for (int batch = 0; batch < used; batch++) {
            for (int row = 0; row < sizes[batch]; row++) {
                places[at++] = batch * Batch.CAPACITY + row;
            }
        }
        return places;
    }

    private long @Nullable [] weightsOf(int index) {
        return weighted[index] ? weights.get(index) : null;
    }

    /// How many rows are kept.
    public long rows() {
        long rows = 0;
        for (int i = 0; i < used; i++) {
            rows += sizes[i];
        }
        return rows;
    }

    /// Gives all kept batches, in order, and forgets them.
    public void drainTo(Changes next) {
        for (int i = 0; i < used; i++) {
            next.accept(batch(i));
        }
        clear();
    }

    public void clear() {
        used = 0;
    }
}

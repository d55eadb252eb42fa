package dev.penstock.flow.operator.window;

import dev.penstock.data.Batch;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.RowOrder;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.RowBuffer;
import java.util.ArrayList;
import java.util.List;

/// Computes functions over windows of the rows of one epoch: sorts them by partition and order, and gives each with its values.
///
/// No state, and its input is insert-only: for queries with one epoch.
public final class WholeWindow implements Changes {
    private final WindowSpec spec;
    private final Changes next;
    private final RowBuffer rows;
    private final List<Vector[]> columns = new ArrayList<>();
    private final List<WindowSpec.OrderBy> sorting = new ArrayList<>();
    private final RowOrder[] rowOrders;
    private final boolean[] read;
    private final Slice slice;
    private final Vector[] results;

    public WholeWindow(WindowSpec spec, Changes next) {
        this.spec = spec;
        this.next = next;
        rows = new RowBuffer(spec.types());
        spec.partition().forEach(c -> sorting.add(new WindowSpec.OrderBy(c, true, true)));
        sorting.addAll(spec.totalOrder());
        rowOrders = sorting.stream().map(o -> RowOrder.of(spec.types().get(o.column())))
                .toArray(RowOrder[]::new);
        read = spec.read();
        slice = new Slice(spec);
        results = Slice.results(spec);
    }

    @Override
    public void accept(Batch changes) {
        assert changes.weights() == null : "one epoch brings insertions";
        rows.accept(changes);
    }

    @Override
    public void finish() {
        columns.clear();
        for (int i = 0; i < rows.batches(); i++) {
            columns.add(rows.batch(i).columns());
        }
        int[] order = sorted();
        var emitter = new Emitter(spec, this::load, next);
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && isSamePartition(order[from], order[to])) {
                to++;
            }
            give(order, from, to, emitter);
            from = to;
        }
        emitter.flush();
        rows.clear();
        columns.clear();
        next.finish();
    }

    private void give(int[] order, int from, int to, Emitter emitter) {
        int count = to - from;
        slice.begin(0, count, count, read);
        for (int column = 0; column < read.length; column++) {
            if (read[column]) {
                var into = slice.column(column);
                for (int i = 0; i < count; i++) {
                    into.copyRow(column(order[from + i], column), row(order[from + i]), i);
                }
            }
        }
        for (int i = 0; i < results.length; i++) {
            results[i].reset(count);
            spec.calls().get(i).function().compute(slice, 0, count, results[i]);
        }
        for (int i = 0; i < count; i++) {
            emitter.give(order[from + i], results, i, 1);
        }
    }

    private void load(int[] places, int count, int column, Vector into) {
        for (int i = 0; i < count; i++) {
            into.copyRow(column(places[i], column), row(places[i]), i);
        }
    }

    private Vector column(int place, int column) {
        return columns.get(place / Batch.CAPACITY)[column];
    }

    private static int row(int place) {
        return place % Batch.CAPACITY;
    }

    // ---------------------------------------------------------------------------------------------- sorting

    /// A place is the batch times [Batch#CAPACITY], plus the row.
    private int[] sorted() {
        int[] order = new int[Math.toIntExact(rows.rows())];
        int at = 0;
        for (int batch = 0; batch < columns.size(); batch++) {
            int size = rows.batch(batch).size();
            for (int row = 0; row < size; row++) {
                order[at++] = batch * Batch.CAPACITY + row;
            }
        }
        mergeSort(order.clone(), order, 0, order.length);
        return order;
    }

    private void mergeSort(int[] from, int[] into, int low, int high) {
        if (high - low < 2) {
            return;
        }
        int middle = (low + high) >>> 1;
        mergeSort(into, from, low, middle);
        mergeSort(into, from, middle, high);
        if (compare(from[middle - 1], from[middle], rowOrders.length) <= 0) {
            System.arraycopy(from, low, into, low, high - low);
            return;
        }
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takeLeft = right >= high || (left < middle
                    && compare(from[left], from[right], rowOrders.length) <= 0);
            into[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private boolean isSamePartition(int a, int b) {
        return compare(a, b, spec.partition().size()) == 0;
    }

    private int compare(int a, int b, int keys) {
        for (int i = 0; i < keys; i++) {
            var by = sorting.get(i);
            var columnA = column(a, by.column());
            var columnB = column(b, by.column());
            boolean nullA = columnA.isNull(row(a));
            boolean nullB = columnB.isNull(row(b));
            if (nullA || nullB) {
                if (nullA != nullB) {
                    return nullA == by.nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int result = rowOrders[i].compare(columnA, row(a), columnB, row(b));
            if (result != 0) {
                return by.ascending() ? result : -result;
            }
        }
        return 0;
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.RowOrder;
import java.util.List;

/// Gives the rows of one epoch in order, from `offset` on and at most `limit` of them. Rows that compare equal keep the order in which they came.
///
/// No state: it orders what an epoch brings, and is used where that is all there is. Its input is insert-only.
public final class Sort implements Changes {
    /// What to order by; `types` are those of the rows.
    public record Spec(List<Kernel> keys, List<Direction> directions, long limit, long offset,
            List<DataType> types) {}

    /// How to order by one key.
    public record Direction(DataType type, boolean ascending, boolean nullsFirst) {}

    private final Spec spec;
    private final Changes next;
    private final RowBuffer rows;
    private final RowBuffer keys;
    private final List<DataType> keyTypes;
    private final RowOrder[] orders;

    public Sort(Spec spec, Changes next) {
        this.spec = spec;
        this.next = next;
        rows = new RowBuffer(spec.types());
        keyTypes = spec.directions().stream().map(Direction::type).toList();
        keys = new RowBuffer(keyTypes);
        orders = keyTypes.stream().map(RowOrder::of).toArray(RowOrder[]::new);
    }

    @Override
    public void accept(Batch changes) {
        assert changes.weights() == null : "sort takes insertions";
        rows.accept(changes);
        var columns = new Vector[keyTypes.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = spec.keys().get(i).evaluate(changes, changes.rows());
        }
        keys.accept(changes.withColumns(columns));
    }

    @Override
    public void finish() {
        int[] order = sorted();
        int count = order.length;
        long end = spec.limit() > Long.MAX_VALUE - spec.offset()
                ? Long.MAX_VALUE
                : spec.offset() + spec.limit();
        int from = (int) Math.min(count, spec.offset());
        int to = (int) Math.min(count, end);
        var output = Vectors.allocate(spec.types(), Math.min(Batch.CAPACITY, to - from));
        for (int at = from; at < to; at += Batch.CAPACITY) {
            give(order, at, Math.min(to, at + Batch.CAPACITY), output);
        }
        rows.clear();
        keys.clear();
        next.finish();
    }

    private void give(int[] order, int from, int to, Vector[] output) {
        int count = to - from;
        for (var column : output) {
            column.reset(count);
        }
        for (int i = 0; i < count; i++) {
            var source = rows.columns(order[from + i] / Batch.CAPACITY);
            int row = order[from + i] % Batch.CAPACITY;
            for (int column = 0; column < output.length; column++) {
                output[column].copyRow(source[column], row, i);
            }
        }
        next.accept(Batch.of(count, output));
    }

    /// The places of the rows, sorted: by merging, because that is stable and moves places only.
    private int[] sorted() {
        int[] order = rows.places();
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
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takeLeft = right >= high
                    || (left < middle && compare(from[left], from[right]) <= 0);
            into[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private int compare(int a, int b) {
        var columnsOfA = keys.columns(a / Batch.CAPACITY);
        var columnsOfB = keys.columns(b / Batch.CAPACITY);
        int rowA = a % Batch.CAPACITY;
        int rowB = b % Batch.CAPACITY;
        for (int i = 0; i < orders.length; i++) {
            var direction = spec.directions().get(i);
            boolean nullA = columnsOfA[i].isNull(rowA);
            boolean nullB = columnsOfB[i].isNull(rowB);
            if (nullA || nullB) {
                if (nullA != nullB) {
                    return nullA == direction.nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int order = orders[i].compare(columnsOfA[i], rowA, columnsOfB[i], rowB);
            if (order != 0) {
                return direction.ascending() ? order : -order;
            }
        }
        return 0;
    }
}

package dev.penstock.flow.operator.window;

import dev.penstock.data.DataType;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.RowOrder;
import java.util.List;

/// Consecutive rows of a partition, in order, in columns: those at positions `base` to `base + count - 1` of `total`. Used again and again.
///
/// Methods take positions in the partition; [#row] says at which row of the columns a position is.
final class Slice {
    private final Vector[] columns;
    private final List<WindowSpec.OrderBy> orders;
    private final RowOrder[] rowOrders;
    private int base;
    private int count;
    private int total;
    private int[] peerStarts = new int[0];
    private boolean peersKnown;

    Slice(WindowSpec spec) {
        columns = Vectors.allocate(spec.types(), 0);
        orders = spec.orders();
        rowOrders = spec.orders().stream().map(o -> RowOrder.of(spec.types().get(o.column())))
                .toArray(RowOrder[]::new);
    }

    /// Begins anew with these positions; the columns that are read have to be filled next.
    void begin(int newBase, int newCount, int newTotal, boolean[] read) {
        base = newBase;
        count = newCount;
        total = newTotal;
        peersKnown = false;
        for (int i = 0; i < columns.length; i++) {
            if (read[i]) {
                columns[i].reset(newCount);
            }
        }
    }

    Vector column(int index) {
        return columns[index];
    }

    Vector[] columns() {
        return columns;
    }

    int base() {
        return base;
    }

    int count() {
        return count;
    }

    int end() {
        return base + count;
    }

    int total() {
        return total;
    }

    int row(int position) {
        return position - base;
    }

    /// The order column when there is one only, as frames by value have it.
    WindowSpec.OrderBy order() {
        return orders.getFirst();
    }

    /// The first position whose row equals that of `position` in the order.
    int peerStart(int position) {
        knowPeers();
        return peerStarts[row(position)];
    }

    /// One behind the last position whose row equals that of `position` in the order.
    int peerEnd(int position) {
        knowPeers();
        int end = position + 1;
        while (end < end() && peerStarts[row(end)] == peerStarts[row(position)]) {
            end++;
        }
        return end;
    }

    private void knowPeers() {
        if (peersKnown) {
            return;
        }
        peersKnown = true;
        if (peerStarts.length < count) {
            peerStarts = new int[count];
        }
        for (int i = 0; i < count; i++) {
            peerStarts[i] = i > 0 && isPeer(i - 1, i) ? peerStarts[i - 1] : base + i;
        }
    }

    private boolean isPeer(int rowA, int rowB) {
        for (int i = 0; i < rowOrders.length; i++) {
            var column = columns[orders.get(i).column()];
            if (rowOrders[i].compareNullsFirst(column, rowA, column, rowB) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The vectors for the values of functions.
    static Vector[] results(WindowSpec spec) {
        List<DataType> types = spec.calls().stream().map(WindowSpec.Call::type).toList();
        return Vectors.allocate(types, 0);
    }
}

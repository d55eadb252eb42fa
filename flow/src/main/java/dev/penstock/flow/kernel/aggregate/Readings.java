package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.aggregate.RowsAggregator.Reading;
import dev.penstock.store.state.OrderedRows;

/// What functions over ordered rows read of them.
final class Readings {
    private Readings() {}

    /// An argument of the first row.
    static Reading first(int column) {
        return (rows, root, into, at) -> load(rows, rows.first(root), column, into, at);
    }

    /// An argument of the last row.
    static Reading last(int column) {
        return (rows, root, into, at) -> load(rows, rows.last(root), column, into, at);
    }

    static void load(OrderedRows rows, int row, int column, Vector into, int at) {
        if (row == OrderedRows.NONE) {
            into.setNull(at);
        } else {
            rows.load(new int[]{row}, 1, column, into, at);
        }
    }

    /// The first arguments of all rows as an array, each once or as often as its row is there.
    static Reading array(boolean once) {
        return (rows, root, into, at) -> {
            var array = (ArrayVector) into;
            int from = array.used();
            int[] one = new int[1];
            int[] length = new int[1];
            rows.walk(root, 0, (row, _) -> {
                one[0] = row;
                for (long n = once ? 1 : rows.weight(row); n > 0; n--) {
                    int to = from + length[0]++;
                    array.elements().grow(to + 1);
                    rows.load(one, 1, 0, array.elements(), to);
                }
                return true;
            });
            array.append(at, length[0]);
        };
    }
}

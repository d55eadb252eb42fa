package dev.penstock.store.table;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;

/// How the columns of a table lie in the arrangement that keeps it: key columns first, then the others; a table of whole rows has them all as key.
record TableLayout(Schema schema, List<Integer> key) {
    TableLayout {
        key = List.copyOf(key);
    }

    boolean wholeRows() {
        return key.isEmpty();
    }

    /// The table's column that is column `i` of the arrangement.
    List<Integer> order() {
        var order = new ArrayList<>(key);
        for (int i = 0; i < schema.size(); i++) {
            if (!key.contains(i)) {
                order.add(i);
            }
        }
        return order;
    }

    /// Behind the table's columns is one that says how often the row is there; with a key that is once, or not any more.
    Layout layout() {
        var columns = order().stream().map(schema::field).toList();
        int keys = wholeRows() ? columns.size() : key.size();
        var values = new ArrayList<>(columns.subList(keys, columns.size()));
        values.add(new Field("count", DataType.LONG, false));
        return Layout.of(columns.subList(0, keys), values);
    }

    /// The arrangement's column with the number of the row.
    int countColumn() {
        return schema.size();
    }

    /// The vectors that the arrangement has as key.
    Vector[] keys(Vector[] columns) {
        return wholeRows() ? columns : key.stream().map(i -> columns[i]).toArray(Vector[]::new);
    }
}

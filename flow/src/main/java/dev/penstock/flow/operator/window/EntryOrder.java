package dev.penstock.flow.operator.window;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.RowOrder;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.OrderedRows;
import java.util.List;

/// The order of rows that are kept in an arrangement, behind the number of their group.
final class EntryOrder implements OrderedRows.Order {
    private final WindowSpec.OrderBy[] orders;
    private final Form[] forms;
    private final RowOrder[] rowOrders;
    private final Vector[] left;
    private final Vector[] right;
    private final int asked;
    private final int[] entry = new int[1];

    /// How a column is compared: as the word that it is kept as, or as a value that is loaded first.
    private enum Form {
        WORD, DOUBLE, FLOAT, LOADED
    }

    EntryOrder(WindowSpec spec) {
        orders = spec.totalOrder().toArray(WindowSpec.OrderBy[]::new);
        asked = spec.orders().size();
        List<DataType> types = java.util.Arrays.stream(orders)
                .map(o -> spec.types().get(o.column())).toList();
        forms = types.stream().map(EntryOrder::form).toArray(Form[]::new);
        rowOrders = types.stream().map(RowOrder::of).toArray(RowOrder[]::new);
        left = Vectors.allocate(types, 1);
        right = Vectors.allocate(types, 1);
    }

    private static Form form(DataType type) {
        return switch (type) {
            case BooleanType _,ByteType _,ShortType _,IntType _,LongType _,DateType _,TimestampType _,TimestampNtzType _,TimeType _,YearMonthIntervalType _,DayTimeIntervalType _ ->
                Form.WORD;
            case DoubleType _ -> Form.DOUBLE;
            case FloatType _ -> Form.FLOAT;
            case DecimalType decimal -> decimal.fitsLong() ? Form.WORD : Form.LOADED;
            case NullType _,StringType _,CharType _,VarcharType _,BinaryType _,CalendarIntervalType _,ArrayType _,MapType _,StructType _ ->
                Form.LOADED;
        };
    }

    @Override
    public int compare(Arrangement rows, int a, int b) {
        return compare(rows, a, b, orders.length);
    }

    /// Compares by what was asked for only: 0 for peers.
    int comparePeers(Arrangement rows, int a, int b) {
        return compare(rows, a, b, asked);
    }

    /// True when a row comes after an entry by the first column that was asked for. False says nothing.
    boolean comesAfter(Batch batch, int row, Arrangement rows, int entry) {
        if (asked == 0 || forms[0] != Form.WORD) {
            return false;
        }
        var first = orders[0];
        var column = batch.column(first.column());
        if (column.isNull(row) || rows.isNull(entry, first.column() + 1)) {
            return false;
        }
        long kept = rows.word(entry, first.column() + 1);
        int side = switch (column) {
            case LongVector longs -> Long.compare(longs.get(row), kept);
            case IntVector ints -> Long.compare(ints.get(row), kept);
            default -> 0;
        };
        return first.ascending() ? side > 0 : side < 0;
    }

    private int compare(Arrangement rows, int a, int b, int columns) {
        for (int i = 0; i < columns; i++) {
            int column = orders[i].column() + 1;
            boolean nullA = rows.isNull(a, column);
            boolean nullB = rows.isNull(b, column);
            if (nullA || nullB) {
                if (nullA != nullB) {
                    return nullA == orders[i].nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int order = switch (forms[i]) {
                case WORD -> Long.compare(rows.word(a, column), rows.word(b, column));
                case DOUBLE -> Double.compare(Double.longBitsToDouble(rows.word(a, column)),
                        Double.longBitsToDouble(rows.word(b, column)));
                case FLOAT, LOADED -> compareLoaded(rows, a, b, i);
            };
            if (order != 0) {
                return orders[i].ascending() ? order : -order;
            }
        }
        return 0;
    }

    private int compareLoaded(Arrangement rows, int a, int b, int i) {
        load(rows, a, i, left[i]);
        load(rows, b, i, right[i]);
        return rowOrders[i].compare(left[i], 0, right[i], 0);
    }

    private void load(Arrangement rows, int row, int i, Vector into) {
        into.reset(1);
        entry[0] = row;
        rows.load(entry, 1, orders[i].column() + 1, into, 0);
    }
}

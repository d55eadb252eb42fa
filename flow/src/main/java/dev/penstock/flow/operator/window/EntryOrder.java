package dev.penstock.flow.operator.window;

import dev.penstock.data.Batch;
import dev.penstock.data.ByteVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
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

    /// True when [#number] can be asked for rows of this batch.
    boolean hasNumbers(Batch batch) {
        if (asked == 0 || forms[0] != Form.WORD) {
            return false;
        }
        var column = batch.column(orders[0].column());
        return !column.hasNulls() && switch (column) {
            case LongVector _,IntVector _,ShortVector _,ByteVector _ -> true;
            default -> false;
        };
    }

    /// What the first column says of the place of a row: of two rows the one with the lower number comes first.
    long number(Batch batch, int row) {
        long value = switch (batch.column(orders[0].column())) {
            case LongVector longs -> longs.get(row);
            case IntVector ints -> ints.get(row);
            case ShortVector shorts -> shorts.get(row);
            case ByteVector bytes -> bytes.get(row);
            default -> throw new AssertionError("not a number");
        };
        return orders[0].ascending() ? value : ~value;
    }

    /// True when a row of this number comes after an entry, by the first column. False says nothing.
    boolean comesAfter(long number, Arrangement rows, int entry) {
        int column = orders[0].column() + 1;
        if (rows.isNull(entry, column)) {
            return false;
        }
        long word = rows.word(entry, column);
        return number > (orders[0].ascending() ? word : ~word);
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

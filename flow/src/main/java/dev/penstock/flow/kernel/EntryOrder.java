package dev.penstock.flow.kernel;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import dev.penstock.store.state.OrderedRows;
import java.util.ArrayList;
import java.util.List;

/// The order of entries of an arrangement by their columns: those that are named, then all other key columns, so that no two entries are equal and what comes
/// first does not depend on what came first. Entries that differ in nothing that has an order go by their number.
///
/// Not safe for use by two threads.
public final class EntryOrder implements OrderedRows.Order {
    /// A column of the arrangement to order by.
    public record By(int column, boolean ascending, boolean nullsFirst) {}

    private enum Form {
        INTEGER, FLOATING, OTHER
    }

    private final By[] columns;
    private final Form[] forms;
    private final RowOrder[] orders;
    private final Vector[] left;
    private final Vector[] right;
    private final int[] one = new int[1];

    private EntryOrder(Layout layout, List<By> columns) {
        this.columns = columns.toArray(By[]::new);
        var types = columns.stream().map(by -> layout.type(by.column())).toList();
        forms = types.stream().map(EntryOrder::form).toArray(Form[]::new);
        orders = types.stream().map(RowOrder::of).toArray(RowOrder[]::new);
        left = Vectors.allocate(types, 1);
        right = Vectors.allocate(types, 1);
    }

    /// The order of [OrderedRows] of this layout by these columns of theirs, counted without the group.
    public static EntryOrder of(Layout layout, List<By> columns) {
        var all = new ArrayList<By>();
        for (var by : columns) {
            all.add(new By(by.column() + 1, by.ascending(), by.nullsFirst()));
        }
        for (int i = 1; i < layout.keyCount(); i++) {
            int column = i;
            if (all.stream().noneMatch(by -> by.column() == column)) {
                all.add(new By(column, true, true));
            }
        }
        return new EntryOrder(layout, all);
    }

    /// The order in which rows came: of their notes, which the owner has numbered.
    public static OrderedRows.Order ofArrival(Layout layout) {
        int note = layout.columnCount() - 1;
        return (rows, a, b) -> Long.compare(rows.word(a, note), rows.word(b, note));
    }

    private static Form form(DataType type) {
        return switch (type) {
            case BooleanType _,ByteType _,ShortType _,IntType _,LongType _,DateType _,TimestampType _,TimestampNtzType _,TimeType _,YearMonthIntervalType _,DayTimeIntervalType _ ->
                Form.INTEGER;
            case FloatType _,DoubleType _ -> Form.FLOATING;
            case DecimalType decimal -> decimal.fitsLong() ? Form.INTEGER : Form.OTHER;
            case NullType _,StringType _,CharType _,VarcharType _,BinaryType _,CalendarIntervalType _,ArrayType _,MapType _,StructType _ ->
                Form.OTHER;
        };
    }

    @Override
    public int compare(Arrangement rows, int a, int b) {
        for (int i = 0; i < columns.length; i++) {
            var by = columns[i];
            boolean nullA = rows.isNull(a, by.column());
            boolean nullB = rows.isNull(b, by.column());
            if (nullA || nullB) {
                if (nullA != nullB) {
                    return nullA == by.nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int order = compare(rows, a, b, i);
            if (order != 0) {
                return by.ascending() ? order : -order;
            }
        }
        return Integer.compare(a, b);
    }

    private int compare(Arrangement rows, int a, int b, int i) {
        int column = columns[i].column();
        return switch (forms[i]) {
            case INTEGER -> Long.compare(rows.word(a, column), rows.word(b, column));
            case FLOATING -> RowOrder.compare(Double.longBitsToDouble(rows.word(a, column)),
                    Double.longBitsToDouble(rows.word(b, column)));
            case OTHER -> orders[i].compare(loaded(rows, a, column, left[i]), 0,
                    loaded(rows, b, column, right[i]), 0);
        };
    }

    private Vector loaded(Arrangement rows, int entry, int column, Vector into) {
        one[0] = entry;
        into.reset(1);
        rows.load(one, 1, column, into, 0);
        return into;
    }
}

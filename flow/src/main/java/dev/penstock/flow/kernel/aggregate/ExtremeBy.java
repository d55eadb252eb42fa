package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `max_by` and `min_by`: the first argument of the row whose second is the greatest or smallest, of equal ones the last to come. Insert-only.
///
/// State: the value; the second argument, as one of the [OrderedWords] or as bytes; and 1 when there is one.
final class ExtremeBy implements Aggregator {
    private final Kernel value;
    private final Kernel by;
    private final DataType valueType;
    private final DataType byType;
    private final boolean maximum;
    private final boolean words;
    private final LiveRows live = new LiveRows();
    private final BytesVector kept = new BytesVector(1);
    private final int[] one = new int[1];
    private long[] ordered = new long[0];

    ExtremeBy(List<Kernel> arguments, List<DataType> types, boolean maximum) {
        value = arguments.get(0);
        by = arguments.get(1);
        valueType = types.get(0);
        byType = types.get(1);
        this.maximum = maximum;
        words = OrderedWords.suits(byType);
    }

    @Override
    public List<Field> state() {
        return List.of(Field.of("", valueType),
                words ? States.word(DataType.LONG) : Field.of("", byType),
                States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return false;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = value.evaluate(input, rows);
        var orders = by.evaluate(input, rows);
        live.take(rows, entries, orders);
        int count = live.count();
        int[] positions = live.positions();
        if (words) {
            if (ordered.length < count) {
                ordered = new long[count];
            }
            OrderedWords.fill(orders, positions, count, maximum, ordered);
        }
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            int entry = live.entries()[i];
            if (words) {
                keepWord(groups, firstColumn, entry, ordered[i], values, row);
            } else {
                keepBytes(groups, firstColumn, entry, (BytesVector) orders, values, row);
            }
        }
    }

    private static void keepWord(Arrangement groups, int column, int entry, long word,
            Vector values, int row) {
        if (groups.word(entry, column + 2) == 0
                || Long.compareUnsigned(word, groups.word(entry, column + 1)) >= 0) {
            groups.setWord(entry, column + 1, word);
            groups.setWord(entry, column + 2, 1);
            groups.store(entry, column, values, row);
        }
    }

    private void keepBytes(Arrangement groups, int column, int entry, BytesVector orders,
            Vector values, int row) {
        one[0] = entry;
        kept.reset(1);
        groups.load(one, 1, column + 1, kept, 0);
        int order = kept.isNull(0) ? 0 : BytesVector.compare(orders, row, kept, 0);
        if (maximum ? order >= 0 : order <= 0) {
            groups.store(entry, column + 1, orders, row);
            groups.setWord(entry, column + 2, 1);
            groups.store(entry, column, values, row);
        }
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        var values = Vectors.allocate(valueType, count);
        from.load(fromEntries, count, fromColumn, values, 0);
        var orders = new BytesVector(count);
        if (!words) {
            from.load(fromEntries, count, fromColumn + 1, orders, 0);
        }
        for (int i = 0; i < count; i++) {
            if (from.word(fromEntries[i], fromColumn + 2) == 0) {
                continue;
            }
            if (words) {
                keepWord(groups, firstColumn, entries[i], from.word(fromEntries[i], fromColumn + 1),
                        values, i);
            } else {
                keepBytes(groups, firstColumn, entries[i], orders, values, i);
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        groups.load(entries, count, firstColumn, into, at);
        for (int i = 0; i < count; i++) {
            if (groups.word(entries[i], firstColumn + 2) == 0) {
                into.setNull(at + i);
            }
        }
    }
}

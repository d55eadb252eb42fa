package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of doubles over rows that can be removed: exact until the result is rounded once, see [ExactSum]. (Over insertions alone doubles are added one after
/// the other, as Spark does.)
///
/// State: the exact sum and the number of values.
final class ExactDoubleSum implements Aggregator {
    private final Kernel argument;
    private final boolean average;
    private final LiveRows live = new LiveRows();
    private final ExactSum sum = new ExactSum();

    ExactDoubleSum(Kernel argument, boolean average) {
        this.argument = argument;
        this.average = average;
    }

    @Override
    public List<Field> state() {
        return List.of(Field.of("", DataType.BINARY), States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = ((DoubleVector) argument.evaluate(input, rows));
        live.take(rows, entries, values);
        int[] positions = live.positions();
        for (int i = 0; i < live.count();) {
            int entry = live.entries()[i];
            long count = groups.word(entry, firstColumn + 1);
            sum.load(groups, entry, firstColumn);
            for (; i < live.count() && live.entries()[i] == entry; i++) {
                int row = positions == null ? i : positions[i];
                long weight = weights == null ? 1 : weights[row];
                sum.add(values.get(row), weight);
                count += weight;
            }
            sum.store(groups, entry, firstColumn);
            groups.setWord(entry, firstColumn + 1, count);
        }
    }

    @Override
    public boolean mergeable() {
        return false;
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        throw new AssertionError("aggregates of rows that can be removed are not merged");
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        var values = (DoubleVector) into;
        for (int i = 0; i < count; i++) {
            long number = groups.word(entries[i], firstColumn + 1);
            if (number == 0) {
                into.setNull(at + i);
            } else {
                sum.load(groups, entries[i], firstColumn);
                values.set(at + i, average ? sum.round() / number : sum.round());
            }
        }
    }
}

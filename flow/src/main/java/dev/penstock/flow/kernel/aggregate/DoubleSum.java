package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of doubles, added in the order of the rows.
///
/// State: the sum and the number of values.
final class DoubleSum implements Aggregator {
    private final Kernel argument;
    private final boolean average;
    private final LiveRows live = new LiveRows();

    DoubleSum(Kernel argument, boolean average) {
        this.argument = argument;
        this.average = average;
    }

    @Override
    public List<Field> state() {
        return List.of(States.word(DataType.DOUBLE), States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = (DoubleVector) argument.evaluate(input, rows);
        live.take(rows, entries, values);
        int word = groups.layout().word(firstColumn);
        if (weights == null) {
            add(groups, word, values.values(), live);
        } else {
            addWeighted(groups, word, values.values(), weights);
        }
    }

    private static void add(Arrangement groups, int word, double[] values, LiveRows live) {
        int width = groups.layout().width();
        int[] entries = live.entries();
        int[] positions = live.positions();
        int count = live.count();
        int pageNumber = -1;
        long[] page = States.NO_PAGE;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            if (entry >>> Layout.ENTRY_BITS != pageNumber) {
                pageNumber = entry >>> Layout.ENTRY_BITS;
                page = groups.writable(entry);
            }
            int at = (entry & States.ENTRY_MASK) * width + word;
            double sum = Double.longBitsToDouble(page[at])
                    + values[positions == null ? i : positions[i]];
            page[at] = Double.doubleToRawLongBits(sum);
            page[at + 1]++;
        }
    }

    private void addWeighted(Arrangement groups, int word, double[] values, long[] weights) {
        int[] entries = live.entries();
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            int row = positions == null ? i : positions[i];
            addTo(groups, entries[i], word, values[row] * weights[row], weights[row]);
        }
    }

    private static void addTo(Arrangement groups, int entry, int word, double sum, long count) {
        long[] page = groups.writable(entry);
        int at = groups.base(entry) + word;
        page[at + 1] += count;
        page[at] = Double.doubleToRawLongBits(Double.longBitsToDouble(page[at]) + sum);
    }

    @Override
    public void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
            Selection rows, long @Nullable [] weights) {
        if (weights != null) {
            Aggregator.super.addToOne(groups, firstColumn, entry, input, rows, weights);
            return;
        }
        var vector = (DoubleVector) argument.evaluate(input, rows);
        live.take(rows, vector);
        long[] page = groups.writable(entry);
        int at = groups.base(entry) + groups.layout().word(firstColumn);
        double sum = Double.longBitsToDouble(page[at]);
        double[] values = vector.values();
        int[] positions = live.positions();
        int count = live.count();
        // From the group's sum on and in order, so that the result does not depend on how the rows were cut into batches.
        for (int i = 0; i < count; i++) {
            sum += values[positions == null ? i : positions[i]];
        }
        page[at] = Double.doubleToRawLongBits(sum);
        page[at + 1] += count;
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        int word = groups.layout().word(firstColumn);
        int fromWord = from.layout().word(fromColumn);
        for (int i = 0; i < count; i++) {
            long[] source = from.page(fromEntries[i]);
            int at = from.base(fromEntries[i]) + fromWord;
            addTo(groups, entries[i], word, Double.longBitsToDouble(source[at]), source[at + 1]);
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        double[] values = ((DoubleVector) into).values();
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < count; i++) {
            long[] page = groups.page(entries[i]);
            int base = groups.base(entries[i]) + word;
            if (page[base + 1] == 0) {
                into.setNull(at + i);
            } else {
                double sum = Double.longBitsToDouble(page[base]);
                values[at + i] = average ? sum / page[base + 1] : sum;
            }
        }
    }
}

package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `bool_and` and `bool_or`.
///
/// State: how many values are false for `bool_and`, true for `bool_or`, and how many there are.
final class BooleanAll implements Aggregator {
    private final Kernel argument;
    private final boolean and;
    private final LiveRows live = new LiveRows();

    BooleanAll(Kernel argument, boolean and) {
        this.argument = argument;
        this.and = and;
    }

    @Override
    public List<Field> state() {
        return Collections.nCopies(2, States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var vector = (BooleanVector) argument.evaluate(input, rows);
        live.take(rows, entries, vector);
        boolean[] values = vector.values();
        int word = groups.layout().word(firstColumn);
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            int row = positions == null ? i : positions[i];
            int entry = live.entries()[i];
            long weight = weights == null ? 1 : weights[row];
            long[] page = groups.writable(entry);
            int at = groups.base(entry) + word;
            page[at] += values[row] != and ? weight : 0;
            page[at + 1] += weight;
        }
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        States.addWords(groups, firstColumn, entries, from, fromColumn, fromEntries, count);
        States.addWords(groups, firstColumn + 1, entries, from, fromColumn + 1, fromEntries, count);
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        var values = (BooleanVector) into;
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < count; i++) {
            long[] page = groups.page(entries[i]);
            int base = groups.base(entries[i]) + word;
            if (page[base + 1] == 0) {
                into.setNull(at + i);
            } else {
                values.set(at + i, (page[base] == 0) == and);
            }
        }
    }
}

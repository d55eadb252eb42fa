package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.Collections;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/// `bit_and`, `bit_or` and `bit_xor`. Insert-only.
///
/// State: the combined bits, and the number of values.
final class BitFold implements Aggregator {
    private final Kernel argument;
    private final LongBinaryOperator combine;
    private final LiveRows live = new LiveRows();

    /// `argument` gives longs.
    BitFold(Kernel argument, LongBinaryOperator combine) {
        this.argument = argument;
        this.combine = combine;
    }

    @Override
    public List<Field> state() {
        return Collections.nCopies(2, States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return false;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = (LongVector) argument.evaluate(input, rows);
        live.take(rows, entries, values);
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            add(groups, firstColumn, live.entries()[i],
                    values.get(positions == null ? i : positions[i]), 1);
        }
    }

    private void add(Arrangement groups, int column, int entry, long bits, long count) {
        long before = groups.word(entry, column + 1);
        groups.setWord(entry, column,
                before == 0 ? bits : combine.applyAsLong(groups.word(entry, column), bits));
        groups.setWord(entry, column + 1, before + count);
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        for (int i = 0; i < count; i++) {
            long number = from.word(fromEntries[i], fromColumn + 1);
            if (number > 0) {
                add(groups, firstColumn, entries[i], from.word(fromEntries[i], fromColumn), number);
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        for (int i = 0; i < count; i++) {
            if (groups.word(entries[i], firstColumn + 1) == 0) {
                into.setNull(at + i);
            } else {
                Readings.setWhole(into, at + i, groups.word(entries[i], firstColumn));
            }
        }
    }
}

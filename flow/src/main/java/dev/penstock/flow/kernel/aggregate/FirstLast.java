package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `first`, `last` and `any_value`, in the order in which rows arrive. Insert-only.
///
/// State: the value, and 1 when there is one.
final class FirstLast implements Aggregator {
    private final Kernel argument;
    private final DataType type;
    private final boolean last;
    private final boolean ignoreNulls;
    private final LiveRows live = new LiveRows();

    FirstLast(Kernel argument, DataType type, boolean last, boolean ignoreNulls) {
        this.argument = argument;
        this.type = type;
        this.last = last;
        this.ignoreNulls = ignoreNulls;
    }

    @Override
    public List<Field> state() {
        return List.of(Field.of("", type), States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return false;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = argument.evaluate(input, rows);
        live.take(rows, entries);
        if (ignoreNulls) {
            live.leaveOutNulls(values);
        }
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            keep(groups, firstColumn, live.entries()[i], values,
                    positions == null ? i : positions[i]);
        }
    }

    private void keep(Arrangement groups, int column, int entry, Vector values, int row) {
        if (last || groups.word(entry, column + 1) == 0) {
            groups.store(entry, column, values, row);
            groups.setWord(entry, column + 1, 1);
        }
    }

    @Override
    public void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
            Selection rows, long @Nullable [] weights) {
        var values = argument.evaluate(input, rows);
        if (ignoreNulls) {
            live.take(rows, values);
        } else {
            live.take(rows, new int[0]);
        }
        if (live.count() > 0) {
            int i = last ? live.count() - 1 : 0;
            int[] positions = live.positions();
            keep(groups, firstColumn, entry, values, positions == null ? i : positions[i]);
        }
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        var values = Vectors.allocate(type, count);
        from.load(fromEntries, count, fromColumn, values, 0);
        for (int i = 0; i < count; i++) {
            if (from.word(fromEntries[i], fromColumn + 1) != 0) {
                keep(groups, firstColumn, entries[i], values, i);
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        groups.load(entries, count, firstColumn, into, at);
        for (int i = 0; i < count; i++) {
            if (groups.word(entries[i], firstColumn + 1) == 0) {
                into.setNull(at + i);
            }
        }
    }
}

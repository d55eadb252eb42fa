package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `min` and `max` of strings and binaries. Insert-only.
///
/// State: the value, null when there is none.
final class BytesExtreme implements Aggregator {
    private final Kernel argument;
    private final DataType type;
    private final boolean maximum;
    private final LiveRows live = new LiveRows();
    private final BytesVector kept = new BytesVector(1);
    private final int[] one = new int[1];

    BytesExtreme(Kernel argument, DataType type, boolean maximum) {
        this.argument = argument;
        this.type = type;
        this.maximum = maximum;
    }

    @Override
    public List<Field> state() {
        return List.of(Field.of("", type));
    }

    @Override
    public boolean retractable() {
        return false;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = (BytesVector) argument.evaluate(input, rows);
        live.take(rows, entries, values);
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            raise(groups, firstColumn, live.entries()[i], values,
                    positions == null ? i : positions[i]);
        }
    }

    private void raise(Arrangement groups, int column, int entry, BytesVector values, int row) {
        one[0] = entry;
        kept.reset(1);
        groups.load(one, 1, column, kept, 0);
        if (kept.isNull(0) || beats(values, row, kept, 0)) {
            groups.store(entry, column, values, row);
        }
    }

    private boolean beats(BytesVector values, int row, BytesVector others, int other) {
        int order = BytesVector.compare(values, row, others, other);
        return maximum ? order > 0 : order < 0;
    }

    @Override
    public void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
            Selection rows, long @Nullable [] weights) {
        var values = (BytesVector) argument.evaluate(input, rows);
        live.take(rows, values);
        int[] positions = live.positions();
        int best = -1;
        for (int i = 0; i < live.count(); i++) {
            int row = positions == null ? i : positions[i];
            if (best < 0 || beats(values, row, values, best)) {
                best = row;
            }
        }
        if (best >= 0) {
            raise(groups, firstColumn, entry, values, best);
        }
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        var values = new BytesVector(count);
        from.load(fromEntries, count, fromColumn, values, 0);
        for (int i = 0; i < count; i++) {
            if (!values.isNull(i)) {
                raise(groups, firstColumn, entries[i], values, i);
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        groups.load(entries, count, firstColumn, into, at);
    }
}

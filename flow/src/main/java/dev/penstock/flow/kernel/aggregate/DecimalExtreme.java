package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `min` and `max` of decimals of more than 18 digits. Insert-only.
///
/// State: upper and lower word, and 1 when there is a value.
final class DecimalExtreme implements Aggregator {
    private final Kernel argument;
    private final boolean maximum;
    private final LiveRows live = new LiveRows();

    DecimalExtreme(Kernel argument, boolean maximum) {
        this.argument = argument;
        this.maximum = maximum;
    }

    @Override
    public List<Field> state() {
        return Collections.nCopies(3, States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return false;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = (Decimal128Vector) argument.evaluate(input, rows);
        live.take(rows, entries, values);
        int[] positions = live.positions();
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < live.count(); i++) {
            int row = positions == null ? i : positions[i];
            raise(groups, live.entries()[i], word, values.high()[row], values.low()[row]);
        }
    }

    private void raise(Arrangement groups, int entry, int word, long high, long low) {
        long[] page = groups.writable(entry);
        int at = groups.base(entry) + word;
        int order = high != page[at]
                ? Long.compare(high, page[at])
                : Long.compareUnsigned(low, page[at + 1]);
        if (page[at + 2] == 0 || (maximum ? order > 0 : order < 0)) {
            page[at] = high;
            page[at + 1] = low;
            page[at + 2] = 1;
        }
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        int word = groups.layout().word(firstColumn);
        int fromWord = from.layout().word(fromColumn);
        for (int i = 0; i < count; i++) {
            long[] source = from.page(fromEntries[i]);
            int at = from.base(fromEntries[i]) + fromWord;
            if (source[at + 2] != 0) {
                raise(groups, entries[i], word, source[at], source[at + 1]);
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        var values = (Decimal128Vector) into;
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < count; i++) {
            long[] page = groups.page(entries[i]);
            int base = groups.base(entries[i]) + word;
            if (page[base + 2] == 0) {
                into.setNull(at + i);
            } else {
                values.set(at + i, page[base], page[base + 1]);
            }
        }
    }
}

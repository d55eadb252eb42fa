package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `min` and `max` of values of one word. Insert-only.
///
/// State: the greatest of the [OrderedWords], and 1 when there is a value.
final class WordExtreme implements Aggregator {
    private final Kernel argument;
    private final boolean maximum;
    private final LiveRows live = new LiveRows();
    private long[] words = new long[0];

    WordExtreme(Kernel argument, boolean maximum) {
        this.argument = argument;
        this.maximum = maximum;
    }

    @Override
    public List<Field> state() {
        return List.of(States.word(DataType.LONG), States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return false;
    }

    private void fillWords(Vector values) {
        if (words.length < live.count()) {
            words = new long[live.count()];
        }
        OrderedWords.fill(values, live.positions(), live.count(), maximum, words);
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = argument.evaluate(input, rows);
        live.take(rows, entries, values);
        fillWords(values);
        raise(groups, groups.layout().word(firstColumn), live.entries(), live.count(), words);
    }

    private static void raise(Arrangement groups, int word, int[] entries, int count,
            long[] words) {
        int width = groups.layout().width();
        int pageNumber = -1;
        long[] page = States.NO_PAGE;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            if (entry >>> Layout.ENTRY_BITS != pageNumber) {
                pageNumber = entry >>> Layout.ENTRY_BITS;
                page = groups.writable(entry);
            }
            int at = (entry & States.ENTRY_MASK) * width + word;
            if (Long.compareUnsigned(words[i], page[at]) > 0) {
                page[at] = words[i];
            }
            page[at + 1] = 1;
        }
    }

    @Override
    public void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
            Selection rows, long @Nullable [] weights) {
        var values = argument.evaluate(input, rows);
        live.take(rows, values);
        fillWords(values);
        if (live.count() > 0) {
            long greatest = Long.MIN_VALUE;
            for (int i = 0; i < live.count(); i++) {
                greatest = Math.max(greatest, words[i] ^ Long.MIN_VALUE);
            }
            raiseOne(groups, entry, groups.layout().word(firstColumn), greatest ^ Long.MIN_VALUE);
        }
    }

    private static void raiseOne(Arrangement groups, int entry, int word, long value) {
        long[] page = groups.writable(entry);
        int at = groups.base(entry) + word;
        if (Long.compareUnsigned(value, page[at]) > 0) {
            page[at] = value;
        }
        page[at + 1] = 1;
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        int word = groups.layout().word(firstColumn);
        int fromWord = from.layout().word(fromColumn);
        for (int i = 0; i < count; i++) {
            long[] source = from.page(fromEntries[i]);
            int at = from.base(fromEntries[i]) + fromWord;
            if (source[at + 1] != 0) {
                raiseOne(groups, entries[i], word, source[at]);
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < count; i++) {
            long[] page = groups.page(entries[i]);
            int base = groups.base(entries[i]) + word;
            if (page[base + 1] == 0) {
                into.setNull(at + i);
            } else {
                OrderedWords.write(page[base], maximum, into, at + i);
            }
        }
    }
}

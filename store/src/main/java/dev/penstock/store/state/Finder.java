package dev.penstock.store.state;

import dev.penstock.data.BytesVector;
import dev.penstock.data.Hashing;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;

/// Finds entries of an arrangement by key. It has its own room to work in, so several threads may find at once, each with its own,
/// while none changes the arrangement. Not safe for use by two threads.
public final class Finder {
    static final int NO_ENTRY = -1;

    private final Layout layout;
    private final Pages pages;
    private final Index index;
    private final Heap heap;
    private final Probe probe;
    private final boolean plainKeys;

    Finder(Layout layout, Pages pages, Index index, Heap heap) {
        this.layout = layout;
        this.pages = pages;
        this.index = index;
        this.heap = heap;
        probe = new Probe(layout);
        plainKeys = Probe.isPlain(layout);
    }

    Probe probe() {
        return probe;
    }

    /// Writes to `entries[i]` the entry of the key in row `rows.at(i)`, or -1.
    public void find(Vector[] keys, Selection rows, int[] entries) {
        probe.prepare(keys, rows);
        int count = rows.count();
        if (!plainKeys || probe.hasNulls() || layout.keyWords() > 2) {
            findAny(count, entries);
        } else if (layout.keyWords() == 1) {
            findOne(count, entries);
        } else {
            findTwo(count, entries);
        }
    }

    private void findOne(int count, int[] entries) {
        long[] words = probe.words();
        boolean nullable = layout.lane(0) >= 0;
        for (int i = 0; i < count; i++) {
            int tag = (int) Hashing.finish(Hashing.combine(Hashing.SEED, words[i]));
            entries[i] = lookUpOne(words[i], tag, nullable);
        }
    }

    private void findTwo(int count, int[] entries) {
        long[] words = probe.words();
        for (int i = 0; i < count; i++) {
            long first = words[2 * i];
            long second = words[2 * i + 1];
            int tag = (int) Hashing
                    .finish(Hashing.combine(Hashing.combine(Hashing.SEED, first), second));
            entries[i] = lookUpTwo(first, second, tag);
        }
    }

    private void findAny(int count, int[] entries) {
        probe.hashAll(count);
        long[] hashes = probe.hashes();
        for (int i = 0; i < count; i++) {
            entries[i] = lookUpAny(i, (int) hashes[i]);
        }
    }

    int lookUpOne(long word, int tag, boolean nullable) {
        int width = layout.width();
        long[] table = index.directory[tag >>> 1 >>> index.shift];
        int capacity = table.length - 1;
        int at = Index.home(tag, capacity);
        long slot;
        while ((slot = table[at]) != 0) {
            if (Index.tag(slot) == tag) {
                int entry = Index.entry(slot);
                long[] page = pages.page(entry);
                if (page[(entry & (Layout.ENTRIES - 1)) * width] == word
                        && (word != 0 || !nullable || !layout.isNull(page, entry, 0))) {
                    return entry;
                }
            }
            if (++at == capacity) {
                at = 0;
            }
        }
        return NO_ENTRY;
    }

    int lookUpTwo(long first, long second, int tag) {
        int width = layout.width();
        long[] table = index.directory[tag >>> 1 >>> index.shift];
        int capacity = table.length - 1;
        int at = Index.home(tag, capacity);
        long slot;
        while ((slot = table[at]) != 0) {
            if (Index.tag(slot) == tag) {
                int entry = Index.entry(slot);
                long[] page = pages.page(entry);
                int base = (entry & (Layout.ENTRIES - 1)) * width;
                if (page[base] == first && page[base + 1] == second
                        && ((first != 0 && second != 0) || hasNoNull(page, entry))) {
                    return entry;
                }
            }
            if (++at == capacity) {
                at = 0;
            }
        }
        return NO_ENTRY;
    }

    private boolean hasNoNull(long[] page, int entry) {
        return !layout.isNull(page, entry, 0) && !layout.isNull(page, entry, 1);
    }

    int lookUpAny(int i, int tag) {
        long[] table = index.directory[tag >>> 1 >>> index.shift];
        int capacity = table.length - 1;
        int at = Index.home(tag, capacity);
        long slot;
        while ((slot = table[at]) != 0) {
            if (Index.tag(slot) == tag && matches(i, Index.entry(slot))) {
                return Index.entry(slot);
            }
            if (++at == capacity) {
                at = 0;
            }
        }
        return NO_ENTRY;
    }

    private boolean matches(int i, int entry) {
        long[] words = probe.words();
        long[] page = pages.page(entry);
        int base = (entry & (Layout.ENTRIES - 1)) * layout.width();
        int stride = layout.keyWords();
        for (int w = 0; w < stride; w++) {
            long word = words[i * stride + w];
            if (word != page[base + w] && word != Probe.BYTES) {
                return false;
            }
        }
        for (int column = 0; column < layout.keyCount(); column++) {
            int w = layout.word(column);
            switch (layout.form(column)) {
                case HEAP -> {
                    if (words[i * stride + w] == Probe.BYTES && !holds(page[base + w], column, i)) {
                        return false;
                    }
                }
                case WORD, TWO_WORDS -> {
                    if (page[base + w] == 0
                            && layout.isNull(page, entry, column) != probe.isNull(i, column)) {
                        return false;
                    }
                }
                case NOTHING -> {
                }
            }
        }
        return true;
    }

    private boolean holds(long reference, int column, int i) {
        if (reference == 0 || Heap.isInline(reference)) {
            return false;
        }
        BytesVector bytes = probe.bytes(column);
        int row = probe.rowOf(column, i);
        return heap.holds(reference, bytes.buffer(), bytes.offset(row), bytes.length(row));
    }
}

package dev.penstock.store.state;

import dev.penstock.data.BytesVector;
import dev.penstock.data.Hashing;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.io.IOException;
import java.util.Arrays;

/// Entries kept by key: the one form of operator state.
///
/// An entry has a number (an int), a key that is unique, and value columns; where they lie is said at [Layout]. [#findOrInsert] turns a batch of keys into
/// entry numbers; then values are read and written by entry: hot loops take the words (`long[] page = writable(entry)`, first word of the entry at
/// [#base]), others use [#store] and [#load]. A page that [#writable] gave may be written until the next [#freeze] and stays the page of its entries
/// until then.
///
/// Numbers are given out in rising order, freed ones first (the one freed last before the others), so they and the order of [#live] depend only on the
/// sequence of operations. New entries are zeroed: fixed-width values are 0 and not null, those of variable length are null.
///
/// Entries, index and byte heap are three classes: [Pages] (copy-on-write), [Index] (extendible hashing), [Heap] (append-only).
/// Not safe for use by two threads at once.
public final class Arrangement {
    private static final int NO_ENTRY = Finder.NO_ENTRY;
    /// How many values of variable length are stored between two steps of a compaction, each of which looks at one page of entries.
    private static final int STORES_PER_STEP = 16;

    private final Layout layout;
    private final Pages pages;
    private final Index index = new Index();
    private final Heap heap = new Heap();
    private final Reader reader;
    private final Finder finder;
    private final Probe probe;
    private final boolean plainKeys;
    private int size;
    /// One above the highest number ever given out.
    private int end;
    /// The entry freed last; each freed entry names the next one, plus one, in its first word.
    private int freeHead = NO_ENTRY;
    private int[] inserted = new int[64];
    private int insertedCount;
    private int sweepPage = -1;
    private int storesUntilStep;
    private final RowCodec codec = new RowCodec();
    private final Activity activity = new Activity();

    public Arrangement(Layout layout) {
        this.layout = layout;
        pages = new Pages(layout);
        reader = new Reader(layout, pages, heap);
        finder = finder();
        probe = finder.probe();
        plainKeys = Probe.isPlain(layout);
    }

    public Layout layout() {
        return layout;
    }

    /// The number of live entries.
    public int size() {
        return size;
    }

    /// Bytes of memory that pages, index and heap take. Costs a look at each heap page.
    public long memoryBytes() {
        return pages.memoryBytes() + index.memoryBytes() + heap.memoryBytes();
    }

    /// What has happened to the entries so far.
    public Activity activity() {
        return activity;
    }

    // ---------------------------------------------------------------------------------------------- keys to entries

    /// Writes to `entries[i]` the entry of the key in row `rows.at(i)`, made when there is none, and says how many were made: see [#inserted].
    public int findOrInsert(Vector[] keys, Selection rows, int[] entries) {
        probe.prepare(keys, rows);
        insertedCount = 0;
        if (plainKeys && !probe.hasNulls() && layout.keyWords() <= 2) {
            if (layout.keyWords() == 1) {
                findOrInsertOne(rows.count(), entries);
            } else {
                findOrInsertTwo(rows.count(), entries);
            }
        } else {
            findOrInsertAny(rows.count(), entries);
        }
        return insertedCount;
    }

    /// Writes to `entries[i]` the entry of the key in row `rows.at(i)`, or -1.
    public void find(Vector[] keys, Selection rows, int[] entries) {
        finder.find(keys, rows, entries);
    }

    /// A way to find entries for another thread, while no thread changes the arrangement.
    public Finder finder() {
        return new Finder(layout, pages, index, heap);
    }

    /// A way to load columns for another thread, while no thread changes the arrangement.
    public Frozen.Cursor cursor() {
        return new Frozen.Cursor(new Reader(layout, pages, heap));
    }

    /// The entries that the last [#findOrInsert] made, in the order of the rows; valid up to the number that it returned, until the next call.
    public int[] inserted() {
        return inserted;
    }

    private void findOrInsertOne(int count, int[] entries) {
        long[] words = probe.words();
        boolean nullable = layout.lane(0) >= 0;
        for (int i = 0; i < count; i++) {
            long word = words[i];
            int tag = (int) Hashing.finish(Hashing.combine(Hashing.SEED, word));
            int entry = finder.lookUpOne(word, tag, nullable);
            entries[i] = entry == NO_ENTRY ? insert(i, tag) : entry;
        }
    }

    private void findOrInsertTwo(int count, int[] entries) {
        long[] words = probe.words();
        for (int i = 0; i < count; i++) {
            long first = words[2 * i];
            long second = words[2 * i + 1];
            int tag = (int) Hashing
                    .finish(Hashing.combine(Hashing.combine(Hashing.SEED, first), second));
            int entry = finder.lookUpTwo(first, second, tag);
            entries[i] = entry == NO_ENTRY ? insert(i, tag) : entry;
        }
    }

    private void findOrInsertAny(int count, int[] entries) {
        probe.hashAll(count);
        long[] hashes = probe.hashes();
        for (int i = 0; i < count; i++) {
            int tag = (int) hashes[i];
            int entry = finder.lookUpAny(i, tag);
            entries[i] = entry == NO_ENTRY ? insert(i, tag) : entry;
        }
    }

    private int insert(int i, int tag) {
        int entry = newEntry();
        long[] page = pages.writable(entry);
        int base = base(entry);
        Arrays.fill(page, base, base + layout.width(), 0);
        int stride = layout.keyWords();
        System.arraycopy(probe.words(), i * stride, page, base, stride);
        for (int column = 0; column < layout.columnCount(); column++) {
            if (layout.lane(column) >= 0) {
                layout.setNull(page, entry, column,
                        column < layout.keyCount() && probe.isNull(i, column));
            }
        }
        if (!plainKeys) {
            keepBytes(i, page, base);
        }
        index.insert(tag, entry);
        activity.inserted();
        if (insertedCount == inserted.length) {
            inserted = Arrays.copyOf(inserted, insertedCount * 2);
        }
        inserted[insertedCount++] = entry;
        return entry;
    }

    private void keepBytes(int i, long[] page, int base) {
        for (int column = 0; column < layout.keyCount(); column++) {
            int at = base + layout.word(column);
            if (layout.form(column) == Layout.Form.HEAP && page[at] == Probe.BYTES) {
                BytesVector bytes = probe.bytes(column);
                int row = probe.rowOf(column, i);
                page[at] = put(bytes.buffer(), bytes.offset(row), bytes.length(row));
            }
        }
    }

    private int newEntry() {
        int entry = freeHead;
        if (entry == NO_ENTRY) {
            entry = end++;
            if ((entry & (Layout.ENTRIES - 1)) == 0) {
                pages.add();
            }
        } else {
            freeHead = (int) pages.page(entry)[base(entry)] - 1;
        }
        long[] page = pages.writable(entry);
        page[layout.liveAt() + ((entry & (Layout.ENTRIES - 1)) >> 6)] |= 1L << entry;
        size++;
        return entry;
    }

    // ---------------------------------------------------------------------------------------------- entries

    /// Removes an entry in constant time; its number is given out again before any new one.
    public void remove(int entry) {
        assert isLive(entry) : "entry " + entry + " is live";
        long[] page = pages.writable(entry);
        int base = base(entry);
        index.remove((int) hash(page, entry), entry);
        for (int column = 0; column < layout.columnCount(); column++) {
            if (layout.form(column) == Layout.Form.HEAP) {
                heap.free(page[base + layout.word(column)]);
            }
        }
        Arrays.fill(page, base, base + layout.width(), 0);
        page[base] = freeHead + 1L;
        freeHead = entry;
        page[layout.liveAt() + ((entry & (Layout.ENTRIES - 1)) >> 6)] &= ~(1L << entry);
        size--;
        activity.removed(1);
    }

    /// Removes all entries.
    public void clear() {
        activity.removed(size);
        pages.clear();
        index.clear();
        heap.clear();
        size = 0;
        end = 0;
        freeHead = NO_ENTRY;
        sweepPage = -1;
    }

    public boolean isLive(int entry) {
        return entry >= 0 && entry < end
                && (pages.page(entry)[layout.liveAt() + ((entry & (Layout.ENTRIES - 1)) >> 6)]
                        & 1L << entry) != 0;
    }

    private long hash(long[] page, int entry) {
        long hash = Hashing.SEED;
        int base = base(entry);
        for (int column = 0; column < layout.keyCount(); column++) {
            int at = base + layout.word(column);
            hash = switch (layout.form(column)) {
                case WORD -> Hashing.combine(hash,
                        page[at] == 0 && layout.isNull(page, entry, column)
                                ? Hashing.NULL
                                : page[at]);
                case TWO_WORDS ->
                    (page[at] | page[at + 1]) == 0 && layout.isNull(page, entry, column)
                            ? Hashing.combine(hash, Hashing.NULL)
                            : Hashing.combine(Hashing.combine(hash, page[at]), page[at + 1]);
                case HEAP ->
                    page[at] == 0 ? Hashing.combine(hash, Hashing.NULL) : heap.hash(hash, page[at]);
                case NOTHING -> Hashing.combine(hash, Hashing.NULL);
            };
        }
        return Hashing.finish(hash);
    }

    /// The words of an entry's page, for reading; those of the entry begin at [#base].
    public long[] page(int entry) {
        return pages.page(entry);
    }

    /// The words of an entry's page, for reading and writing until the next [#freeze].
    public long[] writable(int entry) {
        return pages.writable(entry);
    }

    /// Where in its page an entry begins.
    public int base(int entry) {
        return (entry & (Layout.ENTRIES - 1)) * layout.width();
    }

    /// The first word of a column of an entry.
    public long word(int entry, int column) {
        return pages.page(entry)[base(entry) + layout.word(column)];
    }

    /// Sets the first word of a column of an entry. For columns of one word that are not null.
    public void setWord(int entry, int column, long word) {
        pages.writable(entry)[base(entry) + layout.word(column)] = word;
    }

    public boolean isNull(int entry, int column) {
        long[] page = pages.page(entry);
        int at = base(entry) + layout.word(column);
        return switch (layout.form(column)) {
            case WORD -> page[at] == 0 && layout.isNull(page, entry, column);
            case TWO_WORDS -> (page[at] | page[at + 1]) == 0 && layout.isNull(page, entry, column);
            case HEAP -> page[at] == 0;
            case NOTHING -> true;
        };
    }

    /// Writes a value, or null, to a value column of an entry.
    public void store(int entry, int column, Vector from, int row) {
        assert column >= layout.keyCount() : "keys do not change";
        long[] page = pages.writable(entry);
        int at = base(entry) + layout.word(column);
        boolean isNull = from.isNull(row);
        switch (layout.form(column)) {
            case WORD -> page[at] = isNull ? 0 : Words.of(from, row, false);
            case TWO_WORDS -> {
                page[at] = isNull ? 0 : Words.of(from, row, false);
                page[at + 1] = isNull ? 0 : Words.second(from, row);
            }
            case HEAP -> {
                heap.free(page[at]);
                page[at] = 0; // a step of compaction may come by
                page[at] = isNull ? 0 : put(from, row);
            }
            case NOTHING -> {
            }
        }
        if (layout.lane(column) >= 0) {
            layout.setNull(page, entry, column, isNull);
        } else {
            assert !isNull || layout.form(column) == Layout.Form.HEAP
                    || layout.form(column) == Layout.Form.NOTHING
                    : "column " + column + " is not nullable";
        }
    }

    private long put(Vector from, int row) {
        if (from instanceof BytesVector bytes) {
            return put(bytes.buffer(), bytes.offset(row), bytes.length(row));
        }
        codec.clear();
        codec.write(from, row, false);
        return put(codec.bytes(), 0, codec.length());
    }

    private long put(byte[] bytes, int offset, int length) {
        if (--storesUntilStep < 0) {
            storesUntilStep = STORES_PER_STEP;
            compact();
        }
        return heap.put(bytes, offset, length, pages.generation());
    }

    /// Writes a column of `entries[0..count-1]` to rows `at`, `at + 1`, ... of a vector of the column's form, which has room for them and, when it is used
    /// again, has been reset.
    public void load(int[] entries, int count, int column, Vector into, int at) {
        reader.load(entries, count, column, into, at);
    }

    /// Fills `entries` with live entries from `from` on, in rising order, and says how many; fewer than asked for means that there are no more.
    public int live(int from, int[] entries) {
        return pages.live(from, entries);
    }

    // ---------------------------------------------------------------------------------------------- compaction of the heap

    /// One step of emptying heap pages that are mostly garbage: looks at one page of entries.
    private void compact() {
        if (sweepPage < 0) {
            sweepPage = heap.startsCompaction() ? 0 : -1;
            return;
        }
        if (sweepPage >= pages.count()) {
            heap.endCompaction();
            sweepPage = -1;
            return;
        }
        for (int column = 0; column < layout.columnCount(); column++) {
            if (layout.form(column) == Layout.Form.HEAP) {
                moveColumn(sweepPage << Layout.ENTRY_BITS, layout.word(column));
            }
        }
        sweepPage++;
    }

    private void moveColumn(int first, int word) {
        for (int entry = first; entry < first + Layout.ENTRIES; entry++) {
            long reference = pages.page(entry)[base(entry) + word];
            if (isLive(entry) && reference != Probe.BYTES && heap.condemned(reference)) {
                pages.writable(entry)[base(entry) + word] = heap.move(reference,
                        pages.generation());
            }
        }
    }

    // ---------------------------------------------------------------------------------------------- freezing and restoring

    /// The entries as they are now, for readers and snapshots. Takes microseconds, whatever the size; afterwards the first write to each page copies it.
    public Frozen freeze() {
        var frozenHeap = heap.freeze();
        return new Frozen(layout, pages.freeze(), frozenHeap, size, end, freeHead);
    }

    /// The arrangement that a snapshot holds; numbers, order and all later behaviour are as those of the one that was frozen.
    public static Arrangement restore(Layout layout, Blocks blocks) throws IOException {
        var arrangement = new Arrangement(layout);
        var restorer = new Restorer(layout, blocks.origin(), arrangement.pages, arrangement.heap);
        blocks.sendTo(restorer);
        arrangement.size = restorer.size();
        arrangement.end = restorer.end();
        arrangement.freeHead = restorer.freeHead();
        arrangement.rebuildIndex();
        return arrangement;
    }

    private void rebuildIndex() {
        var entries = new int[1024];
        int from = 0;
        for (int count = live(from, entries); count > 0; count = live(from, entries)) {
            for (int i = 0; i < count; i++) {
                index.insert((int) hash(pages.page(entries[i]), entries[i]), entries[i]);
            }
            from = entries[count - 1] + 1;
        }
        assert index.size() == size : "a snapshot holds as many entries as it says";
    }
}

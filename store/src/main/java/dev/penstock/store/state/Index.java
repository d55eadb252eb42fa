package dev.penstock.store.state;

/// Extendible hashing from the hash of a key to an entry number, in many small tables, so that growing rehashes one table only.
///
/// The tag of a key is the lower half of its hash. The upper bits of the tag choose a table through the directory, all its bits the place to
/// start looking from in the table (linear probing). A slot is the tag and the entry number plus one in one long, 0 when free: so growing, splitting and
/// removing never look at an entry. The first table, at most 32 KiB, is kept sparse, for speed. A later one grows by a quarter up to 4,096 slots and
/// then splits in two; 64 to 80 of 100 slots are in use, which is 10 to 12.5 bytes an entry. Whether a slot's tag belongs to the key sought is for the caller to check.
///
/// ```
/// table:  | slot 0 | ... | slot capacity-1 | entries << 8 + local depth |
/// slot:   | tag (32 bits) | entry + 1 (32 bits) |
/// ```
final class Index {
    private static final int GOLDEN = 0x9E3779B1;
    private static final int FIRST_CAPACITY = 8;
    /// Below this many slots the only table is three quarters empty, so that most searches end at their first slot; then half empty.
    private static final int SPARSE_CAPACITY = 2048;
    /// A table of this many slots takes about ten microseconds to rehash.
    private static final int MAX_CAPACITY = 4096;
    private static final int MAX_DEPTH = 24;

    /// Read by the look-up loops of the arrangement.
    long[][] directory;
    /// What a tag is shifted right by, after one place, to give its place in the directory.
    int shift;
    private int depth;
    private int size;
    private long slots;

    Index() {
        clear();
    }

    void clear() {
        directory = new long[][]{new long[FIRST_CAPACITY + 1]};
        depth = 0;
        shift = 31;
        size = 0;
        slots = FIRST_CAPACITY;
    }

    int size() {
        return size;
    }

    long[] table(int tag) {
        return directory[tag >>> 1 >>> shift];
    }

    /// Where in a table of `capacity` slots the search for a tag starts.
    static int home(int tag, int capacity) {
        return (int) ((Integer.toUnsignedLong(tag * GOLDEN) * capacity) >>> 32);
    }

    static int tag(long slot) {
        return (int) (slot >>> 32);
    }

    static int entry(long slot) {
        return (int) slot - 1;
    }

    void insert(int tag, int entry) {
        long[] table = table(tag);
        int capacity = table.length - 1;
        if (isFull(table[capacity], capacity)) {
            grow(tag);
            table = table(tag);
        }
        place(table, (long) tag << 32 | entry + 1);
        size++;
    }

    /// `header` is the last word of the table.
    private static boolean isFull(long header, int capacity) {
        long entries = (header >>> 8) + 1;
        if ((header & 0xFF) == 0 && capacity < MAX_CAPACITY) {
            return entries * (capacity < SPARSE_CAPACITY ? 4 : 2) > capacity;
        }
        return entries * 5 > capacity * 4L;
    }

    private static void place(long[] table, long slot) {
        int capacity = table.length - 1;
        int at = home(tag(slot), capacity);
        while (table[at] != 0) {
            if (++at == capacity) {
                at = 0;
            }
        }
        table[at] = slot;
        table[capacity] += 1 << 8;
    }

    void remove(int tag, int entry) {
        long[] table = table(tag);
        int capacity = table.length - 1;
        long slot = (long) tag << 32 | entry + 1;
        int at = home(tag, capacity);
        while (table[at] != slot) {
            assert table[at] != 0 : "entry " + entry + " is in the index";
            if (++at == capacity) {
                at = 0;
            }
        }
        closeGap(table, at);
        table[capacity] -= 1 << 8;
        size--;
    }

    /// Moves later slots of the same run into the gap, so that no search ends too early.
    private static void closeGap(long[] table, int gap) {
        int capacity = table.length - 1;
        int hole = gap;
        int next = gap;
        while (true) {
            if (++next == capacity) {
                next = 0;
            }
            long slot = table[next];
            if (slot == 0) {
                table[hole] = 0;
                return;
            }
            int home = home(tag(slot), capacity);
            boolean stays = hole <= next
                    ? home > hole && home <= next
                    : home > hole || home <= next;
            if (!stays) {
                table[hole] = slot;
                hole = next;
            }
        }
    }

    private void grow(int tag) {
        long[] table = table(tag);
        int capacity = table.length - 1;
        int localDepth = (int) table[capacity] & 0xFF;
        int grown = localDepth == 0 && capacity < MAX_CAPACITY
                ? capacity * 2
                : capacity + capacity / 4;
        if (grown > MAX_CAPACITY && localDepth < depthLimit()) {
            if (localDepth == depth) {
                doubleDirectory();
            }
            split(tag, table, localDepth);
        } else {
            var copy = new long[grown + 1];
            copy[grown] = localDepth;
            for (int i = 0; i < capacity; i++) {
                if (table[i] != 0) {
                    place(copy, table[i]);
                }
            }
            slots += grown - capacity;
            point(tag, localDepth, copy);
        }
    }

    /// Keys made to collide would split for ever; no honest table is more than a few splits deeper than the mean.
    private int depthLimit() {
        return Math.min(MAX_DEPTH, 36 - Integer.numberOfLeadingZeros(size >> 10));
    }

    private void doubleDirectory() {
        var doubled = new long[directory.length * 2][];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = directory[i >> 1];
        }
        directory = doubled;
        depth++;
        shift--;
    }

    private void split(int tag, long[] table, int localDepth) {
        int capacity = table.length - 1;
        int bit = 1 << (31 - localDepth);
        int upper = 0;
        int all = 0;
        for (int i = 0; i < capacity; i++) {
            if (table[i] != 0) {
                all++;
                upper += (tag(table[i]) & bit) == 0 ? 0 : 1;
            }
        }
        var low = emptyTable(all - upper, localDepth + 1);
        var high = emptyTable(upper, localDepth + 1);
        for (int i = 0; i < capacity; i++) {
            if (table[i] != 0) {
                place((tag(table[i]) & bit) == 0 ? low : high, table[i]);
            }
        }
        slots += low.length + high.length - 2 - capacity;
        point(tag & ~bit, localDepth + 1, low);
        point(tag | bit, localDepth + 1, high);
    }

    /// A table for so many entries that it can take a quarter more before it grows.
    private static long[] emptyTable(int entries, int localDepth) {
        int capacity = Math.max(FIRST_CAPACITY, (int) (entries * 25L / 16));
        var table = new long[capacity + 1];
        table[capacity] = localDepth;
        return table;
    }

    /// Makes every place of the directory whose upper `localDepth` bits are those of the tag point to the table.
    private void point(int tag, int localDepth, long[] table) {
        int places = 1 << (depth - localDepth);
        int first = (tag >>> 1 >>> shift) & -places;
        for (int i = first; i < first + places; i++) {
            directory[i] = table;
        }
    }

    long memoryBytes() {
        return 16 + 8L * directory.length + 8 * slots + 24L * (size / 1024 + 1);
    }
}

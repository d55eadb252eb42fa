package dev.penstock.store.state;

import java.util.Arrays;

/// The row store: pages of entries under a directory of two levels, copied on the first write after a freeze.
///
/// A page belongs to the generation that its owner word names; only the current generation may write to it. [#freeze] copies the upper level of the
/// directory and starts a new generation, so it costs one reference for every 131,072 entries.
final class Pages {
    private static final int SEGMENT_BITS = 10;
    private static final int SEGMENT = 1 << SEGMENT_BITS;
    private static final int FIRST_SEGMENT = 16;

    final Layout layout;
    private long[][][] segments;
    private long[] segmentOwners;
    private long generation;
    private int count;

    Pages(Layout layout) {
        this(layout, new long[1][][], new long[1], 1, 0);
    }

    private Pages(Layout layout, long[][][] segments, long[] segmentOwners, long generation,
            int count) {
        this.layout = layout;
        this.segments = segments;
        this.segmentOwners = segmentOwners;
        this.generation = generation;
        this.count = count;
    }

    /// The number of pages.
    int count() {
        return count;
    }

    long generation() {
        return generation;
    }

    /// The page that holds an entry, for reading.
    long[] page(int entry) {
        return segments[entry >>> (Layout.ENTRY_BITS + SEGMENT_BITS)][entry >>> Layout.ENTRY_BITS
                & SEGMENT - 1];
    }

    long[] pageAt(int number) {
        return segments[number >>> SEGMENT_BITS][number & (SEGMENT - 1)];
    }

    /// The page that holds an entry, for writing until the next freeze.
    long[] writable(int entry) {
        long[] page = page(entry);
        return page[layout.ownerAt()] == generation ? page : copy(entry >>> Layout.ENTRY_BITS);
    }

    private long[] copy(int number) {
        var segment = writableSegment(number >>> SEGMENT_BITS);
        long[] page = segment[number & (SEGMENT - 1)].clone();
        page[layout.ownerAt()] = generation;
        segment[number & (SEGMENT - 1)] = page;
        return page;
    }

    private long[][] writableSegment(int index) {
        if (segmentOwners[index] != generation) {
            segments[index] = segments[index].clone();
            segmentOwners[index] = generation;
        }
        return segments[index];
    }

    /// Adds an empty page at the end.
    void add() {
        var page = new long[layout.pageWords()];
        page[layout.ownerAt()] = generation;
        add(page);
    }

    private void add(long[] page) {
        int index = count >>> SEGMENT_BITS;
        int at = count & (SEGMENT - 1);
        if (index == segments.length) {
            segments = Arrays.copyOf(segments, index * 2);
            segmentOwners = Arrays.copyOf(segmentOwners, index * 2);
        }
        if (at == 0) {
            segments[index] = new long[index == 0 ? FIRST_SEGMENT : SEGMENT][];
            segmentOwners[index] = generation;
        } else if (at == segments[index].length) {
            segments[index] = Arrays.copyOf(segments[index], at * 2);
            segmentOwners[index] = generation;
        }
        writableSegment(index)[at] = page;
        count++;
    }

    /// Puts a page that a snapshot held in its place; pages in between are filled by later calls.
    void restore(int number, long[] page) {
        while (count <= number) {
            add();
        }
        segments[number >>> SEGMENT_BITS][number & (SEGMENT - 1)] = page;
    }

    /// After restoration: goes on in the generation after the one that the snapshot was taken in.
    void restoreGeneration(long newGeneration) {
        generation = newGeneration;
    }

    /// Forgets all pages; those of frozen views live on.
    void clear() {
        segments = new long[1][][];
        segmentOwners = new long[1];
        count = 0;
    }

    /// The pages as they are now, never to change, and a new generation for the writer.
    Pages freeze() {
        var frozen = new Pages(layout, segments.clone(), segmentOwners, generation, count);
        generation++;
        return frozen;
    }

    long memoryBytes() {
        long directory = 0;
        for (int i = 0; i <= (count - 1) >>> SEGMENT_BITS && count > 0; i++) {
            directory += 16 + 8L * segments[i].length;
        }
        return directory + 16L * segments.length + count * (16 + 8L * layout.pageWords());
    }

    /// Fills `entries` with live entries from `from` on in rising order and says how many; fewer than asked for means that there are no more.
    int live(int from, int[] entries) {
        int found = 0;
        int liveAt = layout.liveAt();
        int word = from >>> 6;
        long mask = -1L << from;
        for (; word < count * 2 && found < entries.length; word++) {
            long bits = pageAt(word >>> 1)[liveAt + (word & 1)] & mask;
            mask = -1L;
            for (; bits != 0 && found < entries.length; bits &= bits - 1) {
                entries[found++] = (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return found;
    }
}

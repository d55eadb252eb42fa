package dev.penstock.flow.operator;

import java.util.Arrays;

/// The entries that an epoch has touched, in the order in which it did so first, each with a word that says what it was before.
final class Marks {
    private long[] bits = new long[16];
    private int[] entries = new int[64];
    private long[] before = new long[64];
    private int count;

    boolean contains(int entry) {
        int word = entry >> 6;
        return word < bits.length && (bits[word] & 1L << entry) != 0;
    }

    /// Adds an entry that is not among them.
    void add(int entry, long word) {
        int at = entry >> 6;
        if (at >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(at + 1, bits.length * 2));
        }
        bits[at] |= 1L << entry;
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, count * 2);
            before = Arrays.copyOf(before, count * 2);
        }
        entries[count] = entry;
        before[count++] = word;
    }

    int count() {
        return count;
    }

    int at(int index) {
        return entries[index];
    }

    long before(int index) {
        return before[index];
    }

    void clear() {
        for (int i = 0; i < count; i++) {
            bits[entries[i] >> 6] = 0;
        }
        count = 0;
    }
}

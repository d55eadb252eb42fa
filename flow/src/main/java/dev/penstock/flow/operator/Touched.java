package dev.penstock.flow.operator;

import java.util.Arrays;

/// The groups that an epoch has touched, in the order in which it did so first, and which of them it has created.
///
/// One bit an entry says whether it is in the list already, one whether it is new.
final class Touched {
    private static final int NEW = -1;

    private long[] seenBits = new long[16];
    private long[] createdBits = new long[16];
    private int[] entries = new int[64];
    private int[] olds = new int[64];
    private int[] oldEntries = new int[64];
    private int count;
    private int oldCount;

    /// Notes entries that were made for keys that had none; before [#add].
    void created(int[] created, int howMany) {
        for (int i = 0; i < howMany; i++) {
            reserveBit(created[i]);
            createdBits[created[i] >> 6] |= 1L << created[i];
        }
    }

    void add(int[] found, int howMany) {
        for (int i = 0; i < howMany; i++) {
            int entry = found[i];
            int word = entry >> 6;
            if (word < seenBits.length && (seenBits[word] & (1L << entry)) != 0) {
                continue;
            }
            reserveBit(entry);
            seenBits[word] |= 1L << entry;
            if (count == entries.length) {
                entries = Arrays.copyOf(entries, count * 2);
                olds = Arrays.copyOf(olds, count * 2);
            }
            olds[count] = NEW;
            entries[count++] = entry;
        }
    }

    private void reserveBit(int entry) {
        int word = entry >> 6;
        if (word >= seenBits.length) {
            int length = Math.max(word + 1, seenBits.length * 2);
            seenBits = Arrays.copyOf(seenBits, length);
            createdBits = Arrays.copyOf(createdBits, length);
        }
    }

    /// Numbers those from index `from` on that existed before the epoch, consecutively, and says how many they are.
    int numberOld(int from) {
        int before = oldCount;
        for (int i = from; i < count; i++) {
            if (!isCreated(entries[i])) {
                if (oldCount == oldEntries.length) {
                    oldEntries = Arrays.copyOf(oldEntries, oldCount * 2);
                }
                oldEntries[oldCount] = entries[i];
                olds[i] = oldCount++;
            }
        }
        return oldCount - before;
    }

    int count() {
        return count;
    }

    int oldCount() {
        return oldCount;
    }

    /// By the number of [#numberOld], the entries that existed before the epoch.
    int[] oldEntries() {
        return oldEntries;
    }

    int entry(int index) {
        return entries[index];
    }

    /// The number that [#numberOld] gave, or -1 for a new entry.
    int old(int index) {
        return olds[index];
    }

    boolean isCreated(int entry) {
        return (createdBits[entry >> 6] & (1L << entry)) != 0;
    }

    void clear() {
        for (int i = 0; i < count; i++) {
            seenBits[entries[i] >> 6] = 0;
            createdBits[entries[i] >> 6] = 0;
        }
        count = 0;
        oldCount = 0;
    }
}

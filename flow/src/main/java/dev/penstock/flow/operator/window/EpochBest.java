package dev.penstock.flow.operator.window;

import java.util.Arrays;

/// The lowest numbers that an epoch has brought to each group, at most `size` of them, in rising order: a row whose number is higher than all of a full set
/// comes behind `size` others.
final class EpochBest {
    /// The largest set that is worth keeping: numbers are moved one by one.
    static final int LARGEST = 64;

    private final int size;
    /// By group: the number of its set, counted from 1.
    private int[] sets = new int[64];
    /// By set: its group, and how many numbers it has.
    private int[] groups = new int[64];
    private int[] counts = new int[64];
    private long[] numbers;
    private int used;

    EpochBest(int size) {
        this.size = size;
        numbers = new long[64 * size];
    }

    void add(int group, long number) {
        int set = set(group);
        int count = counts[set];
        int first = set * size;
        if (count == size && number >= numbers[first + count - 1]) {
            return;
        }
        int at = count < size ? count : count - 1;
        while (at > 0 && numbers[first + at - 1] > number) {
            numbers[first + at] = numbers[first + at - 1];
            at--;
        }
        numbers[first + at] = number;
        counts[set] = Math.min(size, count + 1);
    }

    /// True when `size` numbers of the group are lower.
    boolean isBehind(int group, long number) {
        if (group >= sets.length || sets[group] == 0) {
            return false;
        }
        int set = sets[group] - 1;
        return counts[set] == size && number > numbers[set * size + size - 1];
    }

    private int set(int group) {
        if (group >= sets.length) {
            sets = Arrays.copyOf(sets, Math.max(group + 1, 2 * sets.length));
        }
        if (sets[group] == 0) {
            if (used == groups.length) {
                groups = Arrays.copyOf(groups, 2 * used);
                counts = Arrays.copyOf(counts, 2 * used);
                numbers = Arrays.copyOf(numbers, 2 * used * size);
            }
            groups[used] = group;
            counts[used] = 0;
            sets[group] = ++used;
        }
        return sets[group] - 1;
    }

    /// Forgets all, at the end of an epoch.
    void clear() {
        for (int set = 0; set < used; set++) {
            sets[groups[set]] = 0;
        }
        used = 0;
    }
}

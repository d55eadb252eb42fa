package dev.penstock.flow.operator;

import dev.penstock.data.Selection;
import dev.penstock.store.state.Arrangement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entries of an arrangement whose keys are whole numbers close to each other, by key: finding one is a look into an array. Immutable.
final class DenseKeys {
    /// Keys that are not close enough, or too many.
    static final DenseKeys NONE = new DenseKeys(0, new int[0]);
    /// Each thread that reads has its own array, so it has to be small: 256 KiB.
    private static final int MOST = 1 << 16;
    /// How many places a key may take. More would cost more cache than the hash that is saved.
    private static final int PLACES_A_KEY = 4;

    private final long lowest;
    private final int[] entries;

    private DenseKeys(long lowest, int[] entries) {
        this.lowest = lowest;
        this.entries = entries;
    }

    /// `arrangement` has one key column, of one word.
    static DenseKeys of(Arrangement arrangement) {
        int size = arrangement.size();
        if (size == 0 || size > MOST) {
            return NONE;
        }
        var live = new int[size];
        int count = arrangement.live(0, live);
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            if (!arrangement.isNull(live[i], 0)) {
                lowest = Math.min(lowest, arrangement.word(live[i], 0));
                highest = Math.max(highest, arrangement.word(live[i], 0));
            }
        }
        long range = highest - lowest;
        if (range < 0 || range >= Math.min(MOST, (long) PLACES_A_KEY * size)) {
            return NONE;
        }
        var entries = new int[(int) range + 1];
        Arrays.fill(entries, JoinTable.NONE);
        for (int i = 0; i < count; i++) {
            if (!arrangement.isNull(live[i], 0)) {
                entries[(int) (arrangement.word(live[i], 0) - lowest)] = live[i];
            }
        }
        return new DenseKeys(lowest, entries);
    }

    boolean isEmpty() {
        return entries.length == 0;
    }

    /// Writes to `found[i]` the entry of key `keys[rows.at(i)]`, or [JoinTable#NONE].
    void find(long[] keys, Selection rows, int[] found) {
        find(keys, rows.positions(), rows.count(), lowest, entries, found);
    }

    private static void find(long[] keys, int @Nullable [] positions, int count, long lowest,
            int[] entries, int[] found) {
        for (int i = 0; i < count; i++) {
            long at = keys[positions == null ? i : positions[i]] - lowest;
            found[i] = at >= 0 && at < entries.length ? entries[(int) at] : JoinTable.NONE;
        }
    }
}

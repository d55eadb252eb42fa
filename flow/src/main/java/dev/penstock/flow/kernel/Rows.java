package dev.penstock.flow.kernel;

import dev.penstock.data.Selection;
import dev.penstock.data.Vector;

/// Set operations on selected rows, branch-free.
final class Rows {
    private Rows() {}

    /// Writes the rows of `rows` that are not null in `vector` into `into`, which may be the positions of `rows`, and says how many.
    static int notNull(Selection rows, Vector vector, int[] into) {
        long[] nulls = vector.nullBits();
        if (nulls == null) {
            return copy(rows, into);
        }
        int[] positions = rows.positions();
        int count = rows.count();
        if (positions == null) {
            return zeroBits(nulls, count, into);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            into[kept] = row;
            long word = row >> 6 < nulls.length ? nulls[row >> 6] : 0;
            kept += (int) (~word >>> row & 1);
        }
        return kept;
    }

    /// Writes the rows of `rows` that are null in `vector` into `into`, which may be the positions of `rows`, and says how many.
    static int isNull(Selection rows, Vector vector, int[] into) {
        long[] nulls = vector.nullBits();
        if (nulls == null) {
            return 0;
        }
        int[] positions = rows.positions();
        int count = rows.count();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[kept] = row;
            long word = row >> 6 < nulls.length ? nulls[row >> 6] : 0;
            kept += (int) (word >>> row & 1);
        }
        return kept;
    }

    /// The positions below `count` whose bit is not set. A word without set bits, the usual one, is a plain run.
    private static int zeroBits(long[] bits, int count, int[] into) {
        int kept = 0;
        for (int start = 0; start < count; start += 64) {
            long word = start >> 6 < bits.length ? bits[start >> 6] : 0;
            int end = Math.min(count, start + 64);
            if (word == 0) {
                for (int row = start; row < end; row++) {
                    into[kept++] = row;
                }
            } else {
                for (int row = start; row < end; row++) {
                    into[kept] = row;
                    kept += (int) (~word >>> row & 1);
                }
            }
        }
        return kept;
    }

    static int copy(Selection rows, int[] into) {
        int count = rows.count();
        int[] positions = rows.positions();
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                into[i] = i;
            }
        } else {
            System.arraycopy(positions, 0, into, 0, count);
        }
        return count;
    }

    /// Writes the rows that are not among the first `count` of `removed` (a part of them, rising) into `into` and says how many.
    static int without(Selection rows, int[] removed, int count, int[] into) {
        if (count == 0) {
            return copy(rows, into);
        }
        int[] positions = rows.positions();
        int total = rows.count();
        int last = count - 1;
        int kept = 0;
        int next = 0;
        for (int i = 0; i < total; i++) {
            int row = positions == null ? i : positions[i];
            // Once past the last one, its position does not come again, because positions rise.
            int match = removed[Math.min(next, last)] == row ? 1 : 0;
            into[kept] = row;
            kept += 1 - match;
            next += match;
        }
        return kept;
    }

    /// Merges two rising lists without common rows into `into`, which is neither of them, and says how many there are.
    static int merge(int[] a, int countA, int[] b, int countB, int[] into) {
        int i = 0;
        int j = 0;
        int merged = 0;
        while (i < countA && j < countB) {
            int first = a[i];
            int second = b[j];
            into[merged++] = Math.min(first, second);
            i += first < second ? 1 : 0;
            j += first < second ? 0 : 1;
        }
        System.arraycopy(a, i, into, merged, countA - i);
        merged += countA - i;
        System.arraycopy(b, j, into, merged, countB - j);
        return merged + countB - j;
    }
}

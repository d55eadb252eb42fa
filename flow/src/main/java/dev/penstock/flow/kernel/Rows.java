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
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
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

    static int copy(Selection rows, int[] into) {
        int count = rows.count();
        int[] positions = rows.positions();
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                into[i] = i;
            }
        } else if (positions != into) {
            System.arraycopy(positions, 0, into, 0, count);
        }
        return count;
    }

    /// Writes the rows that are not among the first `count` of `removed` (a part of them, rising) into `into` and says how many.
    static int without(Selection rows, int[] removed, int count, int[] into) {
        int kept = 0;
        int next = 0;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            if (next < count && removed[next] == row) {
                next++;
            } else {
                into[kept++] = row;
            }
        }
        return kept;
    }

    /// Merges two rising lists without common rows into `into`, which is neither of them, and says how many there are.
    static int merge(int[] a, int countA, int[] b, int countB, int[] into) {
        int i = 0;
        int j = 0;
        int merged = 0;
        while (i < countA && j < countB) {
            into[merged++] = a[i] < b[j] ? a[i++] : b[j++];
        }
        System.arraycopy(a, i, into, merged, countA - i);
        merged += countA - i;
        System.arraycopy(b, j, into, merged, countB - j);
        return merged + countB - j;
    }
}

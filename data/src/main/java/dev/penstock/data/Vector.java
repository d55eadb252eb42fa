package dev.penstock.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A column of a batch in its physical form. Which logical types use which form is fixed at [Vectors#allocate].
///
/// A vector has a capacity, no length: the batch knows how many rows it has. The bitmap of nulls is absent while no row
/// is null; what the value arrays hold at a null row is undefined, but never makes reading them fail.
/// To fill a vector again its owner calls [#reset], then writes rows in any order. Not safe for two threads.
public abstract sealed class Vector
        permits BooleanVector, ByteVector, ShortVector, IntVector, LongVector, FloatVector,
        DoubleVector, Decimal128Vector, BytesVector, IntervalVector, ArrayVector, MapVector,
        StructVector, NullVector {
    private long @Nullable [] nulls;
    private long @Nullable [] spareNulls;

    /// Makes room for `capacity` rows and forgets nulls and, for vectors with a heap of their own, the values.
    /// Never shrinks, so a vector that is reused stops allocating.
    public final void reset(int capacity) {
        clearNulls();
        resetValues(capacity);
    }

    abstract void resetValues(int capacity);

    /// How many rows the value arrays can take now.
    public abstract int capacity();

    /// Makes room for at least `capacity` rows and keeps all that is there. For writers that do not know their number of rows.
    public abstract void grow(int capacity);

    /// Copies one row of a vector of the same form, null or not, into row `to`.
    public final void copyRow(Vector from, int fromRow, int to) {
        if (from.isNull(fromRow)) {
            setNull(to);
        } else {
            copyValue(from, fromRow, to);
        }
    }

    abstract void copyValue(Vector from, int fromRow, int to);

    /// Copies the selected rows of a vector of the same form to rows `at`, `at + 1`, ... of this one, which has room for them.
    public void copyRows(Vector from, Selection rows, int at) {
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            copyRow(from, rows.at(i), at + i);
        }
    }

    /// An estimate of the memory that the arrays of this vector take, in bytes.
    public abstract long memoryBytes();

    public final boolean isNull(int row) {
        long[] bits = nulls;
        return bits != null && row >> 6 < bits.length && (bits[row >> 6] & 1L << row) != 0;
    }

    /// True when some row has been set to null since the last reset.
    public final boolean hasNulls() {
        return nulls != null;
    }

    public final void setNull(int row) {
        nullsFor(row + 1)[row >> 6] |= 1L << row;
    }

    /// Marks a row as not null again, after a value has been written over a null.
    public final void setNotNull(int row) {
        long[] bits = nulls;
        if (bits != null && row >> 6 < bits.length) {
            bits[row >> 6] &= ~(1L << row);
        }
    }

    /// Bit `row & 63` of word `row >> 6` is set when the row is null; null when no row is. May be shorter than the rows.
    public final long @Nullable [] nullBits() {
        return nulls;
    }

    public final void clearNulls() {
        if (nulls != null) {
            spareNulls = nulls;
            nulls = null;
        }
    }

    /// Makes null every row below `size` that is null in `other`, beside those that are already.
    public final void addNullsOf(Vector other, int size) {
        long[] theirs = other.nulls;
        if (theirs == null) {
            return;
        }
        long[] mine = nullsFor(size);
        int words = Math.min(theirs.length, (size + 63) >> 6);
        for (int i = 0; i < words; i++) {
            mine[i] |= theirs[i];
        }
    }

    private long[] nullsFor(int size) {
        int words = (size + 63) >> 6;
        long[] bits = nulls;
        if (bits == null) {
            bits = spareNulls;
            if (bits == null || bits.length < words) {
                bits = new long[Math.max(words, (capacity() + 63) >> 6)];
            } else {
                Arrays.fill(bits, 0);
            }
            nulls = bits;
        } else if (bits.length < words) {
            bits = Arrays.copyOf(bits, Math.max(words, bits.length * 2));
            nulls = bits;
        }
        return bits;
    }

    /// The capacity to grow to when `needed` is more than `current`: at least half as much again.
    static int grownCapacity(int current, int needed) {
        return Math.max(needed, current + (current >> 1));
    }
}

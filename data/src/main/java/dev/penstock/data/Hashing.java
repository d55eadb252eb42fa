package dev.penstock.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Hashes and equality of values as grouping, joining and `distinct` see them: null equals null, NaN equals NaN, -0.0 equals 0.0,
/// and maps are equal when they have the same entries in any order.
///
/// A hash is a fixed function of the values, the same in every process and release, because the partition of a record and the shard of a
/// key are chosen by it. All 64 bits are well mixed: shards are chosen by the upper half, and arrangements index by the lower one.
public final class Hashing {
    /// What hashing a row begins with.
    public static final long SEED = 0x2545F4914F6CDD1DL;
    /// What a null adds to a row's hash in the place of its value.
    public static final long NULL = 0x5851F42D4C957F2DL;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long LAST_MULTIPLIER = 0xD6E8FEB86659FD93L;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);

    private Hashing() {}

    /// Adds one word to a hash. For a given hash this is one-to-one.
    public static long combine(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    /// The last step after all words of a row.
    public static long finish(long hash) {
        long mixed = hash * LAST_MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    /// The word that stands for a float or, widened, for a double: equal for all NaN and for both zeros.
    public static long word(double value) {
        return value == 0.0 ? 0 : Double.doubleToLongBits(value);
    }

    /// Adds a piece of bytes, its length included.
    public static long combineBytes(long hash, byte[] bytes, int offset, int length) {
        long result = combine(hash, length);
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            result = combine(result, (long) WORD.get(bytes, at));
        }
        if (at < end) {
            long tail = 0;
            for (int shift = 0; at < end; at++, shift += 8) {
                tail |= (bytes[at] & 0xFFL) << shift;
            }
            result = combine(result, tail);
        }
        return result;
    }

    /// The hashes of the selected rows over all columns: `out[i]` is that of row `rows.at(i)`.
    public static void hash(Vector[] columns, Selection rows, long[] out) {
        int count = rows.count();
        Arrays.fill(out, 0, count, SEED);
        for (var column : columns) {
            combineColumn(column, rows, out);
        }
        for (int i = 0; i < count; i++) {
            out[i] = finish(out[i]);
        }
    }

    private static void combineColumn(Vector column, Selection rows, long[] out) {
        boolean plain = rows.isAll() && !column.hasNulls();
        if (plain && column instanceof LongVector longs) {
            combineLongs(longs.values(), rows.count(), out);
        } else if (plain && column instanceof IntVector ints) {
            combineInts(ints.values(), rows.count(), out);
        } else if (column instanceof BytesVector bytes && !column.hasNulls()) {
            combineBytes(bytes, rows, out);
        } else {
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                out[i] = combineRow(out[i], column, rows.at(i));
            }
        }
    }

    private static void combineLongs(long[] values, int count, long[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = combine(out[i], values[i]);
        }
    }

    private static void combineInts(int[] values, int count, long[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = combine(out[i], values[i]);
        }
    }

    private static void combineBytes(BytesVector column, Selection rows, long[] out) {
        int count = rows.count();
        byte[] buffer = column.buffer();
        int[] offsets = column.offsets();
        int[] lengths = column.lengths();
        for (int i = 0; i < count; i++) {
            int row = rows.at(i);
            out[i] = combineBytes(out[i], buffer, offsets[row], lengths[row]);
        }
    }

    /// Adds the value of one row, null or not.
    public static long combineRow(long hash, Vector column, int row) {
        if (column.isNull(row)) {
            return combine(hash, NULL);
        }
        return switch (column) {
            case NullVector _ -> combine(hash, NULL);
            case BooleanVector v -> combine(hash, v.get(row) ? 1 : 0);
            case ByteVector v -> combine(hash, v.get(row));
            case ShortVector v -> combine(hash, v.get(row));
            case IntVector v -> combine(hash, v.get(row));
            case LongVector v -> combine(hash, v.get(row));
            case FloatVector v -> combine(hash, word(v.get(row)));
            case DoubleVector v -> combine(hash, word(v.get(row)));
            case Decimal128Vector v -> combine(combine(hash, v.high()[row]), v.low()[row]);
            case BytesVector v -> combineBytes(hash, v.buffer(), v.offset(row), v.length(row));
            case IntervalVector v ->
                combine(combine(hash, (long) v.months()[row] << 32 | (v.days()[row] & 0xFFFFFFFFL)),
                        v.micros()[row]);
            case ArrayVector v -> combineElements(hash, v, row);
            case MapVector v -> combineEntries(hash, v, row);
            case StructVector v -> {
                long result = hash;
                for (var field : v.fields()) {
                    result = combineRow(result, field, row);
                }
                yield result;
            }
        };
    }

    private static long combineElements(long hash, ArrayVector vector, int row) {
        int length = vector.length(row);
        long result = combine(hash, length);
        for (int i = 0; i < length; i++) {
            result = combineRow(result, vector.elements(), vector.offset(row) + i);
        }
        return result;
    }

    /// The sum of the entries' hashes does not depend on their order.
    private static long combineEntries(long hash, MapVector vector, int row) {
        int length = vector.length(row);
        long sum = 0;
        for (int i = vector.offset(row); i < vector.offset(row) + length; i++) {
            sum += finish(combineRow(combineRow(SEED, vector.keys(), i), vector.values(), i));
        }
        return combine(combine(hash, length), sum);
    }

    /// True when a row of one vector and a row of another of the same form hold the same value, or both null.
    public static boolean equal(Vector a, int rowA, Vector b, int rowB) {
        if (a.isNull(rowA) || b.isNull(rowB)) {
            return a.isNull(rowA) && b.isNull(rowB);
        }
        return switch (a) {
            case NullVector _ -> true;
            case BooleanVector v -> v.get(rowA) == ((BooleanVector) b).get(rowB);
            case ByteVector v -> v.get(rowA) == ((ByteVector) b).get(rowB);
            case ShortVector v -> v.get(rowA) == ((ShortVector) b).get(rowB);
            case IntVector v -> v.get(rowA) == ((IntVector) b).get(rowB);
            case LongVector v -> v.get(rowA) == ((LongVector) b).get(rowB);
            case FloatVector v -> word(v.get(rowA)) == word(((FloatVector) b).get(rowB));
            case DoubleVector v -> word(v.get(rowA)) == word(((DoubleVector) b).get(rowB));
            case Decimal128Vector v -> equalDecimals(v, rowA, (Decimal128Vector) b, rowB);
            case BytesVector v -> BytesVector.equal(v, rowA, (BytesVector) b, rowB);
            case IntervalVector v -> equalIntervals(v, rowA, (IntervalVector) b, rowB);
            case ArrayVector v -> equalArrays(v, rowA, (ArrayVector) b, rowB);
            case MapVector v -> equalMaps(v, rowA, (MapVector) b, rowB);
            case StructVector v -> equalStructs(v, rowA, (StructVector) b, rowB);
        };
    }

    private static boolean equalDecimals(Decimal128Vector a, int rowA, Decimal128Vector b,
            int rowB) {
        return a.high()[rowA] == b.high()[rowB] && a.low()[rowA] == b.low()[rowB];
    }

    private static boolean equalIntervals(IntervalVector a, int rowA, IntervalVector b, int rowB) {
        return a.months()[rowA] == b.months()[rowB] && a.days()[rowA] == b.days()[rowB]
                && a.micros()[rowA] == b.micros()[rowB];
    }

    private static boolean equalArrays(ArrayVector a, int rowA, ArrayVector b, int rowB) {
        int length = a.length(rowA);
        if (length != b.length(rowB)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!equal(a.elements(), a.offset(rowA) + i, b.elements(), b.offset(rowB) + i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalStructs(StructVector a, int rowA, StructVector b, int rowB) {
        for (int i = 0; i < a.fields().size(); i++) {
            if (!equal(a.field(i), rowA, b.field(i), rowB)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(MapVector a, int rowA, MapVector b, int rowB) {
        int length = a.length(rowA);
        if (length != b.length(rowB)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!hasEntry(b, rowB, i, a, a.offset(rowA) + i)) {
                return false;
            }
        }
        return true;
    }

    /// Looks for an entry of `from` in a row of `map`, first at `guess`: maps that are equal mostly have the same order.
    private static boolean hasEntry(MapVector map, int row, int guess, MapVector from, int entry) {
        int length = map.length(row);
        for (int i = 0; i < length; i++) {
            int at = map.offset(row) + (guess + i) % length;
            if (equal(map.keys(), at, from.keys(), entry)) {
                return equal(map.values(), at, from.values(), entry);
            }
        }
        return false;
    }
}

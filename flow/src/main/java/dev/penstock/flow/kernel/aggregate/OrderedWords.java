package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Vector;
import org.jspecify.annotations.Nullable;

/// Values of one word as unsigned words, the greatest of which is the maximum, or the minimum, that is sought: so 0 is where every search starts.
///
/// Doubles are ordered by their bits: -0.0 before 0.0, and NaN last of all.
final class OrderedWords {
    private OrderedWords() {}

    /// True for types whose values take one word and have an order.
    static boolean suits(DataType type) {
        return switch (type) {
            case BooleanType _,ByteType _,ShortType _,IntType _,LongType _,FloatType _,DoubleType _,DateType _,TimestampType _,TimestampNtzType _,TimeType _,YearMonthIntervalType _,DayTimeIntervalType _ ->
                true;
            case DecimalType decimal -> decimal.fitsLong();
            case NullType _,StringType _,CharType _,VarcharType _,BinaryType _,CalendarIntervalType _,ArrayType _,MapType _,StructType _ ->
                false;
        };
    }

    /// What a value is combined with so that the order of unsigned words finds the maximum or the minimum.
    private static long mask(boolean maximum) {
        return maximum ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /// Writes the words of the rows at `positions`, or of rows 0 to `count - 1`, to the front of `into`.
    static void fill(Vector values, int @Nullable [] positions, int count, boolean maximum,
            long[] into) {
        long mask = mask(maximum);
        if (values instanceof LongVector longs) {
            fillLongs(longs.values(), positions, count, mask, into);
        } else if (values instanceof IntVector ints) {
            fillInts(ints.values(), positions, count, mask, into);
        } else if (values instanceof DoubleVector doubles) {
            fillDoubles(doubles.values(), positions, count, mask, into);
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = small(values, positions == null ? i : positions[i]) ^ mask;
            }
        }
    }

    private static void fillLongs(long[] values, int @Nullable [] positions, int count, long mask,
            long[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = values[positions == null ? i : positions[i]] ^ mask;
        }
    }

    private static void fillInts(int[] values, int @Nullable [] positions, int count, long mask,
            long[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = values[positions == null ? i : positions[i]] ^ mask;
        }
    }

    private static void fillDoubles(double[] values, int @Nullable [] positions, int count,
            long mask, long[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = ordered(values[positions == null ? i : positions[i]]) ^ mask;
        }
    }

    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static double unordered(long word) {
        return Double.longBitsToDouble(word ^ ((word >> 63) & Long.MAX_VALUE));
    }

    private static long small(Vector values, int row) {
        return switch (values) {
            case BooleanVector v -> v.get(row) ? 1 : 0;
            case ByteVector v -> v.get(row);
            case ShortVector v -> v.get(row);
            case FloatVector v -> ordered(v.get(row));
            default ->
                throw new AssertionError(values.getClass().getName() + " has no ordered word");
        };
    }

    /// Writes the value that a word stands for to a row.
    static void write(long word, boolean maximum, Vector into, int row) {
        long value = word ^ mask(maximum);
        switch (into) {
            case LongVector v -> v.set(row, value);
            case IntVector v -> v.set(row, (int) value);
            case ShortVector v -> v.set(row, (short) value);
            case ByteVector v -> v.set(row, (byte) value);
            case BooleanVector v -> v.set(row, value != 0);
            case DoubleVector v -> v.set(row, unordered(value));
            case FloatVector v -> v.set(row, (float) unordered(value));
            default -> throw new AssertionError(into.getClass().getName() + " has no ordered word");
        }
    }
}

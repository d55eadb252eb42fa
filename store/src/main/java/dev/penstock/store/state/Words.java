package dev.penstock.store.state;

import dev.penstock.data.*;

/// Values of fixed width between vectors and the words of entries.
final class Words {
    private Words() {}

    /// The word of a value that is not null, with float and double as they are or, for keys, normalised.
    static long of(Vector vector, int row, boolean normal) {
        return switch (vector) {
            case BooleanVector v -> v.get(row) ? 1 : 0;
            case ByteVector v -> v.get(row);
            case ShortVector v -> v.get(row);
            case IntVector v -> v.get(row);
            case LongVector v -> v.get(row);
            case FloatVector v ->
                normal ? Hashing.word(v.get(row)) : Double.doubleToRawLongBits(v.get(row));
            case DoubleVector v ->
                normal ? Hashing.word(v.get(row)) : Double.doubleToRawLongBits(v.get(row));
            case Decimal128Vector v -> v.high()[row];
            case IntervalVector v -> (long) v.months()[row] << 32 | (v.days()[row] & 0xFFFFFFFFL);
            case BytesVector _,ArrayVector _,MapVector _,StructVector _,NullVector _ ->
                throw new AssertionError("no word for " + vector);
        };
    }

    /// The second word of a value that takes two.
    static long second(Vector vector, int row) {
        return vector instanceof Decimal128Vector decimal
                ? decimal.low()[row]
                : ((IntervalVector) vector).micros()[row];
    }

    /// Writes a value to a row of a vector that takes one word a value.
    static void set(Vector into, int row, long word) {
        switch (into) {
            case BooleanVector v -> v.set(row, word != 0);
            case ByteVector v -> v.set(row, (byte) word);
            case ShortVector v -> v.set(row, (short) word);
            case IntVector v -> v.set(row, (int) word);
            case LongVector v -> v.set(row, word);
            case FloatVector v -> v.set(row, (float) Double.longBitsToDouble(word));
            case DoubleVector v -> v.set(row, Double.longBitsToDouble(word));
            case Decimal128Vector _,IntervalVector _,BytesVector _,ArrayVector _,MapVector _,StructVector _,NullVector _ ->
                throw new AssertionError("no word for " + into);
        }
    }

    /// Writes a value to a row of a vector that takes two words a value.
    static void set(Vector into, int row, long first, long second) {
        if (into instanceof Decimal128Vector decimal) {
            decimal.set(row, first, second);
        } else {
            ((IntervalVector) into).set(row, (int) (first >> 32), (int) first, second);
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ByteVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Vector;

/// Rows of byte, short, int and long vectors as longs, for functions that serve all four and are not hot.
final class WholeNumbers {
    private WholeNumbers() {}

    static long read(Vector vector, int row) {
        return switch (vector) {
            case LongVector v -> v.get(row);
            case IntVector v -> v.get(row);
            case ShortVector v -> v.get(row);
            default -> ((ByteVector) vector).get(row);
        };
    }

    /// Writes a number, or what is left of it in the vector's width; false when something was lost.
    static boolean write(Vector vector, int row, long value) {
        return switch (vector) {
            case LongVector v -> {
                v.set(row, value);
                yield true;
            }
            case IntVector v -> {
                v.set(row, (int) value);
                yield value == (int) value;
            }
            case ShortVector v -> {
                v.set(row, (short) value);
                yield value == (short) value;
            }
            default -> {
                ((ByteVector) vector).set(row, (byte) value);
                yield value == (byte) value;
            }
        };
    }
}

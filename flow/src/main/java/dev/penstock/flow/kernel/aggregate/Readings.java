package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.aggregate.RowsAggregator.Reading;
import dev.penstock.store.state.OrderedRows;
import java.util.function.LongBinaryOperator;

/// What functions over ordered rows read of them.
final class Readings {
    private Readings() {}

    /// An argument of the first row.
    static Reading first(int column) {
        return (rows, root, into, at) -> load(rows, rows.first(root), column, into, at);
    }

    /// An argument of the last row.
    static Reading last(int column) {
        return (rows, root, into, at) -> load(rows, rows.last(root), column, into, at);
    }

    static void load(OrderedRows rows, int row, int column, Vector into, int at) {
        if (row == OrderedRows.NONE) {
            into.setNull(at);
        } else {
            rows.load(new int[]{row}, 1, column, into, at);
        }
    }

    /// The first arguments of all rows as an array, each once or as often as its row is there.
    static Reading array(boolean once) {
        return (rows, root, into, at) -> {
            var array = (ArrayVector) into;
            int from = array.used();
            int[] one = new int[1];
            int[] length = new int[1];
            rows.walk(root, 0, (row, _) -> {
                one[0] = row;
                for (long n = once ? 1 : rows.weight(row); n > 0; n--) {
                    int to = from + length[0]++;
                    array.elements().grow(to + 1);
                    rows.load(one, 1, 0, array.elements(), to);
                }
                return true;
            });
            array.append(at, length[0]);
        };
    }

    /// Percentiles of doubles, between two values where need be; several of them as an array.
    static Reading percentiles(double[] parts, boolean asArray) {
        return (rows, root, into, at) -> {
            long total = rows.total(root);
            if (total == 0) {
                into.setNull(at);
                return;
            }
            var values = target(into, parts.length, at, asArray);
            int first = asArray ? ((ArrayVector) into).offset(at) : at;
            var pair = new DoubleVector(2);
            for (int i = 0; i < parts.length; i++) {
                double position = (total - 1) * parts[i];
                load(rows, rows.at(root, (long) Math.floor(position)), 0, pair, 0);
                load(rows, rows.at(root, (long) Math.ceil(position)), 0, pair, 1);
                double low = pair.get(0);
                double high = pair.get(1);
                double share = position - Math.floor(position);
                ((DoubleVector) values).set(first + i,
                        low == high || share == 0 ? low : (1 - share) * low + share * high);
            }
        };
    }

    /// The smallest values that parts of all values do not exceed; several of them as an array.
    static Reading ranks(double[] parts, boolean asArray) {
        return (rows, root, into, at) -> {
            long total = rows.total(root);
            if (total == 0) {
                into.setNull(at);
                return;
            }
            var values = target(into, parts.length, at, asArray);
            int first = asArray ? ((ArrayVector) into).offset(at) : at;
            for (int i = 0; i < parts.length; i++) {
                long rank = Math.clamp((long) Math.ceil(parts[i] * total), 1, total);
                load(rows, rows.at(root, rank - 1), 0, values, first + i);
            }
        };
    }

    private static Vector target(Vector into, int count, int at, boolean asArray) {
        if (!asArray) {
            return into;
        }
        ((ArrayVector) into).append(at, count);
        return ((ArrayVector) into).elements();
    }

    /// The row that is there most often, of several the first.
    static Reading mode() {
        return (rows, root, into, at) -> {
            int[] best = {OrderedRows.NONE};
            rows.walk(root, 0, (row, _) -> {
                if (best[0] == OrderedRows.NONE || rows.weight(row) > rows.weight(best[0])) {
                    best[0] = row;
                }
                return true;
            });
            load(rows, best[0], 0, into, at);
        };
    }

    /// Whole numbers combined bit by bit. `odd`: a number that is there an even number of times does not count.
    static Reading bits(LongBinaryOperator combine, boolean odd) {
        return (rows, root, into, at) -> {
            if (rows.total(root) == 0) {
                into.setNull(at);
                return;
            }
            var one = new LongVector(1);
            var result = new long[1];
            var any = new boolean[1];
            rows.walk(root, 0, (row, _) -> {
                load(rows, row, 0, one, 0);
                boolean counts = !odd || (rows.weight(row) & 1) != 0;
                if (counts) {
                    result[0] = any[0]
                            ? combine.applyAsLong(result[0], one.get(0))
                            : one.get(0);
                    any[0] = true;
                }
                return true;
            });
            setWhole(into, at, result[0]);
        };
    }

    static void setWhole(Vector into, int row, long value) {
        switch (into) {
            case LongVector v -> v.set(row, value);
            case IntVector v -> v.set(row, (int) value);
            case ShortVector v -> v.set(row, (short) value);
            case ByteVector v -> v.set(row, (byte) value);
            default -> throw new AssertionError("no whole numbers: " + into);
        }
    }
}

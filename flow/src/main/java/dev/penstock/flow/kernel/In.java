package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `value IN (list)`: null when no element equals the value and an element is null.
final class In {
    /// The longest list that is searched from the start rather than by halving.
    private static final int SHORT = 16;

    private In() {}

    static Kernel kernel(Expr.Call call, List<Kernel> arguments) {
        var type = call.arguments().getFirst().type();
        var list = call.arguments().subList(1, call.arguments().size());
        if (list.stream().allMatch(Expr.Literal.class::isInstance)) {
            var values = new ArrayList<@Nullable Object>();
            list.forEach(literal -> values.add(((Expr.Literal) literal).value()));
            var loop = constants(type, values);
            if (loop != null) {
                return new LoopKernel<>(arguments.subList(0, 1), new BooleanVector(0), loop, true);
            }
        }
        return new LoopKernel<>(arguments, new BooleanVector(0), anything(type), false);
    }

    /// A loop over the values, which are not null, or null when there is none for the type.
    private static Shapes.@Nullable Loop<BooleanVector> constants(DataType type,
            List<@Nullable Object> list) {
        boolean hasNull = list.contains(null);
        var vector = Vectors.allocate(type, list.size());
        for (int i = 0; i < list.size(); i++) {
            Values.set(vector, type, i, list.get(i));
        }
        return switch (vector) {
            case LongVector _ when !hasNull && list.size() <= SHORT -> {
                long[] sorted = sorted(vector, list.size());
                yield (in, result, rows) -> searchShort(((LongVector) in[0]).values(), sorted, rows,
                        result.values());
            }
            case LongVector _,IntVector _,ShortVector _,ByteVector _ -> {
                long[] sorted = sorted(vector, list.size());
                yield (in, result, rows) -> {
                    for (int i = 0; i < rows.count(); i++) {
                        int row = rows.at(i);
                        put(result, row, contains(sorted, WholeNumbers.read(in[0], row)), hasNull);
                    }
                };
            }
            case BytesVector bytes -> {
                var set = new HashSet<ByteBuffer>();
                for (int i = 0; i < list.size(); i++) {
                    if (!bytes.isNull(i)) {
                        set.add(ByteBuffer.wrap(bytes.bytes(i)));
                    }
                }
                yield (in, result, rows) -> {
                    var values = (BytesVector) in[0];
                    for (int i = 0; i < rows.count(); i++) {
                        int row = rows.at(i);
                        var value = ByteBuffer.wrap(values.buffer(), values.offset(row),
                                values.length(row));
                        put(result, row, set.contains(value), hasNull);
                    }
                };
            }
            default -> null;
        };
    }

    private static void searchShort(long[] values, long[] list, Selection rows, boolean[] out) {
        int[] positions = rows.positions();
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            long value = values[row];
            boolean found = false;
            for (long element : list) {
                found |= element == value;
            }
            out[row] = found;
        }
    }

    private static void put(BooleanVector result, int row, boolean found, boolean hasNull) {
        result.set(row, found);
        if (!found && hasNull) {
            result.setNull(row);
        }
    }

    private static long[] sorted(Vector vector, int size) {
        long[] values = new long[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (!vector.isNull(i)) {
                values[count++] = WholeNumbers.read(vector, i);
            }
        }
        values = Arrays.copyOf(values, count);
        Arrays.sort(values);
        return values;
    }

    /// Short lists are searched from the start, which needs no branch prediction; long ones by halving.
    private static boolean contains(long[] sorted, long value) {
        if (sorted.length > SHORT) {
            return Arrays.binarySearch(sorted, value) >= 0;
        }
        boolean found = false;
        for (long element : sorted) {
            found |= element == value;
        }
        return found;
    }

    private static Shapes.Loop<BooleanVector> anything(DataType type) {
        var order = RowOrder.of(type);
        return (in, result, rows) -> {
            for (int i = 0; i < rows.count(); i++) {
                search(order, in, result, rows.at(i));
            }
        };
    }

    private static void search(RowOrder order, Vector[] in, BooleanVector result, int row) {
        boolean unknown = in[0].isNull(row);
        for (int k = 1; k < in.length && !in[0].isNull(row); k++) {
            if (in[k].isNull(row)) {
                unknown = true;
            } else if (order.compare(in[0], row, in[k], row) == 0) {
                result.set(row, true);
                return;
            }
        }
        result.set(row, false);
        if (unknown) {
            result.setNull(row);
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.MapVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that make arrays or look into them. Those that compare whole arrays or change their order are in [ArraySets].
final class ArrayFunctions {
    private ArrayFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "array" -> Shapes.nullAware(ArrayFunctions::make);
            case "get_array_item" -> withCall(call -> (in, row, out) -> item((ArrayVector) in[0],
                    in[1], row, out, call.mode()));
            case "element_at" -> withCall(ArrayFunctions::elementAt);
            case "size" -> Shapes.unary((Vector a, int row, IntVector out) -> out.set(row,
                    a instanceof MapVector map ? map.length(row) : ((ArrayVector) a).length(row)));
            case "array_contains" -> withCall(ArrayFunctions::contains);
            case "array_position" -> withCall(ArrayFunctions::position);
            case "array_max" -> withCall(call -> extreme(call, 1));
            case "array_min" -> withCall(call -> extreme(call, -1));
            case "array_join" -> Shapes.rows(ArrayFunctions::join);
            case "array_remove" -> withCall(ArrayFunctions::remove);
            case "array_compact" -> Shapes.unary(ArrayFunctions::compact);
            case "array_repeat" -> Shapes.nullAware(ArrayFunctions::repeat);
            case "array_append" ->
                Shapes.nullAware((in, row, out) -> extended(in, row, (ArrayVector) out, false));
            case "array_prepend" ->
                Shapes.nullAware((in, row, out) -> extended(in, row, (ArrayVector) out, true));
            case "slice" -> Shapes.rows(ArrayFunctions::slice);
            case "get_array_struct_fields" -> Shapes.rows(ArrayFunctions::fieldOfEach);
            case "flatten" -> Shapes.unary(ArrayFunctions::flatten);
            default -> null;
        };
    }

    @FunctionalInterface
    interface ForCall {
        Shapes.RowFunction<Vector> of(Expr.Call call);
    }

    /// A function of one row, without nulls, that is made for the call.
    static KernelFactory withCall(ForCall function) {
        return (call, arguments, context) -> Shapes.rows(function.of(call)).create(call, arguments,
                context);
    }

    static RowOrder elementOrder(Expr.Call call) {
        return RowOrder.of(((ArrayType) call.arguments().getFirst().type()).element());
    }

    /// Copies `count` elements to the end of the elements of an array that is being made.
    static void copy(Vector from, int start, int count, ArrayVector into, int at) {
        for (int i = 0; i < count; i++) {
            into.elements().copyRow(from, start + i, at + i);
        }
    }

    private static void make(Vector[] in, int row, Vector out) {
        var array = (ArrayVector) out;
        int at = array.used();
        array.append(row, in.length);
        for (int i = 0; i < in.length; i++) {
            array.elements().copyRow(in[i], row, at + i);
        }
    }

    static long index(Vector vector, int row) {
        return vector instanceof LongVector longs ? longs.get(row) : ((IntVector) vector).get(row);
    }

    private static void item(ArrayVector array, Vector index, int row, Vector out, ErrorMode mode) {
        long i = index(index, row);
        if (i >= 0 && i < array.length(row)) {
            out.copyRow(array.elements(), array.offset(row) + (int) i, row);
        } else if (mode == ErrorMode.ANSI) {
            throw Errors.invalidArrayIndex((int) i, array.length(row));
        } else {
            out.setNull(row);
        }
    }

    /// Positions count from 1, or from the end when negative.
    private static Shapes.RowFunction<Vector> elementAt(Expr.Call call) {
        if (!(call.arguments().getFirst().type() instanceof ArrayType)) {
            return MapFunctions.value(call);
        }
        return (in, row, out) -> {
            var array = (ArrayVector) in[0];
            long index = index(in[1], row);
            int length = array.length(row);
            if (index == 0) {
                throw new UserException("INVALID_INDEX_OF_ZERO", Map.of());
            }
            if (Math.abs(index) <= length) {
                out.copyRow(array.elements(),
                        array.offset(row) + (int) (index > 0 ? index - 1 : length + index), row);
            } else if (call.mode() == ErrorMode.ANSI) {
                throw Errors.invalidArrayIndexInElementAt((int) index, length);
            } else {
                out.setNull(row);
            }
        };
    }

    /// The index of the first element that equals a value, or -1.
    static int indexOf(ArrayVector array, int row, Vector value, int valueRow, RowOrder order) {
        for (int i = 0; i < array.length(row); i++) {
            int element = array.offset(row) + i;
            if (!array.elements().isNull(element)
                    && order.compare(array.elements(), element, value, valueRow) == 0) {
                return i;
            }
        }
        return -1;
    }

    static boolean hasNull(ArrayVector array, int row) {
        for (int i = 0; i < array.length(row); i++) {
            if (array.elements().isNull(array.offset(row) + i)) {
                return true;
            }
        }
        return false;
    }

    private static Shapes.RowFunction<Vector> contains(Expr.Call call) {
        var order = elementOrder(call);
        return (in, row, out) -> {
            var array = (ArrayVector) in[0];
            boolean found = indexOf(array, row, in[1], row, order) >= 0;
            ((BooleanVector) out).set(row, found);
            if (!found && hasNull(array, row)) {
                out.setNull(row);
            }
        };
    }

    private static Shapes.RowFunction<Vector> position(Expr.Call call) {
        var order = elementOrder(call);
        return (in, row, out) -> ((LongVector) out).set(row,
                indexOf((ArrayVector) in[0], row, in[1], row, order) + 1L);
    }

    private static Shapes.RowFunction<Vector> extreme(Expr.Call call, int sign) {
        var order = elementOrder(call);
        return (in, row, out) -> {
            var array = (ArrayVector) in[0];
            var elements = array.elements();
            int best = -1;
            for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
                if (!elements.isNull(i)
                        && (best < 0 || sign * order.compare(elements, i, elements, best) > 0)) {
                    best = i;
                }
            }
            if (best < 0) {
                out.setNull(row);
            } else {
                out.copyRow(elements, best, row);
            }
        };
    }

    /// Nulls are left out unless there is a text to stand for them.
    private static void join(Vector[] in, int row, Vector out) {
        var array = (ArrayVector) in[0];
        var texts = (BytesVector) array.elements();
        var between = (BytesVector) in[1];
        var text = new ByteBuilder();
        boolean first = true;
        for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
            boolean isNull = texts.isNull(i);
            if (isNull && in.length < 3) {
                continue;
            }
            if (!first) {
                text.put(between.buffer(), between.offset(row), between.length(row));
            }
            first = false;
            var part = isNull ? (BytesVector) in[2] : texts;
            int at = isNull ? row : i;
            text.put(part.buffer(), part.offset(at), part.length(at));
        }
        ((BytesVector) out).append(row, text.array(), 0, text.size());
    }

    private static Shapes.RowFunction<Vector> remove(Expr.Call call) {
        var order = elementOrder(call);
        return (in, row, out) -> {
            var array = (ArrayVector) in[0];
            var result = (ArrayVector) out;
            int at = result.used();
            int kept = 0;
            result.elements().grow(at + array.length(row));
            for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
                if (array.elements().isNull(i)
                        || order.compare(array.elements(), i, in[1], row) != 0) {
                    result.elements().copyRow(array.elements(), i, at + kept++);
                }
            }
            result.append(row, kept);
        };
    }

    private static void compact(ArrayVector array, int row, ArrayVector out) {
        int at = out.used();
        int kept = 0;
        out.elements().grow(at + array.length(row));
        for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
            if (!array.elements().isNull(i)) {
                out.elements().copyRow(array.elements(), i, at + kept++);
            }
        }
        out.append(row, kept);
    }

    private static void repeat(Vector[] in, int row, Vector out) {
        if (in[1].isNull(row)) {
            out.setNull(row);
            return;
        }
        var array = (ArrayVector) out;
        int count = Math.max(0, (int) index(in[1], row));
        int at = array.used();
        array.append(row, count);
        for (int i = 0; i < count; i++) {
            array.elements().copyRow(in[0], row, at + i);
        }
    }

    private static void extended(Vector[] in, int row, ArrayVector out, boolean front) {
        if (in[0].isNull(row)) {
            out.setNull(row);
            return;
        }
        var array = (ArrayVector) in[0];
        int length = array.length(row);
        int at = out.used();
        out.append(row, length + 1);
        copy(array.elements(), array.offset(row), length, out, front ? at + 1 : at);
        out.elements().copyRow(in[1], row, front ? at : at + length);
    }

    private static void slice(Vector[] in, int row, Vector out) {
        var array = (ArrayVector) in[0];
        int start = (int) index(in[1], row);
        int count = (int) index(in[2], row);
        int length = array.length(row);
        if (start == 0) {
            throw new UserException("INVALID_PARAMETER_VALUE.START",
                    Map.of("parameter", "`start`", "functionName", "`slice`"));
        }
        if (count < 0) {
            throw new UserException("INVALID_PARAMETER_VALUE.LENGTH",
                    Map.of("parameter", "`length`", "functionName", "`slice`", "length",
                            Integer.toString(count)));
        }
        int from = start > 0 ? start - 1 : length + start;
        int taken = from < 0 || from >= length ? 0 : Math.min(count, length - from);
        var result = (ArrayVector) out;
        int at = result.used();
        result.append(row, taken);
        copy(array.elements(), array.offset(row) + from, taken, result, at);
    }

    /// A field of each struct, null for a struct that is.
    private static void fieldOfEach(Vector[] in, int row, Vector out) {
        var array = (ArrayVector) in[0];
        var structs = (dev.penstock.data.StructVector) array.elements();
        var field = structs.field((int) index(in[1], row));
        var result = (ArrayVector) out;
        int at = result.used();
        result.append(row, array.length(row));
        for (int i = 0; i < array.length(row); i++) {
            int from = array.offset(row) + i;
            if (structs.isNull(from)) {
                result.elements().setNull(at + i);
            } else {
                result.elements().copyRow(field, from, at + i);
            }
        }
    }

    /// Null when one of the inner arrays is.
    private static void flatten(ArrayVector arrays, int row, ArrayVector out) {
        var inner = (ArrayVector) arrays.elements();
        if (hasNull(arrays, row)) {
            out.setNull(row);
            return;
        }
        int at = out.used();
        int total = 0;
        for (int i = arrays.offset(row); i < arrays.offset(row) + arrays.length(row); i++) {
            total += inner.length(i);
        }
        out.append(row, total);
        for (int i = arrays.offset(row); i < arrays.offset(row) + arrays.length(row); i++) {
            copy(inner.elements(), inner.offset(i), inner.length(i), out, at);
            at += inner.length(i);
        }
    }
}

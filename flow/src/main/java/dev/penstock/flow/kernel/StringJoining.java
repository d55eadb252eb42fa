package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Texts made of other texts.
final class StringJoining {
    private StringJoining() {}

    /// `concat` of strings or binaries.
    static KernelFactory concat() {
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            int length = 0;
            for (var value : values) {
                length = Math.addExact(length, ((BytesVector) value).length(row));
            }
            int at = result.reserve(row, length);
            byte[] out = result.buffer();
            for (var value : values) {
                var text = (BytesVector) value;
                System.arraycopy(text.buffer(), text.offset(row), out, at, text.length(row));
                at += text.length(row);
            }
        });
    }

    /// `concat` of arrays.
    static KernelFactory concatArrays() {
        return Shapes.rows((Vector[] values, int row, ArrayVector result) -> {
            int at = result.used();
            int length = 0;
            for (var value : values) {
                length = Math.addExact(length, ((ArrayVector) value).length(row));
            }
            result.append(row, length);
            for (var value : values) {
                var array = (ArrayVector) value;
                for (int i = 0; i < array.length(row); i++) {
                    result.elements().copyRow(array.elements(), array.offset(row) + i, at++);
                }
            }
        });
    }

    /// `reverse` of an array.
    static KernelFactory reverseArray() {
        return Shapes.unary((ArrayVector array, int row, ArrayVector result) -> {
            int at = result.used();
            int length = array.length(row);
            result.append(row, length);
            for (int i = 0; i < length; i++) {
                result.elements().copyRow(array.elements(), array.offset(row) + length - 1 - i,
                        at + i);
            }
        });
    }

    /// `concat_ws(separator, strings or arrays of strings...)`: leaves nulls out; null only when the separator is.
    static final class WithSeparator implements Kernel {
        private final List<Kernel> arguments;
        private final Vector[] values;
        private final BytesVector result = new BytesVector(0);
        private boolean first;

        WithSeparator(List<Kernel> arguments) {
            this.arguments = arguments;
            values = new Vector[arguments.size()];
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).evaluate(input, rows);
            }
            result.reset(input.size());
            for (int i = 0; i < rows.count(); i++) {
                join(rows.at(i));
            }
            return result;
        }

        private void join(int row) {
            if (values[0].isNull(row)) {
                result.setNull(row);
                return;
            }
            first = true;
            result.reserve(row, 0);
            for (int i = 1; i < values.length; i++) {
                if (values[i].isNull(row)) {
                    continue;
                }
                if (values[i] instanceof ArrayVector array) {
                    for (int j = 0; j < array.length(row); j++) {
                        if (!array.elements().isNull(array.offset(row) + j)) {
                            add((BytesVector) array.elements(), array.offset(row) + j, row);
                        }
                    }
                } else {
                    add((BytesVector) values[i], row, row);
                }
            }
        }

        private void add(BytesVector text, int at, int row) {
            var separator = (BytesVector) values[0];
            if (!first) {
                extend(result, row, separator.buffer(), separator.offset(row),
                        separator.length(row));
            }
            first = false;
            extend(result, row, text.buffer(), text.offset(at), text.length(at));
        }
    }

    /// Adds bytes to the row that was written last.
    static void extend(BytesVector result, int row, byte[] source, int offset, int length) {
        int start = result.offset(row);
        int before = result.length(row);
        int at = result.reserve(row, length);
        System.arraycopy(source, offset, result.buffer(), at, length);
        result.view(row, start, before + length);
    }

    /// `lpad` and `rpad(text, length [, pad])`, in code points, of a binary in bytes.
    static KernelFactory pad(boolean left, boolean binary) {
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            var text = (BytesVector) values[0];
            int wanted = Math.max(0, ((IntVector) values[1]).get(row));
            var pad = values.length == 2
                    ? new byte[]{(byte) (binary ? 0 : ' ')}
                    : ((BytesVector) values[2]).bytes(row);
            int offset = text.offset(row);
            int length = text.length(row);
            int has = binary ? length : Utf8.count(text.buffer(), offset, length);
            if (has >= wanted || pad.length == 0) {
                int end = binary
                        ? offset + Math.min(wanted, length)
                        : Utf8.position(text.buffer(), offset, length, wanted);
                result.append(row, text.buffer(), offset, end - offset);
                return;
            }
            int padding = wanted - has;
            int padPoints = binary ? pad.length : Utf8.count(pad, 0, pad.length);
            int rest = binary
                    ? padding % padPoints
                    : Utf8.position(pad, 0, pad.length, padding % padPoints);
            int padBytes = Math.addExact(Math.multiplyExact(padding / padPoints, pad.length), rest);
            int at = result.reserve(row, Math.addExact(padBytes, length));
            byte[] out = result.buffer();
            System.arraycopy(text.buffer(), offset, out, left ? at + padBytes : at, length);
            int padAt = left ? at : at + length;
            for (int i = 0; i < padBytes; i++) {
                out[padAt + i] = pad[i % pad.length];
            }
        });
    }

    static KernelFactory repeat() {
        return Shapes.binary((BytesVector text, IntVector times, int row, BytesVector result) -> {
            int length = text.length(row);
            int count = Math.max(0, times.get(row));
            int at = result.reserve(row, Math.multiplyExact(length, count));
            for (int i = 0; i < count; i++) {
                System.arraycopy(text.buffer(), text.offset(row), result.buffer(), at + i * length,
                        length);
            }
        });
    }

    /// `reverse` of a string, by code points.
    static KernelFactory reverse() {
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> {
            int length = text.length(row);
            int offset = text.offset(row);
            int at = result.reserve(row, length);
            byte[] out = result.buffer();
            for (int i = 0; i < length;) {
                int width = Math.min(Utf8.width(text.buffer()[offset + i]), length - i);
                System.arraycopy(text.buffer(), offset + i, out, at + length - i - width, width);
                i += width;
            }
        });
    }

    /// `replace(text, search [, replacement])`; nothing is searched for an empty text.
    static KernelFactory replace() {
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            var text = (BytesVector) values[0];
            var search = (BytesVector) values[1];
            int width = search.length(row);
            int from = text.offset(row);
            int end = from + text.length(row);
            result.reserve(row, 0);
            while (width > 0) {
                int found = Utf8.find(text.buffer(), from, end, search.buffer(), search.offset(row),
                        width);
                if (found < 0) {
                    break;
                }
                extend(result, row, text.buffer(), from, found - from);
                if (values.length == 3) {
                    var replacement = (BytesVector) values[2];
                    extend(result, row, replacement.buffer(), replacement.offset(row),
                            replacement.length(row));
                }
                from = found + width;
            }
            extend(result, row, text.buffer(), from, end - from);
        });
    }

    /// `translate(text, from, to)`: each character of `from` becomes the one at its place in `to`, or is left out.
    static KernelFactory translate() {
        return Shapes.ternary((BytesVector text, BytesVector from, BytesVector to, int row,
                BytesVector result) -> {
            int[] source = from.string(row).codePoints().toArray();
            int[] target = to.string(row).codePoints().toArray();
            var mapped = new HashMap<Integer, Integer>();
            for (int i = 0; i < source.length; i++) {
                mapped.putIfAbsent(source[i], i < target.length ? target[i] : -1);
            }
            var translated = new StringBuilder();
            text.string(row).codePoints().map(point -> mapped.getOrDefault(point, point))
                    .filter(point -> point >= 0)
                    .forEach(translated::appendCodePoint);
            result.append(row, translated.toString());
        });
    }

    /// `overlay(text, replacement, position [, length])`.
    static KernelFactory overlay(boolean binary) {
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            var text = (BytesVector) values[0];
            var replacement = (BytesVector) values[1];
            int position = ((IntVector) values[2]).get(row);
            int length = values.length == 4 ? ((IntVector) values[3]).get(row) : -1;
            int offset = text.offset(row);
            int size = text.length(row);
            int replaced = length >= 0
                    ? length
                    : binary
                            ? replacement.length(row)
                            : Utf8.count(replacement.buffer(), replacement.offset(row),
                                    replacement.length(row));
            int head = place(text, row, position - 1L, binary);
            int tail = place(text, row, (long) position + replaced - 1, binary);
            result.append(row, text.buffer(), offset, head);
            extend(result, row, replacement.buffer(), replacement.offset(row),
                    replacement.length(row));
            extend(result, row, text.buffer(), offset + tail, size - tail);
        });
    }

    /// The number of bytes before code point `index`, or before byte `index` of a binary, within the text; a negative index counts from the end.
    private static int place(BytesVector text, int row, long index, boolean binary) {
        int offset = text.offset(row);
        int size = text.length(row);
        int at = Math.clamp(index, 0, Integer.MAX_VALUE);
        return binary
                ? Math.min(at, size)
                : Utf8.position(text.buffer(), offset, size, at) - offset;
    }

    /// `elt(number, values...)`: the argument of this number; null when it is null or, without ANSI mode, there is none.
    static final class Element implements Kernel {
        private final List<Kernel> arguments;
        private final boolean ansi;
        private final BytesVector result = new BytesVector(0);

        Element(Expr.Call call, List<Kernel> arguments) {
            this.arguments = arguments;
            ansi = call.mode() == Expr.ErrorMode.ANSI;
            assert call.arguments().getFirst().type().equals(DataType.INT);
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            var values = arguments.stream().map(argument -> argument.evaluate(input, rows))
                    .toArray(Vector[]::new);
            result.reset(input.size());
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (values[0].isNull(row)) {
                    result.setNull(row);
                    continue;
                }
                int number = ((IntVector) values[0]).get(row);
                if (number >= 1 && number < values.length) {
                    result.copyRow(values[number], row, row);
                } else if (ansi) {
                    throw new UserException("INVALID_ARRAY_INDEX",
                            Map.of("indexValue", Integer.toString(number), "arraySize",
                                    Integer.toString(values.length - 1), "ansiConfig",
                                    "\"spark.sql.ansi.enabled\""));
                } else {
                    result.setNull(row);
                }
            }
            return result;
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// StringParts of a text. They are views on the buffer of the argument: no byte is moved.
final class StringParts {
    private static final byte[] BLANK = {' '};

    private StringParts() {}

    /// `substring(text, position [, length])`: positions count from 1, negative ones from the end.
    static KernelFactory substring(boolean binary) {
        return views((values, row, result) -> {
            int position = ((IntVector) values[1]).get(row);
            int length = values.length == 2 ? Integer.MAX_VALUE : ((IntVector) values[2]).get(row);
            substring((BytesVector) values[0], row, position, length, binary, result);
        });
    }

    static KernelFactory left(boolean binary) {
        return views((values, row, result) -> substring((BytesVector) values[0], row, 1,
                ((IntVector) values[1]).get(row), binary,
                result));
    }

    static KernelFactory right(boolean binary) {
        return views((values, row, result) -> {
            int length = ((IntVector) values[1]).get(row);
            substring((BytesVector) values[0], row, -length, length <= 0 ? 0 : Integer.MAX_VALUE,
                    binary, result);
        });
    }

    /// A function that sets each row to a part of the buffer of its first argument.
    private static KernelFactory views(Shapes.RowFunction<BytesVector> function) {
        return Shapes.<BytesVector>loop((values, result, rows) -> {
            if (!rows.isAll()) {
                // Rows that are not set would show parts of a buffer that is no longer there.
                Arrays.fill(result.offsets(), 0);
                Arrays.fill(result.lengths(), 0);
            }
            result.viewOf((BytesVector) values[0]);
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                function.apply(values, rows.at(i), result);
            }
        });
    }

    private static void substring(BytesVector text, int row, int position, int length,
            boolean binary, BytesVector result) {
        byte[] buffer = text.buffer();
        int offset = text.offset(row);
        int bytes = text.length(row);
        long start = position > 0 ? position - 1L : position;
        boolean ascii = binary || (position < 0 && Utf8.isAscii(buffer, offset, bytes));
        if (position < 0) {
            start += ascii ? bytes : Utf8.count(buffer, offset, bytes);
        }
        long end = Math.min(start + length, Integer.MAX_VALUE);
        start = Math.max(start, 0);
        if (end <= start) {
            result.view(row, offset, 0);
            return;
        }
        int from = ascii
                ? (int) Math.min(start, bytes)
                : Utf8.position(buffer, offset, bytes, (int) start) - offset;
        int rest = bytes - from;
        int taken = ascii
                ? (int) Math.min(end - start, rest)
                : Utf8.position(buffer, offset + from, rest, (int) (end - start)) - offset - from;
        result.view(row, offset + from, taken);
    }

    /// `trim`, `ltrim`, `rtrim`: without the characters of the second argument, or blanks, at the sides asked for.
    static KernelFactory trim(boolean left, boolean right) {
        return views((values, row, result) -> {
            var text = (BytesVector) values[0];
            byte[] set = BLANK;
            int setOffset = 0;
            int setLength = 1;
            if (values.length == 2) {
                var characters = (BytesVector) values[1];
                set = characters.buffer();
                setOffset = characters.offset(row);
                setLength = characters.length(row);
            }
            byte[] buffer = text.buffer();
            int from = text.offset(row);
            int to = from + text.length(row);
            while (left && from < to && Utf8.find(set, setOffset, setOffset + setLength, buffer,
                    from, step(buffer, from, to)) >= 0) {
                from += step(buffer, from, to);
            }
            while (right && to > from) {
                int last = Utf8.previous(buffer, from, to);
                if (Utf8.find(set, setOffset, setOffset + setLength, buffer, last, to - last) < 0) {
                    break;
                }
                to = last;
            }
            result.view(row, from, to - from);
        });
    }

    private static int step(byte[] buffer, int at, int end) {
        return Math.min(Utf8.width(buffer[at]), end - at);
    }

    /// `split_part(text, delimiter, number)`: counted from 1, or from the end; empty when there are not so many.
    static KernelFactory splitPart() {
        return views((values, row, result) -> {
            int number = ((IntVector) values[2]).get(row);
            if (number == 0) {
                throw new UserException("INVALID_INDEX_OF_ZERO", Map.of());
            }
            var text = (BytesVector) values[0];
            var delimiter = (BytesVector) values[1];
            if (number > 0) {
                partFromStart(text, delimiter, row, number, result);
            } else {
                partFromEnd(text, delimiter, row, number, result);
            }
        });
    }

    private static void partFromStart(BytesVector text, BytesVector delimiter, int row, int number,
            BytesVector result) {
        int from = text.offset(row);
        int end = from + text.length(row);
        int width = delimiter.length(row);
        for (int i = 1;; i++) {
            int next = width == 0
                    ? -1
                    : Utf8.find(text.buffer(), from, end, delimiter.buffer(), delimiter.offset(row),
                            width);
            if (i == number) {
                result.view(row, from, (next < 0 ? end : next) - from);
                return;
            }
            if (next < 0) {
                result.view(row, from, 0);
                return;
            }
            from = next + width;
        }
    }

    private static void partFromEnd(BytesVector text, BytesVector delimiter, int row, int number,
            BytesVector result) {
        int parts = 1;
        int from = text.offset(row);
        int end = from + text.length(row);
        int width = delimiter.length(row);
        while (width > 0) {
            int next = Utf8.find(text.buffer(), from, end, delimiter.buffer(),
                    delimiter.offset(row), width);
            if (next < 0) {
                break;
            }
            parts++;
            from = next + width;
        }
        if (-(long) number > parts) {
            result.view(row, text.offset(row), 0);
        } else {
            partFromStart(text, delimiter, row, parts + 1 + number, result);
        }
    }

    /// `substring_index(text, delimiter, count)`: what is before the `count`-th delimiter, or after it from the end.
    static KernelFactory substringIndex() {
        return views((values, row, result) -> {
            var text = (BytesVector) values[0];
            var delimiter = (BytesVector) values[1];
            int count = ((IntVector) values[2]).get(row);
            int start = text.offset(row);
            if (delimiter.length(row) == 0 || count == 0) {
                result.view(row, start, 0);
            } else if (count > 0) {
                result.view(row, start, before(text, delimiter, row, count) - start);
            } else {
                int from = after(text, delimiter, row, -(long) count);
                result.view(row, from, start + text.length(row) - from);
            }
        });
    }

    private static int before(BytesVector text, BytesVector delimiter, int row, int count) {
        int end = text.offset(row) + text.length(row);
        int found = text.offset(row) - 1;
        for (int i = 0; i < count; i++) {
            found = Utf8.find(text.buffer(), found + 1, end, delimiter.buffer(),
                    delimiter.offset(row), delimiter.length(row));
            if (found < 0) {
                return end;
            }
        }
        return found;
    }

    private static int after(BytesVector text, BytesVector delimiter, int row, long count) {
        int start = text.offset(row);
        int width = delimiter.length(row);
        int end = start + text.length(row);
        int found = -1;
        for (long i = 0; i < count; i++) {
            found = Utf8.findLast(text.buffer(), start, end, delimiter.buffer(),
                    delimiter.offset(row), width);
            if (found < 0) {
                return start;
            }
            end = found + width - 1;
        }
        return found + width;
    }

    /// Makes a row of the parts of a text between a delimiter that is taken literally and is not empty; `limit` as in [String#split(String, int)],
    /// with none for 0 and less.
    static void split(BytesVector text, int row, byte[] delimiter, int limit, ArrayVector result) {
        var elements = (BytesVector) result.elements();
        byte[] buffer = text.buffer();
        int from = text.offset(row);
        int end = from + text.length(row);
        int first = result.used();
        int parts = 0;
        while (true) {
            int next = limit > 0 && parts == limit - 1
                    ? -1
                    : Utf8.find(buffer, from, end, delimiter);
            elements.grow(first + parts + 1);
            elements.append(first + parts, buffer, from, (next < 0 ? end : next) - from);
            parts++;
            if (next < 0) {
                break;
            }
            from = next + delimiter.length;
        }
        result.append(row, parts);
    }
}

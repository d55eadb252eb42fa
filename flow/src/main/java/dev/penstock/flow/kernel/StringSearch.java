package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.Vector;
import java.util.List;

/// Where a text stands in another one, and how far two texts are from each other.
final class StringSearch {
    private StringSearch() {}

    static KernelFactory startsWith() {
        return Shapes.binary((BytesVector text, BytesVector part, int row,
                BooleanVector result) -> result.set(row,
                        Utf8.starts(text.buffer(), text.offset(row), text.length(row),
                                part.buffer(), part.offset(row), part.length(row))));
    }

    static KernelFactory endsWith() {
        return Shapes.binary((BytesVector text, BytesVector part, int row,
                BooleanVector result) -> result.set(row,
                        Utf8.ends(text.buffer(), text.offset(row), text.length(row), part.buffer(),
                                part.offset(row), part.length(row))));
    }

    static KernelFactory contains() {
        return Shapes.binary((BytesVector text, BytesVector part, int row,
                BooleanVector result) -> result.set(row, find(text, part, row) >= 0));
    }

    private static int find(BytesVector text, BytesVector part, int row) {
        int offset = text.offset(row);
        return Utf8.find(text.buffer(), offset, offset + text.length(row), part.buffer(),
                part.offset(row), part.length(row));
    }

    /// `instr(text, part)`: the position in code points from 1 on, 0 when it is not there.
    static KernelFactory instr() {
        return Shapes.binary((BytesVector text, BytesVector part, int row, IntVector result) -> {
            int found = find(text, part, row);
            int offset = text.offset(row);
            result.set(row, found < 0 ? 0 : Utf8.count(text.buffer(), offset, found - offset) + 1);
        });
    }

    /// `locate(part, text [, start])`: as `instr`, from position `start` on.
    static KernelFactory locate() {
        return Shapes.rows((Vector[] values, int row, IntVector result) -> {
            var text = (BytesVector) values[1];
            var part = (BytesVector) values[0];
            int start = values.length == 2 ? 1 : ((IntVector) values[2]).get(row);
            result.set(row, start < 1 ? 0 : locate(text, part, row, start));
        });
    }

    private static int locate(BytesVector text, BytesVector part, int row, int start) {
        if (part.length(row) == 0) {
            return 1;
        }
        int offset = text.offset(row);
        int end = offset + text.length(row);
        int from = Utf8.position(text.buffer(), offset, text.length(row), start - 1);
        int found = Utf8.find(text.buffer(), from, end, part.buffer(), part.offset(row),
                part.length(row));
        return found < 0 ? 0 : Utf8.count(text.buffer(), offset, found - offset) + 1;
    }

    /// `find_in_set(text, list)`: the number of the element of a list with commas, 0 when there is none or the text has a comma.
    static KernelFactory findInSet() {
        return Shapes.binary((BytesVector text, BytesVector list, int row, IntVector result) -> {
            result.set(row, 0);
            byte[] buffer = list.buffer();
            int from = list.offset(row);
            int end = from + list.length(row);
            for (int number = 1, at = from; at <= end; at++) {
                if (at == end || buffer[at] == ',') {
                    if (at - from == text.length(row)
                            && Utf8.starts(buffer, from, at - from, text.buffer(), text.offset(row),
                                    text.length(row))) {
                        boolean comma = Utf8.find(text.bytes(row), 0, text.length(row),
                                new byte[]{','}) >= 0;
                        result.set(row, comma ? 0 : number);
                        return;
                    }
                    from = at + 1;
                    number++;
                }
            }
        });
    }

    /// `levenshtein(a, b [, threshold])`: the number of code points to insert, remove or replace; -1 beyond the threshold.
    static KernelFactory levenshtein() {
        return Shapes.rows((Vector[] values, int row, IntVector result) -> {
            int distance = distance(points(values[0], row), points(values[1], row));
            result.set(row,
                    values.length == 3 && distance > ((IntVector) values[2]).get(row)
                            ? -1
                            : distance);
        });
    }

    private static int[] points(Vector text, int row) {
        return ((BytesVector) text).string(row).codePoints().toArray();
    }

    private static int distance(int[] a, int[] b) {
        int[] line = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            line[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = line[0];
            line[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = line[j];
                line[j] = Math.min(replaced, Math.min(line[j], line[j - 1]) + 1);
            }
        }
        return line[b.length];
    }

    private static final String SOUNDEX_CODES = "01230127022455012623017202";

    /// `soundex`: a letter and three digits for how an English word sounds; a text that does not begin with a letter stays as it is.
    static KernelFactory soundex() {
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> {
            int offset = text.offset(row);
            int length = text.length(row);
            byte[] buffer = text.buffer();
            int letter = length == 0 ? 0 : buffer[offset] & ~0x20;
            if (letter < 'A' || letter > 'Z') {
                result.append(row, buffer, offset, length);
                return;
            }
            byte[] code = {(byte) letter, '0', '0', '0'};
            char last = SOUNDEX_CODES.charAt(letter - 'A');
            int used = 1;
            for (int i = offset + 1; i < offset + length && used < 4; i++) {
                int next = buffer[i] & ~0x20;
                if (next < 'A' || next > 'Z') {
                    last = '0';
                    continue;
                }
                char digit = SOUNDEX_CODES.charAt(next - 'A');
                if (digit == '7') {
                    // H and W do not part two letters that sound the same.
                    continue;
                }
                if (digit != '0' && digit != last) {
                    code[used++] = (byte) digit;
                }
                last = digit;
            }
            result.append(row, code);
        });
    }
}

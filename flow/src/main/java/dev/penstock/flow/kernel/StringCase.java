package dev.penstock.flow.kernel;

import dev.penstock.data.BytesVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// How long a text is, its letters in another case, and single characters.
final class StringCase {
    /// What stands for capital letters, small letters, digits and the rest, which is left as it is.
    private static final List<String> MASKS = List.of("X", "x", "n", "");

    private StringCase() {}

    /// `length` of a string, in code points.
    static KernelFactory characters() {
        return Shapes.loop(StringCase::countCharacters);
    }

    private static void countCharacters(Vector[] arguments, IntVector result, Selection rows) {
        var texts = (BytesVector) arguments[0];
        byte[] buffer = texts.buffer();
        int[] offsets = texts.offsets();
        int[] lengths = texts.lengths();
        int[] out = result.values();
        int[] positions = rows.positions();
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            out[row] = Utf8.count(buffer, offsets[row], lengths[row]);
        }
    }

    /// `octet_length`, `bit_length` and `length` of a binary: the number of bytes times `factor`.
    static KernelFactory bytes(int factor) {
        return Shapes.dense((BytesVector texts, IntVector result, int size) -> {
            int[] lengths = texts.lengths();
            int[] out = result.values();
            for (int row = 0; row < size; row++) {
                out[row] = lengths[row] * factor;
            }
        });
    }

    static KernelFactory upper() {
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> changeCase(text, row,
                result, 'a', s -> s.toUpperCase(Locale.ROOT)));
    }

    static KernelFactory lower() {
        return Shapes
                .unary((BytesVector text, int row, BytesVector result) -> lower(text, row, result));
    }

    /// Writes the text of a row in lower case.
    static void lower(BytesVector text, int row, BytesVector result) {
        changeCase(text, row, result, 'A', s -> s.toLowerCase(Locale.ROOT));
    }

    /// Flips bit 5 of the 26 letters from `first` on when all is ASCII, else leaves it to the JDK.
    private static void changeCase(BytesVector text, int row, BytesVector result, int first,
            UnaryOperator<String> beyondAscii) {
        byte[] buffer = text.buffer();
        int offset = text.offset(row);
        int length = text.length(row);
        if (!Utf8.isAscii(buffer, offset, length)) {
            result.append(row, beyondAscii.apply(text.string(row)));
            return;
        }
        int at = result.reserve(row, length);
        byte[] out = result.buffer();
        for (int i = 0; i < length; i++) {
            int letter = buffer[offset + i];
            int index = letter - first;
            out[at + i] = (byte) (index >= 0 && index < 26 ? letter ^ 0x20 : letter);
        }
    }

    /// `initcap`: the first letter of each word in upper, the others in lower case; blanks end a word.
    static KernelFactory initcap() {
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> {
            var lower = text.string(row).toLowerCase(Locale.ROOT);
            var capital = new StringBuilder(lower.length());
            boolean start = true;
            for (int i = 0; i < lower.length();) {
                int point = lower.codePointAt(i);
                capital.appendCodePoint(start ? Character.toTitleCase(point) : point);
                start = point == ' ';
                i += Character.charCount(point);
            }
            result.append(row, capital.toString());
        });
    }

    /// `ascii`: the first code point, 0 for an empty string.
    /// Capital letters, small letters, digits and the rest replaced by the further arguments; a null leaves them as they are.
    static KernelFactory mask() {
        return Shapes.nullAware((in, row, out) -> {
            if (in[0].isNull(row)) {
                out.setNull(row);
                return;
            }
            var masked = new StringBuilder();
            ((BytesVector) in[0]).string(row).codePoints().forEach(c -> {
                int kind = Character.isUpperCase(c)
                        ? 0
                        : Character.isLowerCase(c) ? 1 : Character.isDigit(c) ? 2 : 3;
                var text = in.length > kind + 1
                        ? in[kind + 1].isNull(row) ? "" : ((BytesVector) in[kind + 1]).string(row)
                        : MASKS.get(kind);
                masked.append(text.isEmpty() ? Character.toString(c) : text);
            });
            ((BytesVector) out).append(row, masked.toString());
        });
    }

    static KernelFactory ascii() {
        return Shapes.unary((BytesVector text, int row, IntVector result) -> {
            int at = text.offset(row);
            int length = text.length(row);
            result.set(row, length == 0 ? 0 : Utf8.codePoint(text.buffer(), at, at + length));
        });
    }

    /// `chr`: the character of the lowest 8 bits; empty for a negative number.
    static KernelFactory chr() {
        return Shapes.unary((LongVector number, int row, BytesVector result) -> {
            long value = number.get(row);
            result.append(row, value < 0 ? "" : String.valueOf((char) (value & 0xFF)));
        });
    }

    static KernelFactory space() {
        return Shapes.unary((IntVector number, int row, BytesVector result) -> {
            byte[] blanks = " ".repeat(Math.max(0, number.get(row)))
                    .getBytes(StandardCharsets.US_ASCII);
            result.append(row, blanks);
        });
    }
}

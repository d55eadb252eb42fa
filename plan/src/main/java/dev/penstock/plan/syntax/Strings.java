package dev.penstock.plan.syntax;

/// What a string in quotes stands for.
final class Strings {
    private Strings() {}

    /// The value of a literal with its quotes: `'a\n'`, `"a"`, `r'a\n'`. A quote within is doubled or behind a backslash.
    static String value(String literal) {
        if (literal.charAt(0) == 'r' || literal.charAt(0) == 'R') {
            return literal.substring(2, literal.length() - 1);
        }
        var quote = literal.charAt(0);
        var text = literal.substring(1, literal.length() - 1);
        if (text.indexOf('\\') < 0) {
            return text.replace("" + quote + quote, "" + quote);
        }
        var out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                at = escape(text, at, out);
            } else {
                out.append(c);
                at += c == quote && text.startsWith("" + quote, at + 1) ? 2 : 1;
            }
        }
        return out.toString();
    }

    /// Reads the escape at `at`, and gives the place after it.
    private static int escape(String text, int at, StringBuilder out) {
        char c = text.charAt(at + 1);
        if (c == 'u' && hex(text, at + 2, 4)) {
            out.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
            return at + 6;
        }
        if (c == 'U' && hex(text, at + 2, 8)) {
            long point = Long.parseLong(text.substring(at + 2, at + 10), 16);
            out.appendCodePoint(point > Character.MAX_CODE_POINT ? '\uFFFD' : (int) point);
            return at + 10;
        }
        if (c >= '0' && c <= '1' && octal(text, at + 2) && octal(text, at + 3)) {
            out.append((char) Integer.parseInt(text.substring(at + 1, at + 4), 8));
            return at + 4;
        }
        switch (c) {
            case '0' -> out.append('\0');
            case 'b' -> out.append('\b');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'Z' -> out.append('\u001A');
            // The pattern of LIKE wants to see these with their backslash.
            case '%' -> out.append("\\%");
            case '_' -> out.append("\\_");
            default -> out.append(c);
        }
        return at + 2;
    }

    private static boolean hex(String text, int from, int length) {
        return from + length <= text.length()
                && text.substring(from, from + length).chars()
                        .allMatch(java.util.HexFormat::isHexDigit);
    }

    private static boolean octal(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7';
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// `LIKE` and regular expressions. A pattern is compiled when it differs from that of the row before: once for a literal.
final class Patterns {
    private Patterns() {}

    private static Compiled<Matcher> regex(String function) {
        return new Compiled<>(pattern -> {
            try {
                return Pattern.compile(pattern).matcher("");
            } catch (PatternSyntaxException e) {
                throw new UserException("INVALID_PARAMETER_VALUE.PATTERN",
                        Map.of("parameter", "`regexp`", "functionName", "`" + function + "`",
                                "value", "'" + pattern + "'"),
                        null, e);
            }
        });
    }

    /// `like(text, pattern [, escape])`; `ilike` in any case of letters.
    static KernelFactory like(boolean anyCase) {
        var escape = new int[]{'\\'};
        var compiled = new Compiled<>(pattern -> LikePattern
                .compile(anyCase ? pattern.toLowerCase(Locale.ROOT) : pattern, escape[0]));
        var lower = new BytesVector(1);
        return Shapes.rows((Vector[] values, int row, BooleanVector result) -> {
            var text = (BytesVector) values[0];
            if (values.length == 3) {
                var character = (BytesVector) values[2];
                int at = character.offset(row);
                escape[0] = character.length(row) == 0
                        ? -1
                        : Utf8.codePoint(character.buffer(), at, at + character.length(row));
            }
            var pattern = compiled.of(values[1], row);
            if (anyCase) {
                lower.reset(row + 1);
                StringCase.lower(text, row, lower);
                text = lower;
            }
            result.set(row, pattern.matches(text.buffer(), text.offset(row), text.length(row)));
        });
    }

    static KernelFactory rlike() {
        var regex = regex("rlike");
        return Shapes.binary((BytesVector text, BytesVector pattern, int row,
                BooleanVector result) -> result.set(row,
                        regex.of(pattern, row).reset(text.string(row)).find()));
    }

    /// `regexp_extract(text, regexp [, group])`: the group, 1 when not given, of the first match, empty without one.
    static KernelFactory extract() {
        var regex = regex("regexp_extract");
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            var matcher = regex.of(values[1], row).reset(((BytesVector) values[0]).string(row));
            var found = matcher.find()
                    ? matcher.group(group("regexp_extract", matcher, values, row))
                    : null;
            result.append(row, found == null ? "" : found);
        });
    }

    private static int group(String function, Matcher matcher, Vector[] values, int row) {
        int group = values.length == 2 ? 1 : ((IntVector) values[2]).get(row);
        if (group < 0 || group > matcher.groupCount()) {
            throw new UserException("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX",
                    Map.of("parameter", "`idx`", "functionName",
                            "`" + function + "`", "groupCount",
                            Integer.toString(matcher.groupCount()), "groupIndex",
                            Integer.toString(group)));
        }
        return group;
    }

    /// `regexp_extract_all(text, regexp [, group])`.
    static KernelFactory extractAll() {
        var regex = regex("regexp_extract_all");
        return Shapes.rows((Vector[] values, int row, ArrayVector result) -> {
            var matcher = regex.of(values[1], row).reset(((BytesVector) values[0]).string(row));
            var elements = (BytesVector) result.elements();
            int first = result.used();
            int count = 0;
            while (matcher.find()) {
                var found = matcher.group(group("regexp_extract_all", matcher, values, row));
                elements.grow(first + count + 1);
                elements.append(first + count++, found == null ? "" : found);
            }
            result.append(row, count);
        });
    }

    static KernelFactory count() {
        var regex = regex("regexp_count");
        return Shapes.binary((BytesVector text, BytesVector pattern, int row, IntVector result) -> {
            var matcher = regex.of(pattern, row).reset(text.string(row));
            int count = 0;
            while (matcher.find()) {
                count++;
            }
            result.set(row, count);
        });
    }

    /// `regexp_substr`: the first match; null without one, or when it is empty.
    static KernelFactory substring() {
        var regex = regex("regexp_substr");
        return Shapes
                .binary((BytesVector text, BytesVector pattern, int row, BytesVector result) -> {
                    var matcher = regex.of(pattern, row).reset(text.string(row));
                    var found = matcher.find() ? matcher.group() : "";
                    result.append(row, found);
                    if (found.isEmpty()) {
                        result.setNull(row);
                    }
                });
    }

    /// `regexp_instr`: where the first match starts, from 1 on; 0 without one.
    static KernelFactory position() {
        var regex = regex("regexp_instr");
        return Shapes.rows((Vector[] values, int row, IntVector result) -> {
            var matcher = regex.of(values[1], row).reset(((BytesVector) values[0]).string(row));
            result.set(row, matcher.find() ? matcher.start() + 1 : 0);
        });
    }

    /// `regexp_replace(text, regexp, replacement [, position])`.
    static KernelFactory replace() {
        var regex = regex("regexp_replace");
        return Shapes.rows((Vector[] values, int row, BytesVector result) -> {
            var text = ((BytesVector) values[0]).string(row);
            var replacement = ((BytesVector) values[2]).string(row);
            int from = values.length == 3 ? 0 : ((IntVector) values[3]).get(row) - 1;
            if (from != 0 && from >= text.length()) {
                result.append(row, text);
                return;
            }
            var matcher = regex.of(values[1], row).reset(text).region(Math.max(0, from),
                    text.length());
            var replaced = new StringBuilder(text.length());
            try {
                while (matcher.find()) {
                    matcher.appendReplacement(replaced, replacement);
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new UserException("INVALID_REGEXP_REPLACE",
                        Map.of("source", text, "pattern", matcher.pattern().pattern(),
                                "replacement", replacement, "position", Integer.toString(from + 1)),
                        null, e);
            }
            result.append(row, matcher.appendTail(replaced).toString());
        });
    }

    private static final String SPECIAL = "\\[](){}.*+?^$|";

    /// The bytes of a pattern that stands for itself, or null when it needs the regular expression or is empty.
    private static byte @Nullable [] literal(String pattern) {
        boolean plain = pattern.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
        return plain && !pattern.isEmpty() ? pattern.getBytes(StandardCharsets.UTF_8) : null;
    }

    /// Cuts at a text that stands for itself, or at matches of a pattern.
    private static final class Splitter {
        private final byte @Nullable [] literal;
        private final Pattern pattern;

        Splitter(byte @Nullable [] literal, Pattern pattern) {
            this.literal = literal;
            this.pattern = pattern;
        }
    }

    /// `split(text, regexp [, limit])`; an empty pattern gives the characters.
    static KernelFactory split() {
        var regex = regex("split");
        var splitters = new Compiled<>(pattern -> {
            var bytes = new BytesVector(1);
            bytes.append(0, pattern);
            return new Splitter(literal(pattern), regex.of(bytes, 0).pattern());
        });
        return Shapes.rows((Vector[] values, int row, ArrayVector result) -> {
            int limit = values.length == 2 ? -1 : ((IntVector) values[2]).get(row);
            var text = (BytesVector) values[0];
            var splitter = splitters.of(values[1], row);
            byte[] literal = splitter.literal;
            if (literal != null) {
                StringParts.split(text, row, literal, limit, result);
                return;
            }
            var string = text.string(row);
            boolean characters = splitter.pattern.pattern().isEmpty() && !string.isEmpty();
            int most = string.codePointCount(0, string.length());
            int parts = characters
                    ? limit > most || limit <= 0 ? most : limit
                    : limit == 0 ? -1 : limit;
            append(splitter.pattern.split(string, parts), row, result);
        });
    }

    private static void append(String[] parts, int row, ArrayVector result) {
        var elements = (BytesVector) result.elements();
        int first = result.used();
        elements.grow(first + parts.length);
        for (int i = 0; i < parts.length; i++) {
            elements.append(first + i, parts[i]);
        }
        result.append(row, parts.length);
    }
}

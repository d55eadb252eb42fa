package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.error.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a schema given as text: `a INT, b ARRAY<STRING>`, `STRUCT<a: INT>`, or a single type. Used once, by one thread.
public final class SchemaText {
    private final String text;
    private int at;

    private SchemaText(String text) {
        this.text = text;
    }

    /// The type that the text means; columns without `STRUCT` are a struct.
    ///
    /// @throws UserException `INVALID_SCHEMA.PARSE_ERROR`
    public static DataType parse(String text) {
        var alone = new SchemaText(text);
        try {
            var type = alone.type();
            alone.blanks();
            if (alone.at == text.length()) {
                return type;
            }
        } catch (UserException _) {
            // It is no type; then it is a list of columns.
        }
        var columns = new SchemaText(text);
        var fields = columns.fields('\0');
        columns.blanks();
        if (columns.at != text.length()) {
            throw columns.wrong("unexpected '" + text.substring(columns.at) + "'");
        }
        return new StructType(fields);
    }

    private List<Field> fields(char close) {
        var fields = new ArrayList<Field>();
        do {
            var name = name();
            take(':');
            var type = type();
            boolean nullable = !takeWords("NOT", "NULL");
            if (takeWord("COMMENT")) {
                blanks();
                quoted(text.charAt(at));
            }
            fields.add(new Field(name, type, nullable));
        } while (take(','));
        if (close != '\0') {
            need(close);
        }
        return fields;
    }

    private DataType type() {
        var word = word().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "BOOLEAN" -> DataType.BOOLEAN;
            case "TINYINT", "BYTE" -> DataType.BYTE;
            case "SMALLINT", "SHORT" -> DataType.SHORT;
            case "INT", "INTEGER" -> DataType.INT;
            case "BIGINT", "LONG" -> DataType.LONG;
            case "FLOAT", "REAL" -> DataType.FLOAT;
            case "DOUBLE" -> DataType.DOUBLE;
            case "STRING" -> DataType.STRING;
            case "BINARY" -> DataType.BINARY;
            case "DATE" -> DataType.DATE;
            case "TIMESTAMP", "TIMESTAMP_LTZ" -> DataType.TIMESTAMP;
            case "TIMESTAMP_NTZ" -> DataType.TIMESTAMP_NTZ;
            case "VOID" -> DataType.NULL;
            case "TIME" -> new TimeType(take('(') ? lastNumber() : 6);
            case "CHAR", "CHARACTER" -> new CharType(parenthesized());
            case "VARCHAR" -> new VarcharType(parenthesized());
            case "DECIMAL", "DEC", "NUMERIC" -> decimal();
            case "INTERVAL" -> interval();
            case "ARRAY" -> array();
            case "MAP" -> map();
            case "STRUCT" -> struct();
            default -> throw wrong("there is no type " + word);
        };
    }

    private DataType decimal() {
        if (!take('(')) {
            return new DecimalType(10, 0);
        }
        int precision = number();
        int scale = take(',') ? number() : 0;
        need(')');
        return new DecimalType(precision, scale);
    }

    private int parenthesized() {
        need('(');
        return lastNumber();
    }

    private int lastNumber() {
        int value = number();
        need(')');
        return value;
    }

    private DataType interval() {
        int before = at;
        blanks();
        if (at == text.length() || !Character.isLetter(text.charAt(at))) {
            at = before;
            return DataType.CALENDAR_INTERVAL;
        }
        var start = IntervalField.valueOf(word().toUpperCase(Locale.ROOT));
        var end = takeWord("TO") ? IntervalField.valueOf(word().toUpperCase(Locale.ROOT)) : start;
        return start.compareTo(IntervalField.MONTH) <= 0
                ? new YearMonthIntervalType(start, end)
                : new DayTimeIntervalType(start, end);
    }

    private DataType array() {
        need('<');
        var element = type();
        need('>');
        return new ArrayType(element, true);
    }

    private DataType map() {
        need('<');
        var key = type();
        need(',');
        var value = type();
        need('>');
        return new MapType(key, value, true);
    }

    private DataType struct() {
        need('<');
        return take('>') ? new StructType(List.of()) : new StructType(fields('>'));
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char wanted) {
        blanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void need(char wanted) {
        if (!take(wanted)) {
            throw wrong("'" + wanted + "' is missing");
        }
    }

    private boolean takeWord(String wanted) {
        blanks();
        int end = at + wanted.length();
        boolean found = text.regionMatches(true, at, wanted, 0, wanted.length())
                && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
        if (found) {
            at = end;
        }
        return found;
    }

    private boolean takeWords(String first, String second) {
        return takeWord(first) && takeWord(second);
    }

    private String name() {
        blanks();
        return at < text.length() && text.charAt(at) == '`' ? quoted('`') : word();
    }

    private String quoted(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw wrong("a quote is not closed");
        }
        var content = text.substring(at + 1, end);
        at = end + 1;
        return content;
    }

    private String word() {
        blanks();
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (start == at) {
            throw wrong("a name is missing");
        }
        return text.substring(start, at);
    }

    private int number() {
        var word = word();
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException _) {
            throw wrong(word + " is no number");
        }
    }

    private UserException wrong(String reason) {
        return new UserException("INVALID_SCHEMA.PARSE_ERROR",
                Map.of("inputSchema", FunctionErrors.quoted(text), "reason",
                        reason + " at position " + (at + 1)));
    }
}

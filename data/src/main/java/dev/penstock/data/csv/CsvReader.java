package dev.penstock.data.csv;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.DateTimePattern;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.data.text.NumberText;
import dev.penstock.data.text.ParseMode;
import dev.penstock.data.text.TextParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads CSV records, each a range of UTF-8 bytes without its line separator, into rows of vectors.
///
/// Columns go by position. A field that does not fit becomes null and makes the record malformed, as do too few or too many fields; what
/// that leads to is the affair of [CsvOptions#mode]. Belongs to one thread; reused, it allocates nothing a record.
public final class CsvReader {
    private final Schema schema;
    private final CsvOptions options;
    private final CsvTokenizer tokens;
    private final TextParser[] parsers;
    private final byte[] nullValue;
    private final byte[] emptyValue;
    private final int corruptColumn;
    private final int maxColumns;

    /// @throws UserException when the schema has a column of a type that CSV cannot hold
    public CsvReader(Schema schema, CsvOptions options) {
        this.schema = schema;
        this.options = options;
        tokens = new CsvTokenizer(options);
        requireFlat(schema);
        parsers = schema.types().stream().map(type -> parser(type, options))
                .toArray(TextParser[]::new);
        nullValue = options.bytes("nullValue", "");
        emptyValue = options.bytes("emptyValue", "");
        maxColumns = options.maxColumns();
        int corrupt = schema.names().indexOf(options.corruptRecordColumn());
        corruptColumn = corrupt >= 0 && schema.type(corrupt).isText() ? corrupt : -1;
    }

    static void requireFlat(Schema schema) {
        for (var field : schema.fields()) {
            switch (field.type()) {
                case ArrayType _,MapType _,StructType _ ->
                    throw new UserException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                            Map.of("format", "CSV", "columnName",
                                    "`" + field.name() + "`", "columnType",
                                    "\"" + field.type().sql() + "\""));
                default -> {
                }
            }
        }
    }

    /// Reads a record into a row of vectors of the schema's types, which have room for it. False when the record was malformed and is left out;
    /// the row's contents are then undefined.
    ///
    /// @throws UserException `MALFORMED_RECORD_IN_PARSING` in mode `FAILFAST`
    public boolean read(byte[] text, int offset, int length, Vector[] to, int row) {
        tokens.split(text, offset, length);
        int expected = corruptColumn < 0 ? to.length : to.length - 1;
        boolean valid = tokens.count() == expected && tokens.count() <= maxColumns;
        int token = 0;
        for (int i = 0; i < to.length; i++) {
            if (i == corruptColumn) {
                to[i].setNull(row);
            } else if (token < tokens.count()) {
                valid &= readField(token++, i, to[i], row);
            } else {
                to[i].setNull(row);
            }
        }
        if (valid) {
            return true;
        }
        return switch (options.mode()) {
            case DROPMALFORMED -> false;
            case FAILFAST -> throw malformed(text, offset, length);
            case PERMISSIVE -> {
                if (corruptColumn >= 0) {
                    to[corruptColumn].setNotNull(row);
                    ((BytesVector) to[corruptColumn]).append(row, text, offset, length);
                }
                yield true;
            }
        };
    }

    private static UserException malformed(byte[] text, int offset, int length) {
        return new UserException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                Map.of("badRecord",
                        new String(text, offset, Math.min(length, 1000), StandardCharsets.UTF_8),
                        "failFastMode", ParseMode.FAILFAST.name()));
    }

    private boolean readField(int token, int column, Vector to, int row) {
        var text = tokens.text();
        int start = tokens.offset(token);
        int length = tokens.length(token);
        if (length == 0) {
            if (!tokens.isQuoted(token)) {
                to.setNull(row);
                return true;
            }
            text = emptyValue;
            start = 0;
            length = emptyValue.length;
        }
        if (Arrays.equals(text, start, start + length, nullValue, 0, nullValue.length)) {
            to.setNull(row);
            return true;
        }
        if (to.hasNulls()) {
            to.setNotNull(row);
        }
        if (parsers[column].parse(text, start, length, to, row)) {
            return true;
        }
        to.setNull(row);
        return false;
    }

    private static TextParser parser(DataType type, CsvOptions options) {
        return switch (type) {
            case BooleanType _ -> CsvReader::parseBoolean;
            case ByteType _,ShortType _,IntType _,LongType _ ->
                untrimmed(TextParser.of(type, options.zone()));
            case FloatType _,DoubleType _ -> floating(TextParser.of(type, options.zone()), options);
            case DecimalType decimal -> decimal(decimal);
            case DateType _ -> {
                var pattern = options.dateFormat();
                yield pattern == null
                        ? TextParser.of(type, options.zone())
                        : (text, offset, length, to, row) -> {
                            long value = pattern.parseDate(text, offset, length);
                            ((IntVector) to).set(row, (int) value);
                            return value != DateTimeText.INVALID;
                        };
            }
            case TimestampType _ -> {
                var pattern = options.timestampFormat();
                yield pattern == null
                        ? TextParser.of(type, options.zone())
                        : timestamp(pattern, options);
            }
            case TimestampNtzType _ -> {
                var pattern = options.timestampNtzFormat();
                yield pattern == null
                        ? TextParser.of(type, options.zone())
                        : (text, offset, length, to, row) -> {
                            long value = pattern.parseTimestampNtz(text, offset, length);
                            ((LongVector) to).set(row, value);
                            return value != DateTimeText.INVALID;
                        };
            }
            case NullType _ -> (text, offset, length, to, row) -> false;
            default -> TextParser.of(type, options.zone());
        };
    }

    private static TextParser timestamp(DateTimePattern pattern, CsvOptions options) {
        return (text, offset, length, to, row) -> {
            long value = pattern.parseTimestamp(text, offset, length, options.zone());
            ((LongVector) to).set(row, value);
            return value != DateTimeText.INVALID;
        };
    }

    private static boolean parseBoolean(byte[] text, int offset, int length, Vector to, int row) {
        int value = length < 4 || NumberText.isBlank(text[offset])
                ? -1
                : NumberText.parseBoolean(text, offset, length);
        ((BooleanVector) to).set(row, value == 1);
        return value >= 0;
    }

    private static TextParser untrimmed(TextParser parser) {
        return (text, offset, length, to, row) -> !NumberText.isBlank(text[offset])
                && !NumberText.isBlank(text[offset + length - 1])
                && parser.parse(text, offset, length, to, row);
    }

    private static TextParser floating(TextParser parser, CsvOptions options) {
        var nan = options.bytes("nanValue", "NaN");
        var positive = options.bytes("positiveInf", "Inf");
        var negative = options.bytes("negativeInf", "-Inf");
        return (text, offset, length, to, row) -> {
            if (text[offset + length - 1] >= '0' && text[offset + length - 1] <= '9') {
                return parser.parse(text, offset, length, to, row);
            }
            double special = is(nan, text, offset, length)
                    ? Double.NaN
                    : is(positive, text, offset, length)
                            ? Double.POSITIVE_INFINITY
                            : is(negative, text, offset, length) ? Double.NEGATIVE_INFINITY : 0;
            if (special == 0) {
                return parser.parse(text, offset, length, to, row);
            }
            if (to instanceof FloatVector floats) {
                floats.set(row, (float) special);
            } else {
                ((DoubleVector) to).set(row, special);
            }
            return true;
        };
    }

    private static boolean is(byte[] expected, byte[] text, int offset, int length) {
        return Arrays.equals(expected, 0, expected.length, text, offset, offset + length);
    }

    private static TextParser decimal(DecimalType type) {
        return (text, offset, length, to, row) -> {
            var plain = new String(text, offset, length, StandardCharsets.UTF_8).replace(",", "")
                    .getBytes(StandardCharsets.UTF_8);
            var value = NumberText.parseDecimal(plain, 0, plain.length);
            var unscaled = value == null ? null : NumberText.unscaled(value, type);
            if (unscaled == null) {
                return false;
            }
            if (to instanceof LongVector longs) {
                longs.set(row, unscaled.longValueExact());
            } else {
                ((Decimal128Vector) to).set(row, unscaled);
            }
            return true;
        };
    }

    /// Where the record that starts at `start` ends, before its line separator, when quoted fields may hold line separators; `end` when it does not end before.
    public int recordEnd(byte[] text, int start, int end) {
        return tokens.recordEnd(text, start, end);
    }

    /// True for a line that is no record: blank, or a comment.
    public boolean isIgnored(byte[] text, int offset, int length) {
        int at = NumberText.trimStart(text, offset, offset + length);
        return at == offset + length
                || (options.comment() >= 0 && text[offset] == options.comment());
    }

    /// The fields of a record as strings, for headers and for inference; null for an empty field without quotes.
    public List<@Nullable String> fields(byte[] text, int offset, int length) {
        tokens.split(text, offset, length);
        var fields = new ArrayList<@Nullable String>();
        for (int i = 0; i < tokens.count(); i++) {
            fields.add(tokens.length(i) == 0 && !tokens.isQuoted(i)
                    ? null
                    : new String(tokens.text(), tokens.offset(i), tokens.length(i),
                            StandardCharsets.UTF_8));
        }
        return fields;
    }

    /// Compares a header with the schema, when the option `enforceSchema` is off.
    ///
    /// @throws UserException when they differ
    public void checkHeader(byte[] text, int offset, int length) {
        if (options.enforceSchema()) {
            return;
        }
        var names = new ArrayList<>(schema.names());
        if (corruptColumn >= 0) {
            names.remove(corruptColumn);
        }
        var header = fields(text, offset, length);
        boolean same = header.size() == names.size();
        for (int i = 0; same && i < names.size(); i++) {
            same = names.get(i).equalsIgnoreCase(header.get(i));
        }
        if (!same) {
            throw new UserException("INVALID_OPTION_VALUE", Map.of("format", "csv", "role",
                    "format", "option", "enforceSchema", "value",
                    "false", "reason",
                    "the header " + header + " does not name the columns of the schema, " + names));
        }
    }
}

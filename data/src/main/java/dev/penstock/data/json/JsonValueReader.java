package dev.penstock.data.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.MapVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.data.text.NumberText;
import dev.penstock.data.text.TextParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one JSON value into a row of a vector, by Spark's rules of what fits which type.
@FunctionalInterface
interface JsonValueReader {
    /// Reads the value that begins with `token`, which is the parser's current one, to its end. False when it does not fit; the row then holds what
    /// could be read: for a struct its good fields, for other types null.
    boolean read(JsonParser parser, JsonToken token, Vector to, int row) throws IOException;

    static JsonValueReader of(DataType type, JsonOptions options, JsonFeed feed) {
        return switch (type) {
            case StructType struct -> nullable(struct(struct, -1, options, feed));
            case ArrayType array -> new ArrayReader(nullable(of(array.element(), options, feed)));
            case MapType map -> map(map, options, feed);
            case StringType _,CharType _,VarcharType _ -> string(feed);
            default -> scalar(type, options);
        };
    }

    /// Takes care of `null`, and of values that do not fit at all.
    private static JsonValueReader nullable(JsonValueReader reader) {
        return (parser, token, to, row) -> {
            if (token == JsonToken.VALUE_NULL) {
                to.setNull(row);
                return true;
            }
            if (to.hasNulls()) {
                to.setNotNull(row);
            }
            return reader.read(parser, token, to, row);
        };
    }

    private static boolean misfit(JsonParser parser, Vector to, int row) throws IOException {
        parser.skipChildren();
        to.setNull(row);
        return false;
    }

    static JsonValueReader struct(StructType type, int corruptColumn, JsonOptions options,
            JsonFeed feed) {
        int count = type.fields().size();
        var readers = new JsonValueReader[count];
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            readers[i] = nullable(of(type.fields().get(i).type(), options, feed));
            if (i != corruptColumn) {
                indexes.putIfAbsent(type.fields().get(i).name(), i);
            }
        }
        return new StructReader(readers, indexes, corruptColumn);
    }

    /// Objects into structs.
    ///
    /// The parser gives the same string object for the same name again and again, and records of one kind have the same names in the
    /// same order, so the name at each position is first compared with the one that was there in the record before.
    final class StructReader implements JsonValueReader {
        private static final int REMEMBERED = 64;
        private static final int UNKNOWN = -1;

        private final JsonValueReader[] readers;
        private final Map<String, Integer> indexes;
        private final int corruptColumn;
        private final long[] seen;
        private final @Nullable String[] names = new @Nullable String[REMEMBERED];
        private final int[] nameIndexes = new int[REMEMBERED];
        private long record;

        StructReader(JsonValueReader[] readers, Map<String, Integer> indexes, int corruptColumn) {
            this.readers = readers;
            this.indexes = indexes;
            this.corruptColumn = corruptColumn;
            seen = new long[readers.length];
        }

        @Override
        public boolean read(JsonParser parser, JsonToken token, Vector to, int row)
                throws IOException {
            if (token != JsonToken.START_OBJECT) {
                return misfit(parser, to, row);
            }
            var struct = (StructVector) to;
            boolean valid = true;
            long current = ++record;
            int position = 0;
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                int index = index(name, position++);
                var value = parser.nextToken();
                if (index == UNKNOWN) {
                    parser.skipChildren();
                } else {
                    seen[index] = current;
                    valid &= readers[index].read(parser, value, struct.field(index), row);
                }
            }
            for (int i = 0; i < seen.length; i++) {
                if (seen[i] != current && i != corruptColumn) {
                    struct.field(i).setNull(row);
                }
            }
            return valid;
        }

        @SuppressWarnings("ReferenceEquality") // a guess, confirmed by the map when it fails
        private int index(String name, int position) {
            if (position < REMEMBERED && names[position] == name) {
                return nameIndexes[position];
            }
            int index = indexes.getOrDefault(name, UNKNOWN);
            if (position < REMEMBERED) {
                names[position] = name;
                nameIndexes[position] = index;
            }
            return index;
        }
    }

    /// Arrays.
    final class ArrayReader implements JsonValueReader {
        private final JsonValueReader element;

        ArrayReader(JsonValueReader element) {
            this.element = element;
        }

        @Override
        public boolean read(JsonParser parser, JsonToken token, Vector to, int row)
                throws IOException {
            if (token != JsonToken.START_ARRAY) {
                return misfit(parser, to, row);
            }
            var array = (ArrayVector) to;
            int at = array.used();
            int count = 0;
            boolean valid = true;
            for (var value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser
                    .nextToken()) {
                array.elements().grow(at + count + 1);
                valid &= element.read(parser, value, array.elements(), at + count);
                count++;
            }
            array.append(row, count);
            return valid;
        }

        /// An object where an array of them is wanted counts as an array of one.
        boolean readSingle(JsonParser parser, Vector to, int row) throws IOException {
            var array = (ArrayVector) to;
            int at = array.used();
            array.elements().grow(at + 1);
            boolean valid = element.read(parser, JsonToken.START_OBJECT, array.elements(), at);
            if (valid) {
                array.append(row, 1);
            } else {
                array.setNull(row);
            }
            return valid;
        }
    }

    private static JsonValueReader map(MapType type, JsonOptions options, JsonFeed feed) {
        var value = nullable(of(type.value(), options, feed));
        var key = TextParser.of(type.key(), options.zone());
        return (parser, token, to, row) -> {
            if (token != JsonToken.START_OBJECT) {
                return misfit(parser, to, row);
            }
            var map = (MapVector) to;
            int at = map.used();
            int count = 0;
            boolean valid = true;
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                var utf8 = name.getBytes(StandardCharsets.UTF_8);
                map.keys().grow(at + count + 1);
                map.values().grow(at + count + 1);
                boolean keyed = key.parse(utf8, 0, utf8.length, map.keys(), at + count);
                valid &= value.read(parser, parser.nextToken(), map.values(), at + count) && keyed;
                count += keyed ? 1 : 0;
            }
            map.append(row, count);
            return valid;
        };
    }

    private static JsonValueReader string(JsonFeed feed) {
        return (parser, token, to, row) -> {
            var bytes = (BytesVector) to;
            if (token.isStructStart()) {
                // The value's own text, blanks and all.
                int start = feed.position() - 1;
                parser.skipChildren();
                bytes.append(row, feed.text(), feed.start() + start, feed.position() - start);
            } else {
                appendText(parser, bytes, row);
            }
            return true;
        };
    }

    /// Appends the text of the current token in UTF-8.
    private static void appendText(JsonParser parser, BytesVector to, int row) throws IOException {
        char[] characters = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        int at = to.reserve(row, length);
        var buffer = to.buffer();
        for (int i = 0; i < length; i++) {
            char c = characters[from + i];
            if (c >= 0x80) {
                to.trim(row, 0);
                to.append(row, new String(characters, from, length));
                return;
            }
            buffer[at + i] = (byte) c;
        }
    }

    private static JsonValueReader scalar(DataType type, JsonOptions options) {
        JsonValueReader reader = switch (type) {
            case BooleanType _ -> (parser, token, to, row) -> {
                ((BooleanVector) to).set(row, token == JsonToken.VALUE_TRUE);
                return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            };
            case ByteType _,ShortType _,IntType _,LongType _ -> integer(type);
            case FloatType _,DoubleType _ -> floating(options.allowNonNumericNumbers());
            case DecimalType decimal -> decimal(decimal);
            case DateType _,TimestampType _,TimestampNtzType _ -> dateTime(type, options);
            case BinaryType _ -> JsonValueReader::binary;
            case NullType _ -> (_, _, _, _) -> false;
            default -> text(type, options);
        };
        return (parser, token, to, row) -> {
            boolean valid = !token.isStructStart() && tryRead(reader, parser, token, to, row);
            return valid || misfit(parser, to, row);
        };
    }

    /// A number beyond the range of its Java type is the one misfit that Jackson reports by an exception and can go on from.
    private static boolean tryRead(JsonValueReader reader, JsonParser parser, JsonToken token,
            Vector to, int row) throws IOException {
        try {
            return reader.read(parser, token, to, row);
        } catch (InputCoercionException e) {
            return false;
        }
    }

    private static JsonValueReader integer(DataType type) {
        return (parser, token, to, row) -> {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                return false;
            }
            long value = parser.getLongValue();
            return switch (to) {
                case LongVector v -> {
                    v.set(row, value);
                    yield true;
                }
                case IntVector v -> {
                    v.set(row, (int) value);
                    yield value == (int) value;
                }
                case ShortVector v -> {
                    v.set(row, (short) value);
                    yield value == (short) value;
                }
                case ByteVector v -> {
                    v.set(row, (byte) value);
                    yield value == (byte) value;
                }
                default -> throw new AssertionError(type);
            };
        };
    }

    private static JsonValueReader floating(boolean allowNonNumeric) {
        return (parser, token, to, row) -> {
            double value;
            switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    if (to instanceof FloatVector floats) {
                        floats.set(row, parser.getFloatValue());
                        return true;
                    }
                    value = parser.getDoubleValue();
                }
                case VALUE_STRING -> {
                    value = allowNonNumeric ? special(parser.getText()) : 0;
                    if (value == 0) {
                        return false;
                    }
                }
                default -> {
                    return false;
                }
            }
            if (to instanceof FloatVector floats) {
                floats.set(row, (float) value);
            } else {
                ((DoubleVector) to).set(row, value);
            }
            return true;
        };
    }

    private static double special(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "INF", "+INF", "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
            case "-INF", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> 0;
        };
    }

    private static JsonValueReader decimal(DecimalType type) {
        return (parser, token, to, row) -> {
            var value = switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    parser.isNaN() ? null : parser.getDecimalValue();
                case VALUE_STRING -> decimal(parser.getText());
                default -> null;
            };
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

    private static @Nullable BigDecimal decimal(String text) {
        var utf8 = text.replace(",", "").getBytes(StandardCharsets.UTF_8);
        return NumberText.parseDecimal(utf8, 0, utf8.length);
    }

    private static boolean binary(JsonParser parser, JsonToken token, Vector to, int row)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return false;
        }
        try {
            ((BytesVector) to).append(row,
                    java.util.Base64.getMimeDecoder().decode(parser.getText()));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static JsonValueReader dateTime(DataType type, JsonOptions options) {
        var scratch = new BytesVector(1);
        return (parser, token, to, row) -> {
            if (token == JsonToken.VALUE_NUMBER_INT && type instanceof TimestampType) {
                long seconds = parser.getLongValue();
                ((LongVector) to).set(row, seconds * DateTimeText.MICROS_PER_SECOND);
                return Math.abs(seconds) <= Long.MAX_VALUE / DateTimeText.MICROS_PER_SECOND;
            }
            if (token != JsonToken.VALUE_STRING) {
                return false;
            }
            scratch.reset(1);
            appendText(parser, scratch, 0);
            long value = dateTime(type, options, scratch);
            if (to instanceof IntVector ints) {
                ints.set(row, (int) value);
            } else {
                ((LongVector) to).set(row, value);
            }
            return value != DateTimeText.INVALID;
        };
    }

    private static long dateTime(DataType type, JsonOptions options, BytesVector text) {
        var bytes = text.buffer();
        int offset = text.offset(0);
        int length = text.length(0);
        return switch (type) {
            case DateType _ -> {
                var pattern = options.dateFormat();
                yield pattern == null
                        ? DateTimeText.parseDate(bytes, offset, length)
                        : pattern.parseDate(bytes, offset, length);
            }
            case TimestampType _ -> {
                var pattern = options.timestampFormat();
                yield pattern == null
                        ? DateTimeText.parseTimestamp(bytes, offset, length, options.zone())
                        : pattern.parseTimestamp(bytes, offset, length, options.zone());
            }
            default -> {
                var pattern = options.timestampNtzFormat();
                yield pattern == null
                        ? DateTimeText.parseTimestampNtz(bytes, offset, length)
                        : pattern.parseTimestampNtz(bytes, offset, length);
            }
        };
    }

    /// Types whose values are written as strings in the form of `CAST`: times and intervals.
    private static JsonValueReader text(DataType type, JsonOptions options) {
        var parse = TextParser.of(type, options.zone());
        return (parser, token, to, row) -> {
            var text = token == JsonToken.VALUE_STRING
                    ? parser.getText().getBytes(StandardCharsets.UTF_8)
                    : null;
            return text != null && text.length > 0 && parse.parse(text, 0, text.length, to, row);
        };
    }
}

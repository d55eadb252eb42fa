package dev.penstock.data.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.data.text.NumberText;
import dev.penstock.data.text.ParseMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the type that JSON records have in common, as Spark infers it. Not safe for two threads.
public final class JsonInference {
    private final JsonOptions options;
    private final JsonFeed feed;
    private DataType type = DataType.NULL;
    private boolean malformed;

    public JsonInference(JsonOptions options) {
        this.options = options;
        feed = new JsonFeed(options.factory());
    }

    /// Takes one more record into account. An array counts as the records in it.
    ///
    /// @throws UserException in mode `FAILFAST` when it is malformed
    public void add(byte[] text, int offset, int length) {
        if (NumberText.trimStart(text, offset, offset + length) == offset + length) {
            return;
        }
        var inferred = infer(text, offset, length);
        if (inferred instanceof ArrayType(var element, _)) {
            inferred = element;
        }
        if (inferred instanceof StructType) {
            type = merge(type, inferred);
        } else if (options.mode() == ParseMode.FAILFAST) {
            throw new UserException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", Map.of(
                    "badRecord",
                    new String(text, offset, Math.min(length, 1000), StandardCharsets.UTF_8),
                    "failFastMode", "FAILFAST"));
        } else {
            malformed = true;
        }
    }

    /// The schema of the records added so far: fields in alphabetical order; with the corrupt record column if some were malformed.
    public Schema schema() {
        var found = canonical(type) instanceof StructType struct
                ? struct
                : new StructType(List.of());
        var schema = new Schema(found.fields());
        if (malformed && options.mode() == ParseMode.PERMISSIVE
                && schema.indexOf(options.corruptRecordColumn()) < 0) {
            return Schema.of(Field.of(options.corruptRecordColumn(), DataType.STRING))
                    .concat(schema);
        }
        return schema;
    }

    /// The type of one value, as `schema_of_json` gives it; null when the text is no JSON.
    public @Nullable DataType typeOf(byte[] text, int offset, int length) {
        var inferred = infer(text, offset, length);
        if (inferred == null) {
            return null;
        }
        var canonical = canonical(inferred);
        return canonical == null ? DataType.STRING : canonical;
    }

    private @Nullable DataType infer(byte[] text, int offset, int length) {
        try {
            var token = feed.begin(text, offset, length);
            if (token == null) {
                feed.end();
                return DataType.NULL;
            }
            var inferred = infer(feed.parser(), token);
            feed.end();
            return inferred;
        } catch (JsonProcessingException e) {
            feed.abandon();
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Recurses at most as deep as the parser allows values to be nested.
    private DataType infer(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                var fields = new TreeMap<String, Field>();
                for (var name = parser.nextFieldName(); name != null; name = parser
                        .nextFieldName()) {
                    fields.put(name, Field.of(name, infer(parser, parser.nextToken())));
                }
                yield new StructType(List.copyOf(fields.values()));
            }
            case START_ARRAY -> {
                DataType element = DataType.NULL;
                for (var value = parser.nextToken(); value != JsonToken.END_ARRAY; value = parser
                        .nextToken()) {
                    element = merge(element, infer(parser, value));
                }
                yield new ArrayType(element, true);
            }
            case VALUE_STRING -> text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                options.primitivesAsString() ? DataType.STRING : number(parser);
            case VALUE_TRUE, VALUE_FALSE ->
                options.primitivesAsString() ? DataType.STRING : DataType.BOOLEAN;
            default -> DataType.NULL;
        };
    }

    private DataType text(String text) {
        if (!options.inferTimestamp()) {
            return DataType.STRING;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var pattern = options.timestampFormat();
        long micros = pattern == null
                ? DateTimeText.parseTimestamp(bytes, 0, bytes.length, options.zone())
                : pattern.parseTimestamp(bytes, 0, bytes.length, options.zone());
        return micros == DateTimeText.INVALID ? DataType.STRING : DataType.TIMESTAMP;
    }

    private DataType number(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return DataType.LONG;
        }
        boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
        if (parser.isNaN() || !(whole || options.prefersDecimal())) {
            return DataType.DOUBLE;
        }
        var value = parser.getDecimalValue();
        int precision = Math.max(value.precision(), value.scale());
        return precision > DecimalType.MAX_PRECISION || value.scale() < 0
                ? DataType.DOUBLE
                : decimal(value, precision);
    }

    private static DataType decimal(BigDecimal value, int precision) {
        return new DecimalType(precision, value.scale());
    }

    /// The type that takes values of both; text takes everything.
    private static DataType merge(DataType a, DataType b) {
        if (a.equals(b) || b instanceof NullType) {
            return a;
        }
        if (a instanceof NullType) {
            return b;
        }
        if (a instanceof StructType(var fieldsA) && b instanceof StructType(var fieldsB)) {
            var fields = new TreeMap<String, Field>();
            fieldsA.forEach(field -> fields.put(field.name(), field));
            fieldsB.forEach(field -> fields.merge(field.name(), field,
                    (x, y) -> Field.of(x.name(), merge(x.type(), y.type()))));
            return new StructType(List.copyOf(fields.values()));
        }
        if (a instanceof ArrayType(var elementA, _) && b instanceof ArrayType(var elementB, _)) {
            return new ArrayType(merge(elementA, elementB), true);
        }
        if (a.isNumeric() && b.isNumeric()) {
            return mergeNumbers(a, b);
        }
        return DataType.STRING;
    }

    private static DataType mergeNumbers(DataType a, DataType b) {
        if (a instanceof DoubleType || b instanceof DoubleType) {
            return DataType.DOUBLE;
        }
        var x = a instanceof DecimalType decimal ? decimal : new DecimalType(20, 0);
        var y = b instanceof DecimalType decimal ? decimal : new DecimalType(20, 0);
        int scale = Math.max(x.scale(), y.scale());
        int precision = Math.max(x.precision() - x.scale(), y.precision() - y.scale()) + scale;
        return precision > DecimalType.MAX_PRECISION
                ? DataType.DOUBLE
                : new DecimalType(precision, scale);
    }

    /// Null where all values were null becomes text; objects without fields vanish.
    private @Nullable DataType canonical(DataType inferred) {
        return switch (inferred) {
            case NullType _ -> options.dropFieldIfAllNull() ? null : DataType.STRING;
            case ArrayType(var element, _) -> {
                var canonical = canonical(element);
                yield canonical == null ? null : new ArrayType(canonical, true);
            }
            case StructType(var fields) -> {
                var kept = new java.util.ArrayList<Field>();
                for (var field : fields) {
                    var canonical = field.name().isEmpty() ? null : canonical(field.type());
                    if (canonical != null) {
                        kept.add(Field.of(field.name(), canonical));
                    }
                }
                yield kept.isEmpty() ? null : new StructType(kept);
            }
            default -> inferred;
        };
    }
}

package dev.penstock.connect.server.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Sql;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Types as JSON, the form in which Spark keeps schemas. Static; safe for use by any thread.
final class TypeJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private TypeJson() {}

    /// The type that the text means.
    ///
    /// @throws UserException `INVALID_SCHEMA.PARSE_ERROR` when it means none
    static DataType type(String json) {
        try (var parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw wrong(json, "there is nothing in it");
            }
            return type(value(parser), json);
        } catch (IOException | ClassCastException e) {
            throw wrong(json, String.valueOf(e.getMessage()));
        }
    }

    private static UserException wrong(String json, String reason) {
        return new UserException("INVALID_SCHEMA.PARSE_ERROR",
                Map.of("inputSchema", "\"" + json + "\"", "reason", reason));
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var object = new LinkedHashMap<String, @Nullable Object>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    var name = parser.currentName();
                    if (name.equals("metadata")) {
                        parser.nextToken();
                        object.put(name, raw(parser));
                    } else {
                        parser.nextToken();
                        object.put(name, value(parser));
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                var array = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /// A value as text, as it stands in the schema.
    private static String raw(JsonParser parser) throws IOException {
        var text = new java.io.StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    private static DataType type(@Nullable Object value, String json) {
        return switch (value) {
            case String name -> simple(name);
            case Map<?, ?> object -> complex(object, json);
            case null, default -> throw wrong(json, "no type: " + value);
        };
    }

    private static DataType simple(String name) {
        return switch (name) {
            case "null", "void" -> DataType.NULL;
            case "integer" -> DataType.INT;
            case "long" -> DataType.LONG;
            case "short" -> DataType.SHORT;
            case "byte" -> DataType.BYTE;
            case "interval", "calendarinterval" -> DataType.CALENDAR_INTERVAL;
            default -> Sql.dataType(name);
        };
    }

    private static DataType complex(Map<?, ?> object, String json) {
        return switch (String.valueOf(object.get("type"))) {
            case "struct" -> {
                var fields = new ArrayList<Field>();
                for (var field : (List<?>) Objects.requireNonNullElse(object.get("fields"),
                        List.of())) {
                    fields.add(field((Map<?, ?>) field, json));
                }
                yield new StructType(fields);
            }
            case "array" -> new ArrayType(type(object.get("elementType"), json),
                    !Boolean.FALSE.equals(object.get("containsNull")));
            case "map" -> new MapType(type(object.get("keyType"), json),
                    type(object.get("valueType"), json),
                    !Boolean.FALSE.equals(object.get("valueContainsNull")));
            case "udt" -> type(object.get("sqlType"), json);
            default -> throw wrong(json, "no type: " + object.get("type"));
        };
    }

    private static Field field(Map<?, ?> field, String json) {
        var metadata = field.get("metadata");
        return new Field(String.valueOf(field.get("name")), type(field.get("type"), json),
                !Boolean.FALSE.equals(field.get("nullable")),
                metadata == null ? Field.NO_METADATA : String.valueOf(metadata));
    }
}

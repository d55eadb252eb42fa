package dev.penstock.connect.client.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object, with what is missing in it taken as empty.
record JsonTree(Map<String, @Nullable Object> fields) {
    private static final JsonFactory JSON = new JsonFactory();

    static JsonTree read(String text) {
        try (var parser = JSON.createParser(text)) {
            parser.nextToken();
            return value(parser) instanceof JsonTree tree ? tree : new JsonTree(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var fields = new LinkedHashMap<String, @Nullable Object>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    var name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                yield new JsonTree(fields);
            }
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    String text(String name) {
        var value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    double fraction(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    JsonTree object(String name) {
        return fields.get(name) instanceof JsonTree tree ? tree : new JsonTree(Map.of());
    }

    List<JsonTree> objects(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream().filter(JsonTree.class::isInstance).map(JsonTree.class::cast)
                        .toList()
                : List.of();
    }

    /// As JSON again, for values that are kept as text.
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        fields.forEach((name, value) -> text.append(text.length() == 1 ? "" : ",").append('"')
                .append(name).append("\":").append(literal(value)));
        return text.append('}').toString();
    }

    private static String literal(@Nullable Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }
}

package dev.penstock.flow.kernel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path of `get_json_object`: `$`, then `.name`, `['name']`, `[index]` or `[*]` any number of times.
///
/// The text is read as a stream and only as far as needed; what is found is copied, not built.
final class JsonPath {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// A step: the field of this name, or the element of this index, or each element when the index is -1.
    private record Step(@Nullable String name, int index) {
        boolean isEach() {
            return name == null && index < 0;
        }
    }

    private final List<Step> steps;
    private final boolean several;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
        several = steps.stream().anyMatch(Step::isEach);
    }

    /// The path of a text, or null when it is none.
    static @Nullable JsonPath parse(String path) {
        if (!path.startsWith("$")) {
            return null;
        }
        var steps = new ArrayList<Step>();
        int at = 1;
        while (at < path.length()) {
            int end = path.charAt(at) == '.' ? endOfName(path, at + 1) : path.indexOf(']', at);
            var step = end < 0
                    ? null
                    : path.charAt(at) == '.'
                            ? named(path.substring(at + 1, end))
                            : bracket(path, at, end);
            if (step == null) {
                return null;
            }
            steps.add(step);
            at = path.charAt(at) == '.' ? end : end + 1;
        }
        return new JsonPath(steps);
    }

    private static int endOfName(String path, int from) {
        int end = from;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    private static @Nullable Step named(String name) {
        return name.isEmpty() || name.equals("*") ? null : new Step(name, 0);
    }

    private static @Nullable Step bracket(String path, int at, int end) {
        if (path.charAt(at) != '[') {
            return null;
        }
        var inner = path.substring(at + 1, end);
        if (inner.equals("*")) {
            return new Step(null, -1);
        }
        if (inner.length() >= 2 && inner.startsWith("'") && inner.endsWith("'")) {
            return new Step(inner.substring(1, inner.length() - 1), 0);
        }
        boolean digits = !inner.isEmpty() && inner.length() < 10
                && inner.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? new Step(null, Integer.parseInt(inner)) : null;
    }

    /// What the path finds in a text: a string without quotes, anything else as JSON; null when there is nothing, or null, or no JSON.
    byte @Nullable [] find(byte[] text, int offset, int length) {
        var out = new ByteArrayOutputStream();
        try (var parser = FACTORY.createParser(text, offset, length);
                var generator = FACTORY.createGenerator(out)) {
            parser.nextToken();
            if (!several) {
                return descend(parser, 0) ? single(parser, generator, out) : null;
            }
            generator.writeStartArray();
            int found = collect(parser, 0, generator);
            generator.writeEndArray();
            generator.flush();
            byte[] all = out.toByteArray();
            return found == 0
                    ? null
                    : found > 1 ? all : java.util.Arrays.copyOfRange(all, 1, all.length - 1);
        } catch (IOException e) {
            return null;
        }
    }

    /// Moves the parser to the value of a path without `[*]`.
    private boolean descend(JsonParser parser, int from) throws IOException {
        for (int i = from; i < steps.size(); i++) {
            if (!enter(parser, steps.get(i))) {
                return false;
            }
        }
        return parser.currentToken() != null;
    }

    private static boolean enter(JsonParser parser, Step step) throws IOException {
        if (step.name() != null) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean here = step.name().equals(parser.currentName());
                parser.nextToken();
                if (here) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == step.index()) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static byte @Nullable [] single(JsonParser parser, JsonGenerator generator,
            ByteArrayOutputStream out) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        generator.copyCurrentStructure(parser);
        generator.flush();
        return out.toByteArray();
    }

    /// Writes all that the steps from `from` on find in the current value, which it reads to its end, and says how many.
    private int collect(JsonParser parser, int from, JsonGenerator generator) throws IOException {
        if (from == steps.size()) {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return 0;
            }
            generator.copyCurrentStructure(parser);
            return 1;
        }
        var step = steps.get(from);
        boolean fits = parser.currentToken() == (step.name() != null
                ? JsonToken.START_OBJECT
                : JsonToken.START_ARRAY);
        if (!fits) {
            parser.skipChildren();
            return 0;
        }
        int found = 0;
        int index = 0;
        boolean done = false;
        for (var token = parser.nextToken(); token != JsonToken.END_OBJECT
                && token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            boolean here = step.isEach() || (step.name() != null
                    ? step.name().equals(parser.currentName())
                    : index == step.index());
            if (token == JsonToken.FIELD_NAME) {
                parser.nextToken();
            }
            if (here && !done) {
                found += collect(parser, from + 1, generator);
                done = !step.isEach();
            } else {
                parser.skipChildren();
            }
            index++;
        }
        return found;
    }

    /// The number of elements of an array, or -1 for what is none.
    static int arrayLength(byte[] text, int offset, int length) {
        try (var parser = FACTORY.createParser(text, offset, length)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return -1;
            }
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
                count++;
            }
            return count;
        } catch (IOException e) {
            return -1;
        }
    }

    /// The names of the outermost fields of an object, or null for what is none.
    static @Nullable List<String> objectKeys(byte[] text, int offset, int length) {
        try (var parser = FACTORY.createParser(text, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            var keys = new ArrayList<String>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                keys.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
            return keys;
        } catch (IOException e) {
            return null;
        }
    }
}

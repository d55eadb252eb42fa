package dev.penstock.data.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The catalogue of error conditions: Apache's, as published in `spark-common-utils`, then our own beside this class.
///
/// It is read when the first error is built, so that a start without errors does not pay for it.
public final class Conditions {
    private static final String SPARK = "/error/error-conditions.json";
    private static final String OWN = "/dev/penstock/data/error/conditions.json";
    private static final Pattern PARAMETER = Pattern.compile("<([a-zA-Z0-9_-]+)>");

    private Conditions() {}

    private record Condition(String template, String sqlState, boolean sparks) {}

    private static final class Catalogue {
        static final Map<String, Condition> BY_NAME = new HashMap<>();

        static {
            read(SPARK);
            read(OWN);
        }

        private static void read(String resource) {
            boolean sparks = resource.equals(SPARK);
            try (var stream = Conditions.class.getResourceAsStream(resource)) {
                assert stream != null : resource + " is on the class path";
                try (var parser = new JsonFactory().createParser(stream)) {
                    parser.nextToken();
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        readCondition(parser, parser.currentName(), sparks);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void readCondition(JsonParser parser, String name, boolean sparks)
                throws IOException {
            var template = "";
            var state = "";
            Map<String, String> parts = new HashMap<>();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "message" -> template = text(parser);
                    case "sqlState" -> state = parser.getText();
                    case "subClass" -> {
                        while (parser.nextToken() == JsonToken.FIELD_NAME) {
                            var sub = parser.currentName();
                            parser.nextToken();
                            parts.put(sub, subTemplate(parser));
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            BY_NAME.put(name, new Condition(template, state, sparks));
            for (var part : parts.entrySet()) {
                BY_NAME.put(name + "." + part.getKey(),
                        new Condition(template + " " + part.getValue(), state, sparks));
            }
        }

        private static String subTemplate(JsonParser parser) throws IOException {
            var template = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var key = parser.currentName();
                parser.nextToken();
                if (key.equals("message")) {
                    template = text(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return template;
        }

        private static String text(JsonParser parser) throws IOException {
            var lines = new StringBuilder();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                lines.append(lines.isEmpty() ? "" : "\n").append(parser.getText());
            }
            return lines.toString();
        }
    }

    /// The SQLSTATE of a condition, or empty when the catalogue gives none.
    public static String sqlState(String condition) {
        var known = Catalogue.BY_NAME.get(condition);
        return known == null ? "" : known.sqlState();
    }

    /// True when the condition is in Apache's catalogue, and not one of our own.
    public static boolean isSparks(String condition) {
        var known = Catalogue.BY_NAME.get(condition);
        return known != null && known.sparks();
    }

    /// True when the catalogue has this condition, with its sub-condition after a dot.
    public static boolean exists(String condition) {
        return Catalogue.BY_NAME.containsKey(condition);
    }

    static String message(String condition, Map<String, String> parameters,
            @Nullable Position position) {
        var known = Catalogue.BY_NAME.get(condition);
        if (known == null) {
            throw new AssertionError("unknown error condition " + condition);
        }
        var text = new StringBuilder("[").append(condition).append("] ");
        var matcher = PARAMETER.matcher(known.template());
        while (matcher.find()) {
            var value = parameters.getOrDefault(matcher.group(1), matcher.group());
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(text);
        if (!known.sqlState().isEmpty()) {
            text.append(" SQLSTATE: ").append(known.sqlState());
        }
        if (position != null) {
            text.append(excerpt(position));
        }
        return text.toString();
    }

    private static String excerpt(Position position) {
        var lines = position.text().split("\n", -1);
        var line = lines[Math.min(position.line(), lines.length) - 1];
        int width = Math.max(1,
                Math.min(position.end() - position.start(), line.length() - position.column()));
        return "\n== SQL (line " + position.line() + ", position " + (position.column() + 1)
                + ") ==\n" + line + "\n"
                + " ".repeat(Math.max(0, position.column())) + "^".repeat(width);
    }
}

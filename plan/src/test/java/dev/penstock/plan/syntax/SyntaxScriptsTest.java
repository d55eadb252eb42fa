package dev.penstock.plan.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.error.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Text and the tree that it is read to, or the error with its place, in scripts beside this class.
///
/// A line that begins with `> ` is read (`\n` in it is the end of a line); what follows, indented, is what must come of it. Run with
/// `-Dpenstock.regenerate=true` to write the scripts anew, and read the difference before you commit it.
final class SyntaxScriptsTest {
    private static final Path SOURCES = Path.of("src/test/resources/dev/penstock/plan/syntax");

    private final SqlParser parser = new SqlParser(ZoneId.of("Europe/Berlin"));

    @Test
    void literals() {
        run("literals.txt", parser::parseExpression);
    }

    @Test
    void expressions() {
        run("expressions.txt", parser::parseExpression);
    }

    @Test
    void types() {
        run("types.txt", parser::parseDataType);
    }

    @Test
    void schemas() {
        run("schemas.txt", parser::parseSchema);
    }

    @Test
    void intervals() {
        run("intervals.txt", parser::parseInterval);
    }

    @Test
    void names() {
        run("names.txt", parser::parseTableName);
    }

    @Test
    void queries() {
        run("queries.txt", parser::parseStatement);
    }

    @Test
    void statements() {
        run("statements.txt", parser::parseStatement);
    }

    @Test
    void manyStatements() {
        run("scripts.txt", parser::parseStatements);
    }

    private void run(String script, Function<String, Object> read) {
        var expected = text(script);
        var actual = new StringBuilder();
        for (var line : expected.lines().toList()) {
            if (!line.startsWith("    ")) {
                actual.append(line).append('\n');
            }
            if (line.startsWith("> ")) {
                actual.append("    ").append(outcome(line.substring(2).replace("\\n", "\n"), read))
                        .append('\n');
            }
        }
        if (Boolean.getBoolean("penstock.regenerate")) {
            write(script, actual.toString());
        } else {
            assertThat(actual.toString()).isEqualTo(expected);
        }
    }

    private static String outcome(String sql, Function<String, Object> read) {
        try {
            return Printed.of(read.apply(sql));
        } catch (UserException e) {
            var place = e.position().orElseThrow();
            var marked = place.text().substring(place.start(), place.end()).replace("\n", "\\n");
            var parameters = new TreeMap<>(e.parameters());
            parameters.replaceAll(
                    (_, value) -> value.length() > 100 ? value.substring(0, 20) + "..." : value);
            return "! " + e.condition() + " " + parameters + " at " + place.line() + ":"
                    + (place.column() + 1) + " «" + marked + "»";
        }
    }

    private static String text(String script) {
        try (var in = SyntaxScriptsTest.class.getResourceAsStream(script)) {
            assertThat(in).as(script).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String script, String text) {
        try {
            Files.writeString(SOURCES.resolve(script), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.penstock.connect.server.python;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/// Runs tests written in Python, each of which becomes a JUnit test that shows what its Python test printed when it failed.
final class PythonTests {
    private static final String REPORT = "@@";
    /// A line that begins so is a figure, which is shown even when all goes well.
    private static final String FIGURE = "# ";
    private static final JsonFactory JSON = new JsonFactory();

    private PythonTests() {}

    /// What became of one test: `outcome` is passed, skipped or failed.
    private record Outcome(String outcome, String name, String text, String printed) {
        DynamicTest asTest() {
            return DynamicTest.dynamicTest(name, () -> {
                switch (outcome) {
                    case "passed" -> {
                    }
                    case "skipped" -> Assumptions.abort(text);
                    default -> throw new AssertionError(text + "\nIt printed:\n" + printed);
                }
            });
        }
    }

    /// Skips the test that asks when Python cannot be had; fails it where `CI` is set.
    static void require(java.util.Optional<String> problem) {
        problem.ifPresent(text -> {
            var line = "The tests with PySpark cannot run: " + text;
            if (System.getenv("CI") != null) {
                throw new AssertionError(line);
            }
            System.err.println(line);
            Assumptions.abort(line);
        });
    }

    /// Runs all tests of some modules but those named `without`; `environment` is added to that of the process.
    static Stream<DynamicTest> run(PythonEnvironment python, Map<String, String> environment,
            List<String> without, List<String> modules) {
        var command = new ArrayList<>(List.of(python.python().toString(), "-u",
                PythonEnvironment.sources().resolve("report.py").toString()));
        without.forEach(name -> command.addAll(List.of("--without", name)));
        command.addAll(modules);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("PYTHONPATH", PythonEnvironment.sources().toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            try (var output = process.inputReader(StandardCharsets.UTF_8)) {
                return outcomes(output, process).stream().map(Outcome::asTest);
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Outcome> outcomes(BufferedReader output, Process process)
            throws IOException {
        var outcomes = new ArrayList<Outcome>();
        var printed = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(REPORT)) {
                var fields = fields(line.substring(REPORT.length()));
                outcomes.add(new Outcome(fields.get(0), fields.get(1), fields.get(2),
                        printed.toString()));
                printed.setLength(0);
            } else {
                if (line.startsWith(FIGURE)) {
                    System.out.println(line.substring(FIGURE.length()));
                }
                printed.append(line).append('\n');
            }
        }
        int code = exitCode(process);
        if (code != 0 || outcomes.isEmpty()) {
            outcomes.add(new Outcome("failed", "the run as a whole",
                    "Python ended with code " + code + " after " + outcomes.size() + " tests",
                    printed.toString()));
        }
        return outcomes;
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static List<String> fields(String json) throws IOException {
        var fields = new ArrayList<String>();
        try (var parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken().isScalarValue()) {
                fields.add(parser.getText());
            }
        }
        return fields;
    }

}

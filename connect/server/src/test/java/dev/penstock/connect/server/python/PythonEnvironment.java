package dev.penstock.connect.server.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A virtual environment of Python in the build folder with the packages of `requirements.txt`, made when it is not there or the file has changed.
///
/// It is made once a build. Without Python or its packages the tests that need them cannot run: [#problem] then says so in one line.
final class PythonEnvironment {
    private static final Path HOME = Path.of("target", "python").toAbsolutePath();
    private static final Path SOURCES = Path.of("src", "test", "python").toAbsolutePath();
    private static final List<String> INTERPRETERS = List.of("python3.11", "python3.12",
            "python3.13", "python3.14", "python3");
    private static final int LEAST_MINOR = 11;
    private static final int MINUTES = 15;

    /// How Spark's own tests for PySpark come: only in the large package, as an archive in an archive.
    private static final String SPARK = "pyspark==4.2.0";

    private static @Nullable PythonEnvironment shared;

    private final Optional<String> problem;

    private PythonEnvironment(Optional<String> problem) {
        this.problem = problem;
    }

    /// The environment of this build.
    static synchronized PythonEnvironment shared() {
        var environment = shared;
        if (environment == null) {
            environment = new PythonEnvironment(prepared());
            shared = environment;
        }
        return environment;
    }

    /// Why there is no environment, in one line.
    Optional<String> problem() {
        return problem;
    }

    /// Where it is.
    static Path home() {
        return HOME;
    }

    /// The interpreter.
    Path python() {
        return HOME.resolve("bin/python");
    }

    /// Where our tests in Python lie.
    static Path sources() {
        return SOURCES;
    }

    /// Adds those of Spark's tests for PySpark that are about streams, and says why when they cannot be had.
    Optional<String> addTestsOfSpark() {
        try {
            var tests = HOME.resolve("tests-of-spark");
            if (!Files.exists(tests)) {
                var download = HOME.resolve("download");
                var problems = run(List.of(python().toString(), "-m", "pip", "download", "-q",
                        "--no-deps", "--no-binary", "pyspark", "-d", download.toString(), SPARK));
                if (problems.isPresent()) {
                    return problems;
                }
                return run(List.of(python().toString(),
                        SOURCES.resolve("tests_of_spark.py").toString(), download.toString(),
                        tests.toString(), SOURCES.toString()));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> prepared() {
        try {
            var stamp = HOME.resolve("requirements.txt");
            var wanted = Files.readString(SOURCES.resolve("requirements.txt"));
            if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
                return Optional.empty();
            }
            var interpreter = interpreter();
            if (interpreter.isEmpty()) {
                return Optional.of("Python 3." + LEAST_MINOR + " or newer is not installed");
            }
            Files.createDirectories(HOME);
            var problems = run(List.of(interpreter.get(), "-m", "venv", "--clear", HOME.toString()))
                    .or(() -> runUnchecked(List.of(HOME.resolve("bin/python").toString(), "-m",
                            "pip", "install", "-q", "-r",
                            SOURCES.resolve("requirements.txt").toString())));
            if (problems.isEmpty()) {
                Files.writeString(stamp, wanted);
            }
            return problems;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> interpreter() {
        return INTERPRETERS.stream().filter(name -> runUnchecked(List.of(name, "-c",
                "import sys; sys.exit(sys.version_info < (3, " + LEAST_MINOR + "))")).isEmpty())
                .findFirst();
    }

    private static Optional<String> runUnchecked(List<String> command) {
        try {
            return run(command);
        } catch (IOException _) {
            return Optional.of(command.getFirst() + " cannot be started");
        }
    }

    /// Runs a command and says, in one line, why it failed.
    private static Optional<String> run(List<String> command) throws IOException {
        var output = Files.createTempFile("penstock-python", ".log");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return Optional.of(String.join(" ", command) + " takes too long");
            }
            if (process.exitValue() == 0) {
                return Optional.empty();
            }
            var lines = Files.readAllLines(output);
            return Optional.of(String.join(" ", command) + ": "
                    + lines.stream().filter(line -> line.startsWith("ERROR")).findFirst()
                            .orElse(lines.isEmpty() ? "failed" : lines.getLast()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } finally {
            Files.delete(output);
        }
    }
}

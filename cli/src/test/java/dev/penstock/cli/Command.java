package dev.penstock.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a user types, and what comes of it.
record Command(int exitCode, String out, String err) {
    /// Runs `penstock` with these arguments in this process.
    static Command penstock(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new Command(exitCode, out.toString(), err.toString());
    }

    /// Starts `penstock` with these arguments in a process of its own, its output in the files `out` and `err` of a directory.
    static Process start(Path directory, String... arguments) {
        var words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp",
                        System.getProperty("java.class.path"), Main.class.getName()));
        words.addAll(List.of(arguments));
        try {
            Files.createDirectories(directory);
            return new ProcessBuilder(words).redirectOutput(directory.resolve("out").toFile())
                    .redirectError(directory.resolve("err").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for the end of a process that [#start] gave.
    static Command ended(Process process, Path directory) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("penstock did not end: " + text(directory.resolve("err")));
        }
        return new Command(process.exitValue(), text(directory.resolve("out")),
                text(directory.resolve("err")));
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of the output.
    List<String> lines() {
        return out.lines().toList();
    }
}

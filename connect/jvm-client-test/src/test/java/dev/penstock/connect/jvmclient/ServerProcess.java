package dev.penstock.connect.jvmclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// `penstock server` as a user starts it, on a free port. Closing it ends the process.
final class ServerProcess implements AutoCloseable {
    private static final Pattern SERVES = Pattern.compile("Penstock serves .* at (sc://\\S+)");
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final String address;

    private ServerProcess(Process process, Path log, String address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /// Starts a server, whose errors go to a file of the directory, and returns when it listens.
    static ServerProcess start(Path directory) {
        var log = directory.resolve("server.log");
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("penstock.server.classpath"), "dev.penstock.cli.Main", "server",
                "--port", "0", "--data", directory.resolve("data").toString());
        try {
            var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
            try {
                return new ServerProcess(process, log, address(process, log));
            } catch (RuntimeException | Error e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String address(Process process, Path log) throws IOException {
        // Not closed: that would end the server's output.
        var line = process.inputReader(StandardCharsets.UTF_8).readLine();
        var said = SERVES.matcher(line == null ? "" : line);
        if (!said.find()) {
            throw new AssertionError("the server does not start: " + line + "\n"
                    + Files.readString(log));
        }
        return said.group(1);
    }

    /// Where clients connect, as `sc://host:port`.
    String address() {
        return address;
    }

    /// What the server has said of troubles.
    String errors() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

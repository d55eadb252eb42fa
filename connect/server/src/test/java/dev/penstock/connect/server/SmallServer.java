package dev.penstock.connect.server;

import dev.penstock.Penstock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server with little memory, in a process of its own. Closing it ends the process.
record SmallServer(Process process, int port) implements AutoCloseable {
    private static final String MEMORY = "-Xmx256m";

    /// The process: prints its port.
    public static void main(String[] arguments) throws Exception {
        try (var penstock = Penstock.open();
                var server = ConnectServer.builder(penstock).port(0)
                        .artifactDirectory(Path.of(arguments[0])).start()) {
            System.out.println(server.port());
            server.awaitTermination();
        }
    }

    /// Starts one that keeps artifacts in the directory.
    static SmallServer start(Path directory) throws IOException {
        var process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), MEMORY,
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                SmallServer.class.getName(), directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        // Not closed: that would end the server's output.
        var line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new AssertionError("the server does not start");
        }
        return new SmallServer(process, Integer.parseInt(line));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.penstock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A job under test, or a broker, as a process of its own. What it prints on standard output is read by line; the rest goes to a log.
///
/// Used by one thread.
public final class Child implements AutoCloseable {
    /// What `./penstock run` gives to Java.
    public static final List<String> AS_PENSTOCK = List.of("-XX:+UseZGC", "-Xmx2g");
    private static final String END = "\u0000";

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        Thread.ofPlatform().daemon().name("lines-of-" + name).start(this::readLines);
    }

    /// Starts a class of this class path.
    public static Child java(Setting setting, Class<?> main, List<String> options,
            List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-D" + Main.LOG_LEVEL + "=error");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        return start(setting, main.getSimpleName(), command);
    }

    /// Starts a command.
    public static Child start(Setting setting, String name, List<String> command)
            throws IOException {
        var log = Files.createTempFile(setting.scratch(), name + "-", ".log");
        var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        return new Child(name, process, log);
    }

    private void readLines() {
        try (var reader = new BufferedReader(
                process.inputReader(StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The process has been ended; what it printed until then has been read.
        } finally {
            lines.add(END);
        }
    }

    /// The words of the next line that begins with `word`; others are passed over.
    ///
    /// @throws IOException when the process ends without printing it, or does not print it in time
    public List<String> await(String word, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var line = lines.poll(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IOException(name + " did not print " + word + " within "
                        + patience.toSeconds() + " s:" + tail());
            }
            if (line.equals(END)) {
                throw new IOException(name + " ended before it printed " + word + ":" + tail());
            }
            if (line.startsWith(word + " ") || line.equals(word)) {
                return List.of(line.split(" "));
            }
        }
    }

    private String tail() throws IOException {
        var text = Files.readString(log);
        return "\n" + text.substring(Math.max(0, text.length() - 4000));
    }

    /// Processor seconds since the start.
    public double cpuSeconds() {
        return process.info().totalCpuDuration().map(Child::seconds).orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /// Starts a thread that looks each 10 ms, until it is interrupted, at the most memory that has been resident, and keeps the highest figure, in
    /// bytes, in `peak`. Where the system does not tell it is 0.
    public Thread watchMemory(long[] peak) {
        return Thread.ofPlatform().daemon().name("memory-of-" + name).start(() -> {
            while (!Thread.interrupted()) {
                peak[0] = Math.max(peak[0], peakMemoryBytes(process.pid()));
                LockSupport.parkNanos(10_000_000L);
            }
        });
    }

    private static long peakMemoryBytes(long pid) {
        try {
            for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            // Gone, or another system.
        }
        return 0;
    }

    /// Waits until the process has ended by itself.
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Ends the process and waits for that.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

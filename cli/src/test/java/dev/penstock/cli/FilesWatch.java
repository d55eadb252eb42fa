package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Lists the JSON files of a directory all the while, as any program would, and reads each as soon as it sees it.
final class FilesWatch implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path directory;
    private final TreeMap<Path, String> found = new TreeMap<>();
    private final Thread thread = new Thread(this::look, "files-watch");
    private volatile @Nullable Throwable trouble;
    private volatile boolean closed;

    FilesWatch(Path directory) {
        this.directory = directory;
        thread.start();
    }

    private void look() {
        try {
            while (!closed) {
                for (var file : list()) {
                    if (!found.containsKey(file)) {
                        add(file, Files.readString(file));
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException | RuntimeException e) {
            trouble = e;
        }
    }

    private synchronized void add(Path file, String text) {
        found.put(file, text);
        notifyAll();
    }

    /// Waits until there is a file more than at the time of the call.
    synchronized void awaitFile(JobProcess job, Duration patience) {
        int before = found.size();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (found.size() == before) {
                assertThat(deadline - System.nanoTime()).as(() -> "no new file within " + patience)
                        .isPositive();
                wait(200);
                job.run(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private List<Path> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(directory, "*.json")) {
            var all = new ArrayList<Path>();
            files.forEach(all::add);
            return all;
        }
    }

    /// The numbers in all files as they were when they were first seen. No file may have changed or gone since.
    List<Long> numbers() {
        close();
        assertThat(trouble).as("trouble with reading a file that was visible").isNull();
        var numbers = new ArrayList<Long>();
        try {
            assertThat(list()).as("files that are there in the end").containsAll(found.keySet());
            for (var file : list()) {
                var text = Files.readString(file);
                assertThat(found.getOrDefault(file, text)).as("%s as it was when first seen", file)
                        .isEqualTo(text);
                text.lines().forEach(line -> numbers.add(number(file, line)));
                assertThat(text).as("%s", file).endsWith("\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return numbers;
    }

    private static long number(Path file, String line) {
        assertThat(line).as("a line of %s", file).matches("\\{\"number\":\\d+}");
        return Long.parseLong(line, "{\"number\":".length(), line.length() - 1, 10);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

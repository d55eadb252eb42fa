package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One life of a [KillJob].
final class JobProcess {
    /// Far more than any answer takes.
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final long startedNanos = System.nanoTime();

    private JobProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// What a job is told; the same in each of its lives.
    record Job(KillJob.Kind kind, String servers, String input, String output, Path checkpoint) {}

    static JobProcess start(Job job, List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A small process that starts quickly: this machine is shared with the broker and, right after a kill, with the dying process.
        command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-ea"));
        command.addAll(options);
        command.addAll(List.of(KillJob.class.getName(), job.kind.name(), job.servers, job.input,
                job.output, job.checkpoint.toString()));
        try {
            var log = job.checkpoint.resolveSibling(job.checkpoint.getFileName() + ".log");
            return new JobProcess(new ProcessBuilder(command).redirectError(log.toFile()).start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long startedNanos() {
        return startedNanos;
    }

    /// Lets the job run for a while. It must not end by itself.
    void run(long nanos) {
        try {
            boolean ended = process.waitFor(nanos, TimeUnit.NANOSECONDS);
            assertThat(ended).as(() -> "the job ended by itself: " + said()).isFalse();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// As `kill -9` does; afterwards the process is gone.
    void kill() {
        assertThat(process.isAlive()).as(() -> "the job ended by itself: " + said()).isTrue();
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Lets the job end by itself.
    void finish() {
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(() -> "the job does not end: " + said()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Ends the job if a test has left it alive.
    void end() {
        process.destroyForcibly();
    }

    /// Waits until all that has been sent is processed, and gives the job's answer.
    String ask() {
        var patience = CompletableFuture.runAsync(process::destroyForcibly,
                CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            var answer = answers.readLine();
            assertThat(answer).as(() -> "the job does not answer: " + said()).isNotNull();
            return answer;
        } catch (IOException e) {
            throw new AssertionError("the job does not answer: " + said(), e);
        } finally {
            patience.cancel(false);
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}

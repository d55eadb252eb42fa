package dev.penstock.bench;

import java.io.IOException;
import java.time.Duration;

/// What a job reached: rows a second of wall time and of processor time.
public record Rate(double rowsPerSecond, double rowsPerCpuSecond) {
    /// The steady state of a job that prints `ROWS` lines: what it does in `seconds` after its first `warmUp` seconds.
    public static Rate steady(Child job, double warmUp, double seconds)
            throws IOException, InterruptedException {
        var first = Sample.next(job);
        var begin = first;
        while (begin.secondsSince(first) < warmUp) {
            begin = Sample.next(job);
        }
        var end = Sample.next(job);
        while (end.secondsSince(begin) < seconds) {
            end = Sample.next(job);
        }
        double rows = end.rows - begin.rows;
        return new Rate(rows / end.secondsSince(begin),
                rows / ((end.cpuNanos - begin.cpuNanos) / 1e9));
    }

    private record Sample(long rows, long wallNanos, long cpuNanos) {
        static Sample next(Child job) throws IOException, InterruptedException {
            var words = job.await("ROWS", Duration.ofMinutes(2));
            return new Sample(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)),
                    Long.parseLong(words.get(3)));
        }

        double secondsSince(Sample other) {
            return (wallNanos - other.wallNanos) / 1e9;
        }
    }

    /// The best of the runs that a job reports with `iterations` lines `ITERATION`.
    public static Rate best(Child job, int iterations) throws IOException, InterruptedException {
        var best = new Rate(0, 0);
        for (int i = 0; i < iterations; i++) {
            var words = job.await("ITERATION", Duration.ofMinutes(10));
            double rows = Double.parseDouble(words.get(1));
            best = best.max(new Rate(rows / (Double.parseDouble(words.get(2)) / 1e9),
                    rows / (Double.parseDouble(words.get(3)) / 1e9)));
        }
        return best;
    }

    /// The higher numbers of both.
    public Rate max(Rate other) {
        return new Rate(Math.max(rowsPerSecond, other.rowsPerSecond),
                Math.max(rowsPerCpuSecond, other.rowsPerCpuSecond));
    }
}

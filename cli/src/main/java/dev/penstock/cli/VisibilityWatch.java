package dev.penstock.cli;

import dev.penstock.DataFrame;
import dev.penstock.Session;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/// Asks a table with SQL, again and again, how many rows it has, and so learns how long each event took from its sending to being visible.
/// The question itself takes its time: a latency includes up to one round of it.
final class VisibilityWatch implements AutoCloseable {
    private static final long PAUSE_NANOS = 200_000;
    private static final int KEPT = 1 << 16;

    private final Session session;
    private final String table;
    private final DemoEvents events;
    private final long[] latencies = new long[KEPT];
    private final Thread thread = new Thread(this::watch, "penstock-demo-watch");
    private volatile int visible;
    private volatile boolean stopped;

    VisibilityWatch(Session session, String table, DemoEvents events) {
        this.session = session;
        this.table = table;
        this.events = events;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        DataFrame question = session.sql("SELECT count(*) FROM " + table);
        while (!stopped) {
            int rows = (int) Objects.requireNonNull(question.first()).getLong(0);
            long now = System.nanoTime();
            for (int number = visible; number < rows; number++) {
                latencies[number % KEPT] = now - events.sentNanos(number);
            }
            visible = rows;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// How many rows SQL has seen.
    int visible() {
        return visible;
    }

    /// The latencies of the events seen last; the first thousand, while code is still being compiled, are left out once there are more.
    Percentiles latencies() {
        int to = Math.min(visible, KEPT);
        int from = to > 2000 && to < KEPT ? 1000 : 0;
        return Percentiles.of(Arrays.copyOfRange(latencies, from, to));
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Percentiles of durations in nanoseconds.
    record Percentiles(long p50, long p95, long p99, long max) {
        static Percentiles of(long[] nanos) {
            Arrays.sort(nanos);
            return new Percentiles(at(nanos, 0.50), at(nanos, 0.95), at(nanos, 0.99), at(nanos, 1));
        }

        private static long at(long[] sorted, double share) {
            return sorted.length == 0
                    ? 0
                    : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))];
        }

        String text() {
            return String.format(Locale.ROOT, "p50 %.1f ms  p95 %.1f ms  p99 %.1f ms  max %.1f ms",
                    p50 / 1e6, p95 / 1e6, p99 / 1e6, max / 1e6);
        }
    }
}

package dev.penstock.cli;

import dev.penstock.cli.Expected.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What was measured over the lives of a job: nothing here is asserted.
final class Lives {
    /// What is sent this shortly before a kill may be shown by the next life only.
    private static final long LAST_BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Long> restarts = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();
    private int kills;

    private record Running(long fromNanos, long toNanos) {
        boolean contains(long nanos) {
            return fromNanos <= nanos && nanos <= toNanos;
        }
    }

    void killed() {
        kills++;
    }

    /// The first output of a life has just been seen.
    void restarted(JobProcess life) {
        restarts.add(System.nanoTime() - life.startedNanos());
    }

    /// The job had made up for everything at this time, and has run until now.
    void ran(long sinceNanos) {
        running.add(new Running(sinceNanos, System.nanoTime() - LAST_BREATH_NANOS));
    }

    /// About how long a start takes; a guess before the first.
    long typicalRestartNanos() {
        return restarts.isEmpty() ? TimeUnit.SECONDS.toNanos(2) : (long) percentile(restarts, 50);
    }

    void print(String name, NumberedRecords records, List<Shown> output) {
        var latencies = output.stream()
                .filter(shown -> running.stream()
                        .anyMatch(life -> life.contains(records.sentNanos(shown.number()))))
                .map(shown -> shown.seenNanos() - records.sentNanos(shown.number())).toList();
        System.out.printf(Locale.ROOT,
                "kill test, %s: %d kills, %,d records sent, again after a restart within %.2f s (p50), %.2f s (most)%s%n",
                name,
                kills, records.sent(), percentile(restarts, 50) / 1e9,
                percentile(restarts, 100) / 1e9,
                latencies.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT,
                                ", latency while running %.1f ms (p50), %.1f ms (p99)",
                                percentile(latencies, 50) / 1e6,
                                percentile(latencies, 99) / 1e6));
    }

    private static double percentile(List<Long> values, int percent) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}

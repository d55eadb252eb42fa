package dev.penstock.bench.nexmark;

import dev.penstock.Session;
import dev.penstock.StreamingQuery;
import dev.penstock.Trigger;
import dev.penstock.bench.Meter;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// Penstock under test, as a process: `throughput QUERY EVENTS EVENTS_A_SECOND RUNS SCRATCH` prints an `ITERATION` for each run over so many events and
/// `STATE rows bytes` of the last; `latency QUERY EVENTS_A_SECOND SECONDS CHECKPOINT` prints what [PacedQuery] says.
public final class NexmarkJob {
    private static final Pattern STATE = Pattern
            .compile("\"(numRowsTotal|memoryUsedBytes)\" ?: ?(\\d+)");

    private NexmarkJob() {}

    public static void main(String[] arguments) throws Exception {
        var query = NexmarkQuery.named(arguments[1]);
        switch (arguments[0]) {
            case "throughput" -> throughput(query, arguments[2], arguments[3],
                    Integer.parseInt(arguments[4]), Path.of(arguments[5]));
            case "latency" -> new PacedQuery(Long.parseLong(arguments[2]),
                    Long.parseLong(arguments[3])).run(query, Path.of(arguments[4]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void throughput(NexmarkQuery query, String events, String rate, int runs,
            Path scratch) throws Exception {
        try (var session = Session.builder().appName("nexmark").getOrCreate()) {
            NexmarkTables.streams(session, Map.of("numEvents", events, "firstEventRate", rate));
            for (int run = 0; run < runs; run++) {
                long wall = System.nanoTime();
                long cpu = Meter.cpuNanos();
                var running = start(session, query, scratch.resolve("run-" + run));
                running.awaitTermination();
                Meter.iteration(Long.parseLong(events), System.nanoTime() - wall,
                        Meter.cpuNanos() - cpu);
                if (run == runs - 1) {
                    tellState(running);
                }
            }
        }
    }

    /// Query 10 is the one that writes files; the results of the others go nowhere.
    private static StreamingQuery start(Session session, NexmarkQuery query, Path directory) {
        var writer = session.sql(query.sql()).writeStream().outputMode(query.mode())
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", directory.resolve("checkpoint").toString());
        return query.name().equals("q10")
                ? writer.format("csv").partitionBy("dt", "hm")
                        .start(directory.resolve("files").toString())
                : writer.format("noop").start();
    }

    private static void tellState(StreamingQuery query) {
        long rows = 0;
        long bytes = 0;
        var progress = query.lastProgress();
        var matcher = STATE.matcher(progress == null ? "" : progress.json());
        while (matcher.find()) {
            long number = Long.parseLong(matcher.group(2));
            rows += matcher.group(1).equals("numRowsTotal") ? number : 0;
            bytes += matcher.group(1).equals("memoryUsedBytes") ? number : 0;
        }
        Meter.print("STATE " + rows + " " + bytes);
    }
}

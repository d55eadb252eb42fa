package dev.penstock.bench.nexmark;

import dev.penstock.bench.Meter;
import dev.penstock.bench.Plans;
import dev.penstock.data.sys.Clock;
import dev.penstock.data.sys.Threads;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.EpochListener;
import dev.penstock.engine.epoch.EpochLoop;
import dev.penstock.engine.epoch.EventTimeSettings;
import dev.penstock.engine.epoch.Pace;
import dev.penstock.engine.epoch.QueryDefinition;
import dev.penstock.engine.epoch.Workers;
import dev.penstock.io.Connector;
import dev.penstock.io.Options;
import dev.penstock.plan.logical.Logical;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A query over events that come at a fixed rate, in the engine's own epoch loop with its ledger on disk: how long each event takes from the moment when it
/// is due to the commit of its epoch. Events come whether or not the query keeps up.
final class PacedQuery implements EpochListener {
    private static final Pattern OFFSET = Pattern
            .compile("\\{\"start\":(\\d+),\"events\":(\\d+)}");
    private static final long SNAPSHOT_MILLIS = 10_000;
    /// Latencies are counted by so many microseconds, up to ten seconds.
    private static final int STEP_MICROS = 10;
    private static final int STEPS = 1_000_000;
    private static final double MICROS_PER_SECOND = 1e6;
    /// Of the events of an epoch so many are looked at; those between them are due in between.
    private static final int LOOKS = 16;

    private final Clock clock = Clock.system();
    private final long[] counts = new long[STEPS];
    private final CountDownLatch done = new CountDownLatch(1);
    private final long rate;
    private final long firstCounted;
    private final long last;
    private long maxMicros;
    private volatile @Nullable Throwable failure;

    /// Of `seconds` at `rate` events a second the first third does not count.
    PacedQuery(long rate, long seconds) {
        this.rate = rate;
        last = rate * seconds;
        firstCounted = last / 3;
    }

    /// Runs to the end of the events and prints `LATENCY p50 p99 p99.9 max` in microseconds, and `STATE rows bytes`.
    void run(NexmarkQuery query, Path checkpoint) throws InterruptedException {
        var world = World.system();
        var plan = plan(query);
        var sink = Plans.connector("noop");
        var request = new Connector.SinkRequest(new Options("noop", "sink", Map.of()),
                plan.schema(), query.mode(), List.of(), world);
        var definition = new QueryDefinition(query.name(), plan, query.mode(),
                () -> sink.sink(request), Optional.empty(), Pace.NATURAL,
                Optional.of(checkpoint), "disk", SNAPSHOT_MILLIS, Plans.ZONE,
                EventTimeSettings.DEFAULT);
        try (var workers = new Workers(Runtime.getRuntime().availableProcessors(),
                Threads.system())) {
            var loop = new EpochLoop(definition, Plans.sources(), world, workers, this);
            loop.start();
            done.await();
            if (failure != null) {
                throw new IllegalStateException("the query failed", failure);
            }
            var state = loop.state();
            Meter.print("LATENCY " + percentile(0.5) + " " + percentile(0.99) + " "
                    + percentile(0.999) + " " + maxMicros);
            Meter.print("STATE " + state.stream().mapToLong(StateReport::rows).sum() + " "
                    + state.stream().mapToLong(StateReport::memoryBytes).sum());
            loop.stop();
        }
    }

    private Logical plan(NexmarkQuery query) {
        var options = new HashMap<String, Map<String, String>>();
        for (var kind : NexmarkTables.KINDS) {
            options.put(kind + "_events", Map.of("table", kind, "isRateLimited", "true",
                    "firstEventRate", Long.toString(rate), "numEvents", Long.toString(last)));
        }
        var views = NexmarkTables.KINDS.stream().map(kind -> kind + " AS (SELECT * FROM STREAM "
                + kind + "_events WATERMARK dateTime DELAY OF INTERVAL 4 SECONDS)")
                .collect(Collectors.joining(", "));
        return Plans.streams("WITH " + views + ", side_input AS (SELECT id AS key,"
                + " CAST(id AS STRING) AS value FROM range(10000)) SELECT * FROM ("
                + query.sql() + ")", "nexmark", options);
    }

    private long percentile(double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long seen = 0;
        for (int step = 0; step < STEPS; step++) {
            seen += counts[step];
            if (seen > share * all || seen == all) {
                return (long) (step + 1) * STEP_MICROS;
            }
        }
        return maxMicros;
    }

    @Override
    public void committed(EpochReport report) {
        long now = clock.epochMicros();
        boolean ended = true;
        for (var source : report.sources()) {
            ended &= count(source, now) >= last;
        }
        if (ended) {
            done.countDown();
        }
    }

    /// Counts the events of one source in an epoch and says where the source is.
    private long count(SourceReport source, long now) {
        var from = OFFSET.matcher(source.from());
        var to = OFFSET.matcher(source.to());
        if (!from.matches() || !to.matches()) {
            return last;
        }
        long start = Long.parseLong(to.group(1));
        long begin = Long.parseLong(from.group(2));
        long end = Long.parseLong(to.group(2));
        long looks = Math.min(LOOKS, source.rows());
        for (int look = 0; look < looks && begin >= firstCounted; look++) {
            long event = begin + (end - begin) * look / looks;
            long micros = Math.max(0,
                    now - start - (long) (event * MICROS_PER_SECOND / rate));
            maxMicros = Math.max(maxMicros, micros);
            counts[(int) Math.min(STEPS - 1L, micros / STEP_MICROS)] += source.rows() / looks;
        }
        return end;
    }

    @Override
    public void started(UUID queryId, UUID runId) {}

    @Override
    public void status(String message, boolean dataAvailable, boolean triggerActive) {}

    @Override
    public void terminated(@Nullable Throwable cause) {
        failure = cause;
        done.countDown();
    }
}

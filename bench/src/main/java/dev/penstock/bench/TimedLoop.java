package dev.penstock.bench;

import dev.penstock.data.sys.Threads;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.EpochListener;
import dev.penstock.engine.epoch.EpochLoop;
import dev.penstock.engine.epoch.Pace;
import dev.penstock.engine.epoch.QueryDefinition;
import dev.penstock.engine.epoch.Workers;
import dev.penstock.io.Connector;
import dev.penstock.io.Options;
import dev.penstock.plan.logical.Logical;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Runs the engine's own epoch loop over a plan, in output mode `update` into the sink `noop`, and keeps the times of each epoch.
public final class TimedLoop implements EpochListener {
    /// Milliseconds from one snapshot to the next.
    private static final long SNAPSHOT_MILLIS = 5_000;

    private final long[] latencies;
    private final long[] computes;
    private final long[] ends;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;
    private int epochs;

    private TimedLoop(int most) {
        latencies = new long[most];
        computes = new long[most];
        ends = new long[most];
    }

    /// Runs `epochs` epochs, with a ledger in `checkpoint`, or in memory when there is none.
    public static TimedLoop run(Logical plan, Optional<Path> checkpoint, Pace pace, int threads,
            long epochs)
            throws InterruptedException {
        var timed = new TimedLoop(Math.toIntExact(epochs));
        var world = World.system();
        var sink = Plans.connector("noop");
        var request = new Connector.SinkRequest(new Options("noop", "sink", Map.of()),
                plan.schema(), "update", List.of(), world);
        var definition = new QueryDefinition("measured", plan, "update", () -> sink.sink(request),
                Optional.empty(), pace,
                checkpoint, "disk", SNAPSHOT_MILLIS, Plans.ZONE,
                dev.penstock.engine.epoch.EventTimeSettings.DEFAULT);
        try (var workers = new Workers(threads, Threads.system())) {
            var loop = new EpochLoop(definition, Plans.sources(), world, workers, timed);
            loop.start();
            timed.done.await();
            loop.stop();
        }
        var cause = timed.failure;
        if (cause != null) {
            throw new IllegalStateException("the query failed", cause);
        }
        return timed;
    }

    @Override
    public void started(UUID queryId, UUID runId) {}

    @Override
    public void committed(EpochReport report) {
        if (epochs < latencies.length) {
            latencies[epochs] = report.latencyNanos();
            computes[epochs] = report.computeNanos();
            ends[epochs] = System.nanoTime();
            if (++epochs == latencies.length) {
                done.countDown();
            }
        }
    }

    @Override
    public void status(String message, boolean dataAvailable, boolean triggerActive) {}

    @Override
    public void terminated(@Nullable Throwable cause) {
        failure = cause;
        done.countDown();
    }

    /// By epoch from number `from` on: nanoseconds from when the loop saw the rows to the commit.
    public long[] latencyNanos(int from) {
        return Arrays.copyOfRange(latencies, from, latencies.length);
    }

    /// By epoch from number `from` on: nanoseconds that computing took.
    public long[] computeNanos(int from) {
        return Arrays.copyOfRange(computes, from, computes.length);
    }

    /// Wall time an epoch from number `from` on, all between epochs included.
    public double meanNanos(int from) {
        return (double) (ends[ends.length - 1] - ends[from]) / (ends.length - 1 - from);
    }
}

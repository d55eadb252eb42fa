package dev.penstock.engine.query;

import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.EpochListener;
import dev.penstock.engine.epoch.EpochLoop;
import dev.penstock.engine.epoch.QueryDefinition;
import dev.penstock.engine.epoch.SourceFactory;
import dev.penstock.engine.epoch.Workers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run of a streaming query, from its start to its end. Safe for use by any thread.
///
/// The epoch thread adds numbers here ([Gathering]). While epochs are few each of them has its own report, as a batch of Spark has; when they come
/// faster than ten a second for a while, reports are made by whoever asks, at most each tenth of a second by the thread of [Queries], of several epochs each. What is observed is of one epoch and cannot be added
/// up, so a query that observes has a report of each.
public final class RunningQuery implements StartedQuery {
    /// Nanoseconds from one report to the next, at least: epochs come thousands a second, and nobody reads that many reports.
    static final long REPORT_NANOS = 100_000_000L;
    /// How many epochs in a row have a report of their own, however fast they come: as many reports as are kept unless a setting says otherwise.
    private static final int OWN_REPORTS = 100;

    private final QueryDefinition definition;
    private final World world;
    private final ReportSettings settings;
    private final Queries queries;
    private final EpochLoop loop;
    private final CountDownLatch known = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Gathering gathering = new Gathering();
    private final Deque<Progress> recent = new ArrayDeque<>();
    private final StateOperators states = new StateOperators();
    private final UUID runId;
    private volatile @Nullable UUID id;
    private volatile String sinkDescription = "";
    private volatile Status status = new Status("Initializing sources", false, false);
    private volatile @Nullable Throwable failure;
    private int ownReports = OWN_REPORTS;
    private long lastReportNanos;
    private long lastActivityNanos;

    /// How many reports are kept, and after how many milliseconds without data listeners hear of it.
    public record ReportSettings(int kept, long idleMillis) {}

    RunningQuery(QueryDefinition definition, SourceFactory sources, World world, Workers workers,
            ReportSettings settings,
            Queries queries) {
        this.definition = described(definition);
        this.world = world;
        this.settings = settings;
        this.queries = queries;
        loop = new EpochLoop(this.definition, sources, world, workers, new Ears());
        runId = loop.runId();
        lastReportNanos = world.clock().nanos();
        lastActivityNanos = lastReportNanos;
    }

    /// The same definition, whose sink leaves its description here when it is made.
    private QueryDefinition described(QueryDefinition given) {
        return new QueryDefinition(given.name(), given.plan(), given.mode(), () -> {
            var sink = given.sink().get();
            sinkDescription = sink.description();
            return sink;
        }, given.table(), given.pace(), given.checkpoint(), given.ledgerSync(),
                given.snapshotIntervalMillis(), given.zone(), given.eventTime());
    }

    /// The epoch thread's side.
    private final class Ears implements EpochListener {
        @Override
        public void started(UUID queryId, UUID run) {
            if (id == null) {
                id = queryId;
                queries.started(RunningQuery.this);
                known.countDown();
            }
        }

        @Override
        public void committed(EpochReport report) {
            synchronized (gathering) {
                gathering.add(report);
                if (ownReports > 0 || !report.observed().isEmpty()) {
                    ownReports = Math.max(0, ownReports - 1);
                    report();
                }
            }
        }

        @Override
        public void status(String message, boolean dataAvailable, boolean triggerActive) {
            status = new Status(message, dataAvailable, triggerActive);
        }

        @Override
        public void terminated(@Nullable Throwable cause) {
            failure = cause;
            status = new Status(
                    cause == null ? "Stopped" : "Terminated with exception: " + cause.getMessage(),
                    false, false);
            report();
            queries.ended(RunningQuery.this);
            known.countDown();
            done.countDown();
        }
    }

    /// Starts the loop and waits until its checkpoint is open.
    ///
    /// @throws RuntimeException what made the start fail: a wrong option, a checkpoint in use
    void begin() {
        loop.start();
        awaitUninterruptibly(known);
        var cause = failure;
        if (id == null && cause != null) {
            throw cause instanceof UserException user
                    ? user
                    : new IllegalStateException("The query could not be started", cause);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public UUID id() {
        var identity = id;
        return identity == null ? runId : identity;
    }

    @Override
    public UUID runId() {
        return runId;
    }

    @Override
    public @Nullable String name() {
        return definition.name().isEmpty() ? null : definition.name();
    }

    @Override
    public boolean isActive() {
        return done.getCount() > 0;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String explained(boolean extended) {
        var plan = definition.plan();
        return extended ? Explanation.extended(plan, plan) : Explanation.simple(plan);
    }

    /// What the query computes.
    public QueryDefinition definition() {
        return definition;
    }

    @Override
    public void stop() {
        loop.stop();
        awaitUninterruptibly(done);
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        done.await();
    }

    @Override
    public boolean awaitTermination(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void processAllAvailable() throws InterruptedException {
        loop.processAllAvailable();
        report();
    }

    @Override
    public @Nullable Progress lastProgress() {
        reportIfIdle();
        synchronized (recent) {
            return recent.peekLast();
        }
    }

    @Override
    public List<Progress> recentProgress() {
        reportIfIdle();
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    private void reportIfIdle() {
        if (!status.isTriggerActive()) {
            report();
        }
    }

    /// Makes a report when one is due. Called about each tenth of a second.
    void tick() {
        long now = world.clock().nanos();
        boolean idle;
        synchronized (gathering) {
            if (!gathering.isEmpty()) {
                lastActivityNanos = now;
            } else if (ownReports < OWN_REPORTS) {
                ownReports++;
            }
            idle = now - lastActivityNanos >= TimeUnit.MILLISECONDS.toNanos(settings.idleMillis());
            if (idle) {
                lastActivityNanos = now;
            }
        }
        report();
        if (idle) {
            queries.idle(this);
        }
    }

    private void report() {
        Progress progress;
        synchronized (gathering) {
            if (gathering.isEmpty()) {
                return;
            }
            long now = world.clock().nanos();
            progress = progress(now - lastReportNanos);
            lastReportNanos = now;
            lastActivityNanos = now;
            gathering.clear();
            synchronized (recent) {
                recent.addLast(progress);
                while (recent.size() > settings.kept()) {
                    recent.removeFirst();
                }
            }
            queries.progress(progress);
        }
    }

    private Progress progress(long elapsedNanos) {
        var last = gathering.last();
        return new Progress(id(), runId, name(), last.clockMicros(), last.epoch(),
                TimeUnit.NANOSECONDS.toMillis(gathering.busyNanos()), gathering.rates(elapsedNanos),
                gathering.durations(), gathering.eventTime(),
                states.since(loop.state()), gathering.sources(elapsedNanos),
                new Progress.SinkProgress(sinkDescription, gathering.outputRows()),
                last.observed(), gathering.latencies(),
                gathering.epochs());
    }
}

package dev.penstock.engine.query;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.QueryDefinition;
import dev.penstock.engine.epoch.SourceFactory;
import dev.penstock.engine.epoch.Workers;
import dev.penstock.engine.query.RunningQuery.ReportSettings;
import dev.penstock.flow.lower.PlanState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All streaming queries of a Penstock, and who listens to them. Safe for use by any thread.
///
/// While some query runs, one thread makes their reports and calls the listeners; it ends with the last query. Trouble of a listener is logged
/// and disturbs nobody.
public final class Queries implements StartedQueries, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Queries.class);

    private final World world;
    private final Workers workers;
    private final Map<UUID, RunningQuery> active = new LinkedHashMap<>();
    private final List<QueryEvents> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<QueryEvents>> events = new ConcurrentLinkedQueue<>();
    private @Nullable Thread reporter;
    private @Nullable RunningQuery lastTerminated;
    private boolean closed;

    public Queries(World world, Workers workers) {
        this.world = world;
        this.workers = workers;
    }

    /// Starts a query and waits until its checkpoint is open.
    ///
    /// @throws UserException with condition `DUPLICATE_QUERY_NAME`, or what is wrong with the checkpoint or an option
    public RunningQuery start(QueryDefinition definition, SourceFactory sources,
            ReportSettings settings) {
        var query = new RunningQuery(definition, sources, world, workers, settings, this);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("This Penstock has been closed");
            }
            if (!definition.name().isEmpty() && named(definition.name()).isPresent()) {
                throw new UserException("DUPLICATE_QUERY_NAME", Map.of("name", definition.name()));
            }
            active.put(query.runId(), query);
            if (reporter == null) {
                reporter = world.threads().start("penstock-progress", this::reportUntilIdle);
            }
        }
        PlanState.warnings(definition.plan())
                .forEach(warning -> LOG.warn("Query {}: {}", definition.name(), warning));
        query.begin();
        return query;
    }

    @Override
    public synchronized List<RunningQuery> active() {
        return List.copyOf(active.values());
    }

    @Override
    public Optional<RunningQuery> find(UUID id) {
        return active().stream().filter(query -> query.id().equals(id)).findFirst();
    }

    /// The running query of this name.
    public Optional<RunningQuery> named(String name) {
        return active().stream().filter(query -> name.equals(query.name())).findFirst();
    }

    @Override
    public void addListener(QueryEvents listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(QueryEvents listener) {
        listeners.remove(listener);
    }

    @Override
    public Optional<End> awaitEnd(long millis) throws InterruptedException {
        return awaitAny(millis)
                .map(query -> new End(query.id(), query.runId(), query.failure()));
    }

    /// Waits until some query is over, or one has been since [#resetTerminated], at most `millis`; gives that query.
    public synchronized Optional<RunningQuery> awaitAny(long millis) throws InterruptedException {
        long deadline = world.clock().nanos()
                + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, Long.MAX_VALUE / 4_000_000));
        while (lastTerminated == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - world.clock().nanos());
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.of(lastTerminated);
    }

    @Override
    public synchronized void resetTerminated() {
        lastTerminated = null;
    }

    /// Called by the query when its checkpoint is open.
    void started(RunningQuery query) {
        var timestamp = now();
        listeners.forEach(listener -> tell(listener,
                l -> l.started(query.id(), query.runId(), query.name(), timestamp)));
    }

    void progress(Progress progress) {
        post(listener -> listener.progress(progress));
    }

    void idle(RunningQuery query) {
        var timestamp = now();
        post(listener -> listener.idle(query.id(), query.runId(), timestamp));
    }

    void ended(RunningQuery query) {
        var failure = query.failure().orElse(null);
        if (failure != null) {
            log(query.name() == null ? query.id().toString() : query.name(), failure);
        }
        var message = failure == null ? null : String.valueOf(failure);
        var condition = failure instanceof UserException user ? user.condition() : null;
        post(listener -> listener.terminated(query.id(), query.runId(), message, condition));
        synchronized (this) {
            active.remove(query.runId());
            if (lastTerminated == null || failure != null) {
                lastTerminated = query; // a failure is not forgotten for a query that ends well after it
            }
            notifyAll();
            LockSupport.unpark(reporter);
        }
    }

    /// What the user can mend, or the world, is told without the way it took through our code.
    private static void log(String query, Throwable failure) {
        if (failure instanceof UserException || failure instanceof TransientException) {
            LOG.error("Query {} failed: {}", query, failure.getMessage());
        } else {
            LOG.error("Query {} failed", query, failure);
        }
    }

    private String now() {
        return ProgressJson.isoTime(world.clock().epochMicros());
    }

    private void post(Consumer<QueryEvents> event) {
        if (!listeners.isEmpty()) {
            events.add(event);
        }
    }

    private static void tell(QueryEvents listener, Consumer<QueryEvents> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("A listener of streaming queries failed", e);
        }
    }

    private void reportUntilIdle() {
        while (true) {
            active().forEach(RunningQuery::tick);
            for (var event = events.poll(); event != null; event = events.poll()) {
                var next = event;
                listeners.forEach(listener -> tell(listener, next));
            }
            synchronized (this) {
                if (active.isEmpty() && events.isEmpty()) {
                    reporter = null;
                    return;
                }
            }
            world.clock().parkUntil(world.clock().nanos() + RunningQuery.REPORT_NANOS);
        }
    }

    /// Stops all queries.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        active().forEach(RunningQuery::stop);
    }
}

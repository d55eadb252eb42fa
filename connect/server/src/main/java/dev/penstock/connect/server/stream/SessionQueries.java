package dev.penstock.connect.server.stream;

import dev.penstock.StreamingQueryListener;
import dev.penstock.StreamingQueryManager;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.RunningQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The queries that a session has started. They end with the session. Safe for use by any thread.
///
/// A query that is over can be asked for what it did for an hour. The engine tells of all its queries, and may tell of a new one before [#start]
/// knows it: while a start is in progress, what is heard of unknown queries is kept until it is clear whose they are.
final class SessionQueries implements AutoCloseable {
    /// How long a client may ask for a query that is over, as with Spark.
    private static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);

    /// The engine tells of an end within a tenth of a second; a client that stops a query waits no longer than this for it.
    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final StreamingQueryManager engine;
    private final Ears ears = new Ears();
    private final ListenerBus bus = new ListenerBus();
    private final Map<UUID, Kept> kept = new LinkedHashMap<>();
    private final List<Heard> unknown = new ArrayList<>();
    private int starts;
    private boolean closed;
    private @Nullable RunningQuery lastEnded;

    private static final class Kept {
        private final RunningQuery query;
        private String started = "";
        private boolean ended;
        private long endedNanos;

        Kept(RunningQuery query) {
            this.query = query;
        }
    }

    /// An event, and whose it is.
    private record Heard(UUID runId, Event event) {}

    private SessionQueries(StreamingQueryManager engine) {
        this.engine = engine;
        engine.addListener(ears);
    }

    /// The queries of a session.
    static SessionQueries of(ServerSession session) {
        return session.part(SessionQueries.class,
                () -> new SessionQueries(session.session().streams()));
    }

    /// Where the session's client listens.
    ListenerBus bus() {
        return bus;
    }

    /// A start of a query as the engine does it; the query is then one of this session.
    RunningQuery start(Supplier<RunningQuery> starting) {
        synchronized (this) {
            starts++;
        }
        try {
            var query = starting.get();
            add(query);
            return query;
        } finally {
            synchronized (this) {
                starts--;
                if (starts == 0) {
                    unknown.clear();
                }
            }
        }
    }

    private void add(RunningQuery query) {
        synchronized (this) {
            forgetOld();
            kept.put(query.runId(), new Kept(query));
            for (var heard : List.copyOf(unknown)) {
                if (heard.runId().equals(query.runId())) {
                    unknown.remove(heard);
                    tell(heard);
                }
            }
            if (!closed) {
                return;
            }
        }
        query.stop(); // the session ended meanwhile
    }

    /// The start of a query as listeners hear of it.
    synchronized String started(RunningQuery query) {
        var known = kept.get(query.runId());
        return known == null ? "" : known.started;
    }

    private synchronized void hear(UUID runId, Event event) {
        var heard = new Heard(runId, event);
        if (kept.containsKey(runId)) {
            tell(heard);
        } else if (starts > 0) {
            unknown.add(heard);
        }
    }

    private void tell(Heard heard) {
        var known = kept.get(heard.runId());
        if (known == null) {
            return;
        }
        switch (heard.event().kind()) {
            case STARTED -> known.started = heard.event().json();
            case PROGRESS, IDLE -> bus.post(heard.event());
            case TERMINATED -> {
                bus.post(heard.event());
                known.ended = true;
                known.endedNanos = System.nanoTime();
                if (lastEnded == null || known.query.failure().isPresent()) {
                    lastEnded = known.query; // a failure is not forgotten for a query that ends well after it
                }
                notifyAll();
            }
        }
    }

    private void forgetOld() {
        long now = System.nanoTime();
        kept.values().removeIf(known -> known.ended && now - known.endedNanos > KEPT_NANOS);
    }

    /// The queries that run, in the order of their start.
    synchronized List<RunningQuery> active() {
        forgetOld();
        return kept.values().stream().map(known -> known.query).filter(RunningQuery::isActive)
                .toList();
    }

    /// The running query of this id.
    Optional<RunningQuery> active(String id) {
        return active().stream().filter(query -> query.id().toString().equals(id)).findFirst();
    }

    /// The query of this id and run.
    ///
    /// @throws UserException with condition `CONNECT_INVALID_PLAN.STREAMING_QUERY_NOT_FOUND`, or `..._RUN_ID_MISMATCH` when it has been started again
    synchronized RunningQuery find(String id, String runId) {
        forgetOld();
        RunningQuery other = null;
        for (var known : kept.values()) {
            if (known.query.id().toString().equals(id)) {
                if (known.query.runId().toString().equals(runId)) {
                    return known.query;
                }
                other = known.query;
            }
        }
        if (other == null) {
            throw new UserException("CONNECT_INVALID_PLAN.STREAMING_QUERY_NOT_FOUND",
                    Map.of("id", id));
        }
        throw new UserException("CONNECT_INVALID_PLAN.STREAMING_QUERY_RUN_ID_MISMATCH",
                Map.of("id", id, "runId", runId, "serverRunId", other.runId().toString()));
    }

    /// Waits until some query of the session is over, or one has been since [#resetTerminated], at most `millis`; gives that query.
    synchronized Optional<RunningQuery> awaitAny(long millis) throws InterruptedException {
        long start = System.nanoTime();
        while (lastEnded == null) {
            long left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.of(lastEnded);
    }

    /// Forgets the queries that are over, for [#awaitAny].
    synchronized void resetTerminated() {
        lastEnded = null;
    }

    /// Stops a query. When a client listens, it has heard of the end of the query before this returns: programs look at what their listener
    /// noted, and take it away, right after.
    void stop(RunningQuery query) throws InterruptedException {
        query.stop();
        if (bus.isActive()) {
            awaitToldOfEnd(query);
            bus.flush();
        }
    }

    private synchronized void awaitToldOfEnd(RunningQuery query) throws InterruptedException {
        long deadline = System.nanoTime() + TOLD_NANOS;
        var known = kept.get(query.runId());
        while (known != null && !known.ended) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /// Stops all queries of the session.
    void stopAll() {
        active().forEach(RunningQuery::stop);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        stopAll();
        engine.removeListener(ears);
        bus.end();
    }

    /// Hears of all queries of the engine.
    private final class Ears implements StreamingQueryListener {
        @Override
        public void onQueryStarted(QueryStartedEvent event) {
            hear(event.runId(), Event.started(event));
        }

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            hear(event.progress().runId(), Event.progress(event));
        }

        @Override
        public void onQueryIdle(QueryIdleEvent event) {
            hear(event.runId(), Event.idle(event));
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            hear(event.runId(), Event.terminated(event));
        }
    }
}

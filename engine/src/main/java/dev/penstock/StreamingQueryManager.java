package dev.penstock;

import dev.penstock.engine.query.Progress;
import dev.penstock.engine.query.QueryEvents;
import dev.penstock.engine.query.StartedQueries;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The streaming queries of all sessions of a Penstock: [Session#streams]. The class has Spark's name. Safe for use by any thread.
public final class StreamingQueryManager {
    private final Session session;
    private final StartedQueries queries;
    private final Map<StreamingQueryListener, QueryEvents> listeners = new ConcurrentHashMap<>();

    StreamingQueryManager(Session session, StartedQueries queries) {
        this.session = session;
        this.queries = queries;
    }

    /// The queries that run.
    public StreamingQuery[] active() {
        return queries.active().stream().map(run -> new StreamingQuery(session, run))
                .toArray(StreamingQuery[]::new);
    }

    /// The running query of this id, or null.
    public @Nullable StreamingQuery get(UUID id) {
        var found = queries.find(id);
        return found.isEmpty() ? null : new StreamingQuery(session, found.get());
    }

    /// The running query of this id, or null.
    public @Nullable StreamingQuery get(String id) {
        return get(UUID.fromString(id));
    }

    /// Waits until some query is over, or one has been since [#resetTerminated].
    ///
    /// @throws StreamingQueryException when that query has failed
    public void awaitAnyTermination() throws StreamingQueryException {
        awaitAnyTermination(Long.MAX_VALUE);
    }

    /// As [#awaitAnyTermination()], at most `timeoutMs` milliseconds; says whether a query is over.
    public boolean awaitAnyTermination(long timeoutMs) throws StreamingQueryException {
        Optional<StartedQueries.End> ended = Optional.empty();
        try {
            ended = queries.awaitEnd(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ended.isPresent() && ended.get().failure().isPresent()) {
            throw new StreamingQueryException(ended.get().id(), ended.get().runId(),
                    ended.get().failure().get());
        }
        return ended.isPresent();
    }

    /// Forgets the queries that are over, so that [#awaitAnyTermination()] waits for the next one.
    public void resetTerminated() {
        queries.resetTerminated();
    }

    /// From now on the listener hears of all queries.
    public void addListener(StreamingQueryListener listener) {
        var events = new Adapter(listener);
        listeners.put(listener, events);
        queries.addListener(events);
    }

    /// The listener hears no more.
    public void removeListener(StreamingQueryListener listener) {
        var events = listeners.remove(listener);
        if (events != null) {
            queries.removeListener(events);
        }
    }

    /// The listeners that were added here.
    public StreamingQueryListener[] listListeners() {
        return listeners.keySet().toArray(StreamingQueryListener[]::new);
    }

    private record Adapter(StreamingQueryListener listener) implements QueryEvents {
        @Override
        public void started(UUID id, UUID runId, @Nullable String name, String timestamp) {
            listener.onQueryStarted(
                    new StreamingQueryListener.QueryStartedEvent(id, runId, name, timestamp));
        }

        @Override
        public void progress(Progress progress) {
            listener.onQueryProgress(new StreamingQueryListener.QueryProgressEvent(
                    new StreamingQueryProgress(progress)));
        }

        @Override
        public void idle(UUID id, UUID runId, String timestamp) {
            listener.onQueryIdle(new StreamingQueryListener.QueryIdleEvent(id, runId, timestamp));
        }

        @Override
        public void terminated(UUID id, UUID runId, @Nullable String failure,
                @Nullable String condition) {
            listener.onQueryTerminated(
                    new StreamingQueryListener.QueryTerminatedEvent(id, runId, failure, condition));
        }
    }
}

package dev.penstock.engine.query;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The streaming queries that a session can see, and who listens to them. Safe for use by any thread.
public interface StartedQueries {
    /// The queries that run, in the order of their start.
    List<? extends StartedQuery> active();

    /// The running query of this id.
    Optional<? extends StartedQuery> find(UUID id);

    /// Waits until some query is over, or one has been since [#resetTerminated], at most `millis`; says how it ended.
    Optional<End> awaitEnd(long millis) throws InterruptedException;

    /// How a query ended: `failure` is empty when it was stopped or its input is done.
    record End(UUID id, UUID runId, Optional<Throwable> failure) {}

    /// Forgets the queries that are over, for [#awaitEnd].
    void resetTerminated();

    /// From now on the listener hears of all these queries.
    void addListener(QueryEvents listener);

    /// The listener hears no more.
    void removeListener(QueryEvents listener);
}

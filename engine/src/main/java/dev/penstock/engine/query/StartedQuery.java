package dev.penstock.engine.query;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A query that was started as a stream, wherever it runs: in this process ([RunningQuery]) or on a cluster. Safe for use by any thread.
public interface StartedQuery {
    /// Stays the same over restarts from one checkpoint.
    UUID id();

    /// Differs from start to start.
    UUID runId();

    /// The name that the user gave, or null.
    @Nullable
    String name();

    boolean isActive();

    Status status();

    /// Why it ended, when it did not end well.
    Optional<Throwable> failure();

    /// Asks the query to stop after the epoch in progress and waits until it has.
    void stop();

    /// Waits until the query is over.
    void awaitTermination() throws InterruptedException;

    /// Waits until the query is over, at most `millis`, and says whether it is.
    boolean awaitTermination(long millis) throws InterruptedException;

    /// Waits until all that the sources hold now has been committed, or the query is over.
    void processAllAvailable() throws InterruptedException;

    /// The newest report; null before the first epoch.
    @Nullable
    Progress lastProgress();

    /// The newest reports, oldest first.
    List<Progress> recentProgress();

    /// How it is run, as text; with `extended` also what it was made from.
    String explained(boolean extended);

    /// What a query does now, in Spark's words.
    record Status(String message, boolean isDataAvailable, boolean isTriggerActive) {}
}

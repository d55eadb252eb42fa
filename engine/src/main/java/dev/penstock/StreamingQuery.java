package dev.penstock;

import dev.penstock.engine.query.StartedQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A query that was started as a stream. Safe for use by any thread.
public final class StreamingQuery {
    private final Session session;
    private final StartedQuery run;

    StreamingQuery(Session session, StartedQuery run) {
        this.session = session;
        this.run = run;
    }

    /// Stays the same over restarts from one checkpoint.
    public UUID id() {
        return run.id();
    }

    /// Differs from start to start.
    public UUID runId() {
        return run.runId();
    }

    /// The name that was given, or null.
    public @Nullable String name() {
        return run.name();
    }

    /// The session that started it.
    public Session session() {
        return session;
    }

    /// False once it was stopped, has failed, or has come to its end.
    public boolean isActive() {
        return run.isActive();
    }

    /// What it does now.
    public StreamingQueryStatus status() {
        var status = run.status();
        return new StreamingQueryStatus(status.message(), status.isDataAvailable(),
                status.isTriggerActive());
    }

    /// The newest report; null before the first epoch. Epochs come fast, so a report tells of all since the one before.
    public @Nullable StreamingQueryProgress lastProgress() {
        var last = run.lastProgress();
        return last == null ? null : new StreamingQueryProgress(last);
    }

    /// The newest reports, oldest first: 100 when `spark.sql.streaming.numRecentProgressUpdates` does not say otherwise.
    public StreamingQueryProgress[] recentProgress() {
        return run.recentProgress().stream().map(StreamingQueryProgress::new)
                .toArray(StreamingQueryProgress[]::new);
    }

    /// Why it failed, if it did.
    public Optional<StreamingQueryException> exception() {
        return run.failure()
                .map(cause -> new StreamingQueryException(run.id(), run.runId(), cause));
    }

    /// Ends the query after the epoch in progress, and waits for that. Its checkpoint stays, to go on from.
    public void stop() {
        run.stop();
    }

    /// Waits until the query is over.
    ///
    /// @throws StreamingQueryException when it has failed
    public void awaitTermination() throws StreamingQueryException {
        try {
            run.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throwFailure();
    }

    /// Waits until the query is over, at most `timeoutMs` milliseconds, and says whether it is.
    ///
    /// @throws StreamingQueryException when it has failed
    public boolean awaitTermination(long timeoutMs) throws StreamingQueryException {
        boolean ended = false;
        try {
            ended = run.awaitTermination(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throwFailure();
        return ended;
    }

    /// Waits until all rows that the sources hold now are in the sink. For tests; with sources that never rest it may take long.
    ///
    /// @throws StreamingQueryException when the query fails meanwhile
    public void processAllAvailable() throws StreamingQueryException {
        try {
            run.processAllAvailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throwFailure();
    }

    private void throwFailure() throws StreamingQueryException {
        var failure = exception();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /// Prints how the query is run.
    public void explain() {
        explain(false);
    }

    /// Prints how the query is run, with `extended` also what it was made from.
    public void explain(boolean extended) {
        session.print(run.explained(extended));
    }

    /// The query's name and identity.
    @Override
    public String toString() {
        return "StreamingQuery[" + (name() == null ? "" : name() + ", ") + "id = " + id()
                + ", runId = " + runId() + "]";
    }
}

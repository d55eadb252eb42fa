package dev.penstock;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Hears of the streaming queries of a Penstock: [StreamingQueryManager#addListener].
///
/// [#onQueryStarted] is called before the query has done anything, and it waits; the others are called a little later by a thread of their own.
/// An exception is logged and disturbs no query.
public interface StreamingQueryListener {
    /// A query has started.
    void onQueryStarted(QueryStartedEvent event);

    /// A query has something to report, at most each tenth of a second.
    void onQueryProgress(QueryProgressEvent event);

    /// A query has had nothing to do for 10 seconds (`spark.sql.streaming.noDataProgressEventInterval`).
    default void onQueryIdle(QueryIdleEvent event) {}

    /// A query is over.
    void onQueryTerminated(QueryTerminatedEvent event);

    /// A query has started. `timestamp` is ISO-8601 text.
    record QueryStartedEvent(UUID id, UUID runId, @Nullable String name, String timestamp) {}

    /// A query has something to report.
    record QueryProgressEvent(StreamingQueryProgress progress) {}

    /// A query has nothing to do. `timestamp` is ISO-8601 text.
    record QueryIdleEvent(UUID id, UUID runId, String timestamp) {}

    /// A query is over; `exception` is null when it was stopped or has come to its end, `errorClassOnException` the condition of the error.
    record QueryTerminatedEvent(UUID id, UUID runId, @Nullable String exception,
            @Nullable String errorClassOnException) {}
}

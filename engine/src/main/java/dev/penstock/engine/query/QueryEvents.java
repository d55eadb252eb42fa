package dev.penstock.engine.query;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Hears of all queries of a Penstock. [#started] is called by the thread that starts the query, before it has done anything; the others by one
/// thread that does nothing else.
public interface QueryEvents {
    void started(UUID id, UUID runId, @Nullable String name, String timestamp);

    void progress(Progress progress);

    /// The query has had nothing to do for a while (`spark.sql.streaming.noDataProgressEventInterval`).
    void idle(UUID id, UUID runId, String timestamp);

    /// `failure` is null when the query was stopped or its input is done; `condition` is that of the error, when it has one.
    void terminated(UUID id, UUID runId, @Nullable String failure, @Nullable String condition);
}

package dev.penstock;

import java.util.UUID;

/// The query that a [StatefulProcessor] is part of.
public record QueryInfo(UUID queryId, UUID runId, long batchId) {
    /// The query, the same after every restart.
    public UUID getQueryId() {
        return queryId;
    }

    public UUID getRunId() {
        return runId;
    }

    /// The number of the epoch.
    public long getBatchId() {
        return batchId;
    }
}

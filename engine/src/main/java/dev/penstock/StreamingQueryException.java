package dev.penstock;

import dev.penstock.data.error.Conditions;
import java.util.UUID;

/// A streaming query has failed; the cause says why. Its checkpoint is intact: once the cause is mended, it goes on from there.
public final class StreamingQueryException extends Exception {
    private static final long serialVersionUID = 1;
    private static final String CONDITION = "STREAM_FAILED";

    StreamingQueryException(UUID id, UUID runId, Throwable cause) {
        super("[" + CONDITION + "] Query [id = " + id + ", runId = " + runId
                + "] terminated with exception: " + cause.getMessage()
                + " SQLSTATE: " + Conditions.sqlState(CONDITION), cause);
    }

    /// `STREAM_FAILED`.
    public String getCondition() {
        return CONDITION;
    }

    /// The SQLSTATE of the condition.
    public String getSqlState() {
        return Conditions.sqlState(CONDITION);
    }
}

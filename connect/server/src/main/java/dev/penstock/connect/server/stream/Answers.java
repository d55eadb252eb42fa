package dev.penstock.connect.server.stream;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.RunningQuery;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.StreamingQueryInstanceId;

/// What several answers about a query have in common. Static; safe for use by any thread.
final class Answers {
    private static final String FAILED = "STREAM_FAILED";

    private Answers() {}

    /// The identity of a query and of this run of it.
    static StreamingQueryInstanceId id(RunningQuery query) {
        return StreamingQueryInstanceId.newBuilder().setId(query.id().toString())
                .setRunId(query.runId().toString()).build();
    }

    /// Why a query failed, if it did, as clients hear of it.
    static Optional<UserException> failure(RunningQuery query) {
        return query.failure().map(cause -> new UserException(FAILED,
                Map.of("id", query.id().toString(), "runId", query.runId().toString(), "message",
                        String.valueOf(cause.getMessage())),
                null, cause));
    }

    /// @throws UserException with condition `STREAM_FAILED`, when the query has failed
    static void throwFailure(RunningQuery query) {
        failure(query).ifPresent(failure -> {
            throw failure;
        });
    }
}

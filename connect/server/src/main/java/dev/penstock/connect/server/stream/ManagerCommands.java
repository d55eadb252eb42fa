package dev.penstock.connect.server.stream;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.RunningQuery;
import java.util.Map;
import org.apache.spark.connect.proto.StreamingQueryManagerCommand;
import org.apache.spark.connect.proto.StreamingQueryManagerCommandResult;
import org.apache.spark.connect.proto.StreamingQueryManagerCommandResult.StreamingQueryInstance;

/// Commands about all queries of a session. Static; safe for use by any thread.
final class ManagerCommands {
    private ManagerCommands() {}

    /// Carries out the command. Waiting ends when the operation is interrupted.
    ///
    /// @throws UserException when a query has failed that was waited for, or the command needs the client's classes in the server
    static StreamingQueryManagerCommandResult answer(StreamingQueryManagerCommand command,
            SessionQueries queries) throws InterruptedException {
        var result = StreamingQueryManagerCommandResult.newBuilder();
        switch (command.getCommandCase()) {
            case ACTIVE -> {
                var active = result.getActiveBuilder();
                queries.active().forEach(query -> active.addActiveQueries(instance(query)));
            }
            case GET_QUERY -> queries.active(command.getGetQuery())
                    .ifPresent(query -> result.setQuery(instance(query)));
            case AWAIT_ANY_TERMINATION -> {
                var await = command.getAwaitAnyTermination();
                var ended = queries
                        .awaitAny(await.hasTimeoutMs() ? await.getTimeoutMs() : Long.MAX_VALUE);
                ended.ifPresent(Answers::throwFailure);
                result.getAwaitAnyTerminationBuilder().setTerminated(ended.isPresent());
            }
            case RESET_TERMINATED -> {
                queries.resetTerminated();
                result.setResetTerminated(true);
            }
            case LIST_LISTENERS -> result.getListListenersBuilder();
            case ADD_LISTENER, REMOVE_LISTENER -> throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "a listener that runs in the server", "hint",
                            " Listeners run in the client: leave"
                                    + " spark.sql.connect.streaming.serverSideListener.enabled"
                                    + " off."));
            case COMMAND_NOT_SET -> throw new UserException(
                    "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET",
                    Map.of("fullName", "spark.connect.StreamingQueryManagerCommand", "name",
                            "command"));
        }
        return result.build();
    }

    private static StreamingQueryInstance instance(RunningQuery query) {
        var instance = StreamingQueryInstance.newBuilder().setId(Answers.id(query));
        if (query.name() != null) {
            instance.setName(query.name());
        }
        return instance.build();
    }
}

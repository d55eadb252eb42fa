package dev.penstock.connect.server.stream;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.Progress;
import dev.penstock.engine.query.RunningQuery;
import java.util.Map;
import org.apache.spark.connect.proto.StreamingQueryCommand;
import org.apache.spark.connect.proto.StreamingQueryCommandResult;
import org.apache.spark.connect.proto.StreamingQueryCommandResult.ExceptionResult;
import org.apache.spark.connect.proto.StreamingQueryCommandResult.StatusResult;

/// Commands about one query. Static; safe for use by any thread.
final class QueryCommands {
    /// The name of the exception in Spark; clients cut it off at the colon.
    private static final String EXCEPTION = "org.apache.spark.sql.streaming.StreamingQueryException";

    private QueryCommands() {}

    /// Carries out the command. Waiting ends when the operation is interrupted.
    ///
    /// @throws UserException when there is no such query, or the query has failed and the command asks to hear of that
    static StreamingQueryCommandResult answer(StreamingQueryCommand command,
            ServerSession session) throws InterruptedException {
        var id = command.getQueryId();
        var query = SessionQueries.of(session).find(id.getId(), id.getRunId());
        var result = StreamingQueryCommandResult.newBuilder().setQueryId(id);
        switch (command.getCommandCase()) {
            case STATUS -> result.setStatus(status(query));
            case LAST_PROGRESS -> {
                var last = query.lastProgress();
                var recent = result.getRecentProgressBuilder();
                if (last != null) {
                    recent.addRecentProgressJson(last.fieldsJson());
                }
            }
            case RECENT_PROGRESS -> result.getRecentProgressBuilder().addAllRecentProgressJson(
                    query.recentProgress().stream().map(Progress::fieldsJson).toList());
            case STOP -> SessionQueries.of(session).stop(query);
            case PROCESS_ALL_AVAILABLE -> {
                query.processAllAvailable();
                Answers.throwFailure(query);
            }
            case EXPLAIN -> result.getExplainBuilder().setResult(session.session().state()
                    .explained(query.definition().plan(), command.getExplain().getExtended()));
            case EXCEPTION -> result.setException(exception(query, command.getException()));
            case AWAIT_TERMINATION -> result.getAwaitTerminationBuilder()
                    .setTerminated(await(query, command.getAwaitTermination()));
            case COMMAND_NOT_SET -> throw new UserException(
                    "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET",
                    Map.of("fullName", "spark.connect.StreamingQueryCommand", "name", "command"));
        }
        return result.build();
    }

    private static StatusResult status(RunningQuery query) {
        var status = query.status();
        return StatusResult.newBuilder().setStatusMessage(status.message())
                .setIsDataAvailable(status.isDataAvailable())
                .setIsTriggerActive(status.isTriggerActive()).setIsActive(query.isActive())
                .build();
    }

    /// Some clients want to be told of the failure, others want it raised.
    private static ExceptionResult exception(RunningQuery query, boolean asResult) {
        var result = ExceptionResult.newBuilder();
        var failure = Answers.failure(query);
        if (failure.isPresent()) {
            if (!asResult) {
                throw failure.get();
            }
            result.setExceptionMessage(EXCEPTION + ": " + failure.get().getMessage())
                    .setErrorClass(failure.get().condition());
        }
        return result.build();
    }

    private static boolean await(RunningQuery query,
            StreamingQueryCommand.AwaitTerminationCommand command) throws InterruptedException {
        boolean terminated = true;
        if (command.hasTimeoutMs()) {
            terminated = query.awaitTermination(command.getTimeoutMs());
        } else {
            query.awaitTermination();
        }
        Answers.throwFailure(query);
        return terminated;
    }
}

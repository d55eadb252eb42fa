package dev.penstock.connect.server.stream;

import dev.penstock.connect.server.execute.Operation;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanResponse;

/// Commands about streams. Static; safe for use by any thread.
public final class StreamingCommands {
    private StreamingCommands() {}

    /// Whether this class carries out the command.
    public static boolean takes(Command command) {
        return switch (command.getCommandTypeCase()) {
            case WRITE_STREAM_OPERATION_START, STREAMING_QUERY_COMMAND,
                    STREAMING_QUERY_MANAGER_COMMAND, STREAMING_QUERY_LISTENER_BUS_COMMAND ->
                true;
            default -> false;
        };
    }

    /// Carries out a command and sends its result. A command that waits does so on this thread.
    ///
    /// @throws UserException for what is wrong with it
    /// @throws InterruptedException when the operation is interrupted
    public static void run(Command command, Operation operation) throws InterruptedException {
        var queries = SessionQueries.of(operation.session());
        switch (command.getCommandTypeCase()) {
            case WRITE_STREAM_OPERATION_START -> operation.send(ExecutePlanResponse.newBuilder()
                    .setWriteStreamOperationStartResult(StreamStarts
                            .start(command.getWriteStreamOperationStart(), operation.session())));
            case STREAMING_QUERY_COMMAND -> operation.send(
                    ExecutePlanResponse.newBuilder().setStreamingQueryCommandResult(QueryCommands
                            .answer(command.getStreamingQueryCommand(), operation.session())));
            case STREAMING_QUERY_MANAGER_COMMAND -> operation.send(ExecutePlanResponse.newBuilder()
                    .setStreamingQueryManagerCommandResult(ManagerCommands
                            .answer(command.getStreamingQueryManagerCommand(), queries)));
            case STREAMING_QUERY_LISTENER_BUS_COMMAND -> {
                if (command.getStreamingQueryListenerBusCommand().hasAddListenerBusListener()) {
                    queries.bus().run(operation);
                } else {
                    queries.bus().end();
                }
            }
            default -> throw new AssertionError(
                    "asked to carry out " + command.getCommandTypeCase());
        }
    }

    /// Stops all streams of a session.
    public static void stopAll(ServerSession session) {
        SessionQueries.of(session).stopAll();
    }
}

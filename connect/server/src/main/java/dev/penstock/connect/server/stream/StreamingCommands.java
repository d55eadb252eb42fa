package dev.penstock.connect.server.stream;

import dev.penstock.connect.server.execute.Operation;
import dev.penstock.data.error.UserException;
import java.util.Map;
import org.apache.spark.connect.proto.Command;

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
        throw new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", "the command " + command.getCommandTypeCase(), "hint", ""));
    }
}

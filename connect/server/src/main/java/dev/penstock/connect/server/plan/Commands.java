package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.execute.Operation;
import dev.penstock.data.error.UserException;
import java.util.Map;
import org.apache.spark.connect.proto.Command;

/// Commands, but for those about streams. Static; safe for use by any thread.
public final class Commands {
    private Commands() {}

    /// Carries out a command and sends its result, if it has one.
    ///
    /// @throws UserException for what is wrong with it
    /// @throws InterruptedException when the operation is interrupted
    public static void run(Command command, Operation operation) throws InterruptedException {
        throw new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", "the command " + command.getCommandTypeCase(), "hint", ""));
    }
}

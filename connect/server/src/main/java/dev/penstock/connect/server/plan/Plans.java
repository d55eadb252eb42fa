package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Relation;
import java.util.Map;

/// Relations. Static; safe for use by any thread.
public final class Plans {
    private Plans() {}

    /// The relation that a message means. Not analysed yet.
    ///
    /// @throws UserException for what the engine cannot do
    public static Relation relation(org.apache.spark.connect.proto.Relation message,
            ServerSession session) {
        return switch (message.getRelTypeCase()) {
            case RANGE -> {
                var range = message.getRange();
                yield new Relation.Range(range.getStart(), range.getEnd(), range.getStep());
            }
            default -> throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "the relation " + message.getRelTypeCase(), "hint", ""));
        };
    }
}

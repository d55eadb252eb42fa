package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.plan.spec.Relation;

/// Relations. Static; safe for use by any thread.
public final class Plans {
    private Plans() {}

    /// The relation that a message means. Not analysed yet, but for what has to look at data or types to know what it means.
    ///
    /// @throws dev.penstock.data.error.UserException for what the engine cannot do
    public static Relation relation(org.apache.spark.connect.proto.Relation message,
            ServerSession session) {
        return new Translation(session).relation(message);
    }
}

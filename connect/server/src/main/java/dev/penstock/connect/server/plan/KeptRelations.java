package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Relation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The relations that a session keeps on the server under an id: checkpoints, and the batches of `foreachBatch`. Safe for use by any thread.
public final class KeptRelations {
    private final Map<String, Relation> relations = new ConcurrentHashMap<>();
    private final String session;

    private KeptRelations(String session) {
        this.session = session;
    }

    public static KeptRelations of(ServerSession session) {
        return session.part(KeptRelations.class,
                () -> new KeptRelations(session.key().sessionId()));
    }

    public void keep(String id, Relation relation) {
        relations.put(id, relation);
    }

    /// The relation of an id.
    ///
    /// @throws UserException for an id that is not known
    public Relation find(String id) {
        var relation = relations.get(id);
        if (relation == null) {
            throw new UserException("CONNECT_INVALID_PLAN.DATAFRAME_NOT_FOUND",
                    Map.of("dfId", id, "sessionId", session));
        }
        return relation;
    }

    public void forget(String id) {
        relations.remove(id);
    }
}

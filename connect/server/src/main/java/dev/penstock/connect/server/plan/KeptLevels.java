package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.StorageLevel;

/// The storage levels that a client asked for. Rows are not kept: what is remembered is the answer to the question for the level.
/// Safe for use by any thread.
final class KeptLevels {
    private static final StorageLevel USUAL = StorageLevel.newBuilder().setUseDisk(true)
            .setUseMemory(true).setDeserialized(true).setReplication(1).build();
    private static final StorageLevel NONE = StorageLevel.newBuilder().setReplication(1).build();

    private final Map<Relation, StorageLevel> levels = new ConcurrentHashMap<>();

    static KeptLevels of(ServerSession session) {
        return session.part(KeptLevels.class, KeptLevels::new);
    }

    void persist(Relation relation, StorageLevel level, boolean given) {
        levels.putIfAbsent(Messages.withoutOrigin(relation), given ? level : USUAL);
    }

    void unpersist(Relation relation) {
        levels.remove(Messages.withoutOrigin(relation));
    }

    StorageLevel level(Relation relation) {
        return levels.getOrDefault(Messages.withoutOrigin(relation), NONE);
    }
}

package dev.penstock.store.ledger;

import dev.penstock.data.sys.World;
import dev.penstock.store.state.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The ledger of a query without a checkpoint: it only counts.
final class MemoryLedger implements Ledger {
    private final String queryId;
    private long nextEpoch = FIRST_EPOCH;

    MemoryLedger(World world) {
        queryId = newId(world);
    }

    /// A random UUID of version 4.
    static String newId(World world) {
        long high = (world.randomness().getAsLong() & ~0xF000L) | 0x4000L;
        long low = (world.randomness().getAsLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public Optional<Snapshot> snapshot() {
        return Optional.empty();
    }

    @Override
    public List<Declaration> declarations() {
        return List.of();
    }

    @Override
    public long nextEpoch() {
        return nextEpoch;
    }

    @Override
    public long append(Declaration declaration) {
        assert declaration.epoch() == nextEpoch : "epochs are declared in order";
        return nextEpoch++;
    }

    @Override
    public void startSync() {}

    @Override
    public void awaitDurable(long ticket) {}

    @Override
    public void writeSnapshot(long epoch, Map<String, ? extends Image> images,
            Map<String, String> marks) {}

    @Override
    public void close() {}
}

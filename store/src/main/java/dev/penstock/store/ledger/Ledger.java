package dev.penstock.store.ledger;

import dev.penstock.data.sys.World;
import dev.penstock.store.state.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The durable log of a query's epochs, and the snapshots that bound its replay.
///
/// After opening: restore [#snapshot], replay [#declarations], go on with [#nextEpoch]. Then, for each epoch: [#append] its declaration, compute,
/// and let nothing leave the process before [#awaitDurable] has returned. Where computing takes long, [#startSync] after appending makes the disk sync meanwhile.
///
/// Append, startSync and awaitDurable belong to the epoch thread (awaitDurable may be called by others, too); [#writeSnapshot] is called by a background
/// thread, one at a time. Trouble of the disk is a [dev.penstock.data.error.TransientException]: nothing of that epoch counts, and when a sync failed the
/// ledger must be opened again. Damage is a [dev.penstock.data.error.UserException] `CHECKPOINT_CORRUPT`.
public sealed interface Ledger extends AutoCloseable permits DiskLedger, MemoryLedger {
    /// The number of a query's first epoch.
    long FIRST_EPOCH = 0;

    /// Opens a checkpoint, or makes a new one, and takes its lock.
    ///
    /// @throws dev.penstock.data.error.UserException `CHECKPOINT_IN_USE` when another owner has it open, `CHECKPOINT_CORRUPT` when it is damaged
    static Ledger open(World world, Path checkpoint, Sync sync) {
        return DiskLedger.open(world, checkpoint, sync);
    }

    /// A ledger that keeps nothing, for queries that need not survive the process.
    static Ledger inMemory(World world) {
        return new MemoryLedger(world);
    }

    /// The identity of the query, the same for the life of the checkpoint.
    String queryId();

    /// The newest complete snapshot at the time of opening.
    Optional<Snapshot> snapshot();

    /// The epochs declared after [#snapshot] at the time of opening, in order and without a gap.
    List<Declaration> declarations();

    /// The epoch that is to be declared next.
    long nextEpoch();

    /// Writes the declaration of [#nextEpoch] and returns its ticket; survives the process from here on.
    long append(Declaration declaration);

    /// Has the disk sync what was appended while the caller goes on.
    void startSync();

    /// Returns when the ticket's declaration, and all before it, are durable.
    void awaitDurable(long ticket);

    /// Writes a snapshot of the state after `epoch`, -1 for what is known before the first one: arrangements and tables by their stable identity, and small texts by name (a sink's last
    /// epoch, a source's state). Then drops what it makes superfluous. Ends before the first written byte when the state is that of the last snapshot.
    void writeSnapshot(long epoch, Map<String, ? extends Image> images, Map<String, String> marks);

    @Override
    void close();
}

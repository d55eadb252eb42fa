package dev.penstock.store.ledger;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.Disk;
import dev.penstock.data.sys.World;
import dev.penstock.store.state.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The ledger in a checkpoint directory.
///
/// Concurrency: the epoch thread alone writes ([SegmentWriter]). Whoever needs durability first, the epoch thread in [#awaitDurable] or
/// the ledger's own thread after [#startSync], takes the lock of [Syncer] and syncs all that has been written by then; the others find their ticket covered.
/// Snapshots are written beside all that and meet it only where segments are dropped.
final class DiskLedger implements Ledger {
    static final String SPARE = "spare";
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*([0-9]+)");
    private static final int METADATA_VERSION = 1;

    private final AutoCloseable lock;
    private final String queryId;
    private final Optional<Snapshot> snapshot;
    private final List<Declaration> declarations;
    private final Snapshots snapshots;
    private final SegmentWriter writer;

    private DiskLedger(AutoCloseable lock, World world, Path checkpoint, Sync sync)
            throws IOException {
        this.lock = lock;
        var disk = world.disk();
        queryId = queryId(world, checkpoint);
        snapshots = new Snapshots(disk, checkpoint.resolve("snapshots"));
        snapshot = snapshots.open();
        var directory = checkpoint.resolve("ledger");
        declarations = List.copyOf(new Recovery(disk, directory, snapshots.epoch()).run());
        long next = declarations.isEmpty()
                ? snapshots.epoch() + 1
                : declarations.getLast().epoch() + 1;
        var syncer = new Syncer(disk, directory, sync, next - 1);
        writer = new SegmentWriter(disk, directory, syncer, next);
        if (sync == Sync.DISK) {
            syncer.start(world.threads());
        }
    }

    static DiskLedger open(World world, Path checkpoint, Sync sync) {
        var disk = world.disk();
        AutoCloseable lock;
        try {
            createDirectories(disk, checkpoint);
            lock = disk.lock(checkpoint.resolve("lock"));
        } catch (Disk.LockedException e) {
            throw new UserException("CHECKPOINT_IN_USE", Map.of("path", checkpoint.toString()),
                    null, e);
        } catch (IOException e) {
            throw new TransientException("the checkpoint " + checkpoint + " cannot be opened", e);
        }
        boolean opened = false;
        try {
            var ledger = new DiskLedger(lock, world, checkpoint, sync);
            opened = true;
            return ledger;
        } catch (IOException e) {
            throw new TransientException("the checkpoint " + checkpoint + " cannot be opened", e);
        } finally {
            if (!opened) {
                release(lock);
            }
        }
    }

    private static void createDirectories(Disk disk, Path checkpoint) throws IOException {
        if (disk.exists(checkpoint.resolve("metadata"))) {
            return;
        }
        disk.createDirectories(checkpoint.resolve("ledger"));
        disk.createDirectories(checkpoint.resolve("snapshots"));
        disk.syncDirectory(checkpoint);
        var parent = checkpoint.getParent();
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    private static String queryId(World world, Path checkpoint) throws IOException {
        var path = checkpoint.resolve("metadata");
        if (!world.disk().exists(path)) {
            var id = MemoryLedger.newId(world);
            var text = "{\"id\":\"" + id + "\",\"version\":" + METADATA_VERSION + "}";
            Bytes.writeWhole(world.disk(), path,
                    ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return id;
        }
        var text = StandardCharsets.UTF_8.decode(Bytes.read(world.disk(), path)).toString();
        var id = ID.matcher(text);
        var version = VERSION.matcher(text);
        if (!id.find() || !version.find()) {
            throw Damage.at(path, 0, "it has no id and version");
        }
        if (!version.group(1).equals(Integer.toString(METADATA_VERSION))) {
            throw Damage.version(path, Integer.parseInt(version.group(1)));
        }
        return id.group(1);
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public Optional<Snapshot> snapshot() {
        return snapshot;
    }

    @Override
    public List<Declaration> declarations() {
        return declarations;
    }

    @Override
    public long nextEpoch() {
        return writer.nextEpoch();
    }

    @Override
    public long append(Declaration declaration) {
        return writer.append(declaration);
    }

    @Override
    public void startSync() {
        writer.syncer().wake();
    }

    @Override
    public void awaitDurable(long ticket) {
        writer.syncer().await(ticket);
    }

    @Override
    public void writeSnapshot(long epoch, Map<String, ? extends Image> images,
            Map<String, String> marks) {
        if (snapshots.cover(epoch)) {
            return;
        }
        writer.startSegment();
        try {
            snapshots.write(epoch, images, marks);
            writer.dropUpTo(epoch);
        } catch (IOException e) {
            throw new TransientException("the snapshot of epoch " + epoch + " cannot be written",
                    e);
        }
    }

    @Override
    public void close() {
        var trouble = new ArrayList<IOException>();
        writer.close(trouble);
        release(lock);
        if (!trouble.isEmpty()) {
            throw new TransientException("the ledger cannot be closed", trouble.getFirst());
        }
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception e) {
            throw new TransientException("the lock of a checkpoint cannot be released", e);
        }
    }
}

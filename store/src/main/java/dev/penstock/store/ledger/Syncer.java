package dev.penstock.store.ledger;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.sys.Disk;
import dev.penstock.data.sys.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes what was appended durable, many epochs with one `fdatasync` when they have gathered, and prepares segments ahead of need.
///
/// `written` is raised by the epoch thread after each write, `durable` under the lock after each sync. Who syncs reads `written` first, then takes the files, then
/// syncs: so everything up to the number it read is covered. Safe for use by any thread.
final class Syncer {
    /// Segments are this long, so that a few of them hold the epochs between two snapshots and making one takes milliseconds.
    static final int SEGMENT_BYTES = 4 << 20;
    /// Longer than a hand-off between threads takes, shorter than parking and being woken.
    private static final int SPINS = 2_000;

    private final Disk disk;
    private final Path directory;
    private final Sync sync;
    private final ReentrantLock lock = new ReentrantLock();
    /// Files that hold what is not durable yet, the current segment last; guarded by itself.
    private final ArrayDeque<Disk.File> files = new ArrayDeque<>();
    /// True when a segment has got its name and the directory has not been synced since; guarded by `files`.
    private boolean newName;
    private volatile long written;
    private volatile long durable;
    private volatile @Nullable IOException failure;
    private volatile @Nullable Thread thread;
    private volatile boolean syncWanted;
    private final Object spare = new Object();
    /// Guarded by `spare`, and so is the making of it.
    private boolean spareReady;
    private volatile boolean spareWanted = true;
    private volatile boolean closed;

    Syncer(Disk disk, Path directory, Sync sync, long lastEpoch) {
        this.disk = disk;
        this.directory = directory;
        this.sync = sync;
        written = lastEpoch;
        durable = lastEpoch;
    }

    /// Starts the ledger's own thread. Without it whoever awaits does the work, and segments are not prepared.
    void start(Threads threads) {
        thread = threads.start("penstock-ledger", this::run);
    }

    private void run() {
        while (!closed && failure == null) {
            if (spareWanted) {
                synchronized (spare) {
                    if (!spareReady) {
                        prepareSpare();
                    }
                    spareWanted = false;
                }
            } else if (syncWanted && durable < written) {
                syncWanted = false;
                syncUpTo(written);
            } else {
                LockSupport.park(this);
            }
        }
    }

    /// A file of zeros with a header, synced, so that filling and syncing it later changes no metadata. When that fails, segments just grow.
    private void prepareSpare() {
        assert Thread.holdsLock(spare);
        spareWanted = false;
        try (var file = disk.open(directory.resolve(DiskLedger.SPARE))) {
            file.truncate(0);
            var header = new Bytes();
            Segment.putHeader(header);
            file.write(ByteBuffer.allocate(SEGMENT_BYTES), 0);
            file.write(header.flip(), 0);
            file.sync();
            spareReady = true;
        } catch (IOException e) {
            spareReady = false;
        }
    }

    /// Gives the prepared segment its name and orders another; when a query starts it may have to be made first. False when there is none.
    /// The renaming is done under the lock, or the next spare would be made in the very file that is being taken.
    boolean takeSpare(Path path) throws IOException {
        var helper = thread;
        if (helper == null || !helper.isAlive()) {
            return false;
        }
        synchronized (spare) {
            if (!spareReady) {
                prepareSpare();
            }
            boolean ready = spareReady;
            if (ready) {
                disk.rename(directory.resolve(DiskLedger.SPARE), path);
            }
            spareReady = false;
            spareWanted = true;
            LockSupport.unpark(helper);
            return ready;
        }
    }

    /// The epoch thread goes on in this segment; the file is a second handle of it, for syncing only.
    void segment(Disk.File file) throws IOException {
        if (sync == Sync.OS) {
            file.close();
            return;
        }
        synchronized (files) {
            files.add(file);
            newName = true;
        }
    }

    void written(long ticket) {
        written = ticket;
    }

    /// The epoch that a record may call durable: with [Sync#OS] every one that was written.
    long provenDurable() {
        return sync == Sync.OS ? written : durable;
    }

    /// Throws when the ledger has failed and must be opened again.
    void check() {
        var trouble = failure;
        if (trouble != null) {
            throw new TransientException("the ledger " + directory + " cannot be written", trouble);
        }
    }

    void fail(IOException trouble) {
        failure = trouble;
    }

    void wake() {
        if (sync == Sync.DISK && durable < written) {
            syncWanted = true;
            LockSupport.unpark(thread);
        }
    }

    void await(long ticket) {
        check();
        if (sync == Sync.OS || durable >= ticket) {
            return;
        }
        // Somebody may be syncing it already: then a short spin is cheaper than to park and be woken.
        for (int i = 0; i < SPINS && lock.isLocked(); i++) {
            if (durable >= ticket) {
                return;
            }
            Thread.onSpinWait();
        }
        syncUpTo(ticket);
        check();
    }

    private void syncUpTo(long ticket) {
        lock.lock();
        try {
            if (durable < ticket && failure == null) {
                long covered = written;
                syncFiles();
                durable = covered;
            }
        } catch (IOException e) {
            failure = e; // after a failed sync nobody knows what the disk has
        } finally {
            lock.unlock();
        }
    }

    private void syncFiles() throws IOException {
        var toSync = new ArrayList<Disk.File>();
        boolean directoryToo;
        synchronized (files) {
            while (files.size() > 1) {
                toSync.add(files.remove());
            }
            directoryToo = newName;
            newName = false;
        }
        for (var old : toSync) {
            old.sync();
            old.close();
        }
        Disk.@Nullable File current;
        synchronized (files) {
            current = files.peek();
        }
        if (current != null) {
            current.sync();
        }
        if (directoryToo) {
            disk.syncDirectory(directory);
        }
    }

    void close(List<IOException> trouble) {
        if (sync == Sync.DISK && failure == null && durable < written) {
            syncUpTo(written);
        }
        closed = true;
        var helper = thread;
        LockSupport.unpark(helper);
        join(helper);
        synchronized (files) {
            for (var file : files) {
                try {
                    file.close();
                } catch (IOException e) {
                    trouble.add(e);
                }
            }
            files.clear();
        }
        var failed = failure;
        if (failed != null) {
            trouble.add(failed);
        }
    }

    private static void join(@Nullable Thread thread) {
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

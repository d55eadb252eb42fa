package dev.penstock.store.ledger;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Appends declarations to the current segment. [#append] belongs to the epoch thread; the list of segments has a lock, because snapshots drop some.
///
/// A failed write leaves the position where it was, so that the next one overwrites what it left; what it left is cut off at once when the disk lets us.
final class SegmentWriter {
    private final Disk disk;
    private final Path directory;
    private final Syncer syncer;
    private final Bytes record = new Bytes();
    private final List<Long> segments;
    private Disk.@Nullable File file;
    private long position;
    private volatile long nextEpoch;
    private volatile boolean segmentWanted;

    SegmentWriter(Disk disk, Path directory, Syncer syncer, long nextEpoch) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.syncer = syncer;
        this.nextEpoch = nextEpoch;
        segments = new ArrayList<>(Recovery.segments(disk, directory));
    }

    Syncer syncer() {
        return syncer;
    }

    long nextEpoch() {
        return nextEpoch;
    }

    /// The next declaration goes to a new segment, so that the old ones can be dropped once the snapshot is there.
    void startSegment() {
        segmentWanted = true;
    }

    long append(Declaration declaration) {
        assert declaration.epoch() == nextEpoch
                : "epoch " + declaration.epoch() + " is declared, " + nextEpoch + " is next";
        syncer.check();
        record.clear();
        Segment.putRecord(record, declaration, syncer.provenDurable());
        try {
            var target = segmentFor(record.position());
            int length = record.position();
            write(target, length);
            position += length;
        } catch (IOException e) {
            throw new TransientException("epoch " + declaration.epoch()
                    + " cannot be declared in the ledger " + directory, e);
        }
        long ticket = nextEpoch;
        nextEpoch = ticket + 1;
        syncer.written(ticket);
        return ticket;
    }

    private void write(Disk.File target, int length) throws IOException {
        try {
            target.write(record.flip(), position);
        } catch (IOException e) {
            try {
                target.truncate(position);
            } catch (IOException again) {
                e.addSuppressed(again);
                syncer.fail(e);
            }
            throw e;
        }
        assert length > 0;
    }

    private Disk.File segmentFor(int length) throws IOException {
        var current = file;
        boolean full = position + length > Syncer.SEGMENT_BYTES && position > Segment.HEADER;
        // A snapshot of a small segment is not worth a new one: replay skips what the snapshot covers.
        boolean wanted = segmentWanted && position > Syncer.SEGMENT_BYTES / 4;
        if (current != null && !full && !wanted) {
            return current;
        }
        var path = Recovery.segment(directory, nextEpoch);
        var next = newFile(path);
        file = next;
        position = Segment.HEADER;
        segmentWanted = false;
        synchronized (segments) {
            segments.remove(nextEpoch); // one that a crash left empty
            segments.add(nextEpoch);
        }
        syncer.segment(disk.open(path));
        if (current != null) {
            current.close();
        }
        return next;
    }

    private Disk.File newFile(Path path) throws IOException {
        if (syncer.takeSpare(path)) {
            return disk.open(path);
        }
        var next = disk.open(path);
        next.truncate(0);
        var header = new Bytes();
        Segment.putHeader(header);
        next.write(header.flip(), 0);
        return next;
    }

    /// Deletes the segments that hold only epochs up to `epoch`.
    void dropUpTo(long epoch) throws IOException {
        synchronized (segments) {
            while (segments.size() > 1 && segments.get(1) <= epoch + 1) {
                disk.delete(Recovery.segment(directory, segments.getFirst()));
                segments.removeFirst();
            }
        }
    }

    void close(List<IOException> trouble) {
        syncer.close(trouble);
        var current = file;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                trouble.add(e);
            }
        }
    }
}

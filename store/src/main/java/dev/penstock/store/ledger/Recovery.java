package dev.penstock.store.ledger;

import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the ledger's segments after a start: drops what the snapshot covers, cuts a torn tail, and refuses anything else that is damaged.
final class Recovery {
    private final Disk disk;
    private final Path directory;
    private final long snapshotEpoch;
    private final List<Declaration> declarations = new ArrayList<>();

    Recovery(Disk disk, Path directory, long snapshotEpoch) {
        this.disk = disk;
        this.directory = directory;
        this.snapshotEpoch = snapshotEpoch;
    }

    static Path segment(Path directory, long firstEpoch) {
        return directory.resolve(firstEpoch + ".log");
    }

    /// The first epochs of the segments in a directory, rising.
    static List<Long> segments(Disk disk, Path directory) throws IOException {
        return disk.list(directory).stream().filter(name -> name.matches("[0-9]{1,18}\\.log"))
                .map(name -> Long.valueOf(name.substring(0, name.length() - 4))).sorted().toList();
    }

    /// The declared epochs after the snapshot, in order and without a gap.
    List<Declaration> run() throws IOException {
        disk.delete(directory.resolve(DiskLedger.SPARE));
        var epochs = new ArrayList<>(segments(disk, directory));
        while (epochs.size() > 1 && epochs.get(1) <= snapshotEpoch + 1) {
            disk.delete(segment(directory, epochs.removeFirst()));
        }
        long seen = epochs.isEmpty()
                ? snapshotEpoch
                : Math.min(snapshotEpoch, epochs.getFirst() - 1);
        for (int i = 0; i < epochs.size(); i++) {
            var path = segment(directory, epochs.get(i));
            var bytes = Bytes.read(disk, path);
            var scan = Segment.scan(path, bytes);
            int good = 0;
            while (good < scan.entries().size()
                    && follows(scan.entries().get(good).declaration().epoch(), seen)) {
                seen = accept(scan.entries().get(good++));
            }
            boolean gap = good < scan.entries().size();
            if (gap || !scan.clean() || scan.end() == 0) {
                int end = gap ? scan.entries().get(good).start() : scan.end();
                cut(path, bytes, end, seen + 1, epochs.subList(i + 1, epochs.size()));
                break;
            }
        }
        return declarations;
    }

    /// What the snapshot covers may have gaps: segments are deleted in order, but a crash may bring any of them back.
    private boolean follows(long epoch, long seen) {
        return epoch == seen + 1 || (epoch > seen && epoch <= snapshotEpoch + 1);
    }

    private long accept(Segment.Entry entry) {
        if (entry.declaration().epoch() > snapshotEpoch) {
            declarations.add(entry.declaration());
        }
        return entry.declaration().epoch();
    }

    /// Cuts the ledger at the first record that is not good or not the next, unless something behind it proves that what is missing had been durable.
    private void cut(Path path, ByteBuffer bytes, int end, long missing, List<Long> later)
            throws IOException {
        refuseIfDurable(Segment.search(bytes, end), path, end, missing);
        for (long epoch : later) {
            refuseIfDurable(
                    Segment.search(Bytes.read(disk, segment(directory, epoch)), Segment.HEADER),
                    path, end, missing);
        }
        for (long epoch : later.reversed()) {
            disk.delete(segment(directory, epoch));
        }
        if (end <= Segment.HEADER) {
            disk.delete(path);
        } else {
            try (var file = disk.open(path)) {
                file.truncate(end);
                file.sync();
            }
        }
        disk.syncDirectory(directory);
    }

    private static void refuseIfDurable(List<Segment.Entry> behind, Path path, int position,
            long missing) {
        for (var entry : behind) {
            if (entry.durable() >= missing) {
                throw Damage.at(path, position,
                        "the record of epoch " + missing + " is not what was written, and epoch "
                                + entry.declaration().epoch() + " follows it");
            }
        }
    }
}

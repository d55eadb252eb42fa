package dev.penstock.store.ledger;

import dev.penstock.data.sys.Disk;
import dev.penstock.store.state.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The directory of snapshots: each one is a chain of block files, a whole one and then increments, that starts anew when the increments together are larger
/// than the whole. Used by one thread at a time.
final class Snapshots {
    /// So many files are opened at most to restore.
    private static final int MAX_CHAIN = 128;

    private final Disk disk;
    private final Path directory;
    private @Nullable Manifest newest;

    Snapshots(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// The newest complete snapshot; what belongs to none is deleted.
    Optional<Snapshot> open() throws IOException {
        var epoch = disk.list(directory).stream()
                .filter(name -> name.matches("(-1|[0-9]{1,18})\\.manifest"))
                .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - 9))).max();
        if (epoch.isEmpty()) {
            clean(null);
            return Optional.empty();
        }
        newest = Manifest.read(disk, Manifest.path(directory, epoch.getAsLong()));
        var snapshot = new Snapshot(disk, directory, newest);
        clean(newest);
        return Optional.of(snapshot);
    }

    /// The epoch of the newest snapshot, or -1: either there is none, or it is the one from before the first epoch.
    long epoch() {
        return newest == null ? -1 : newest.epoch();
    }

    /// True when there is a snapshot of this epoch or a later one.
    boolean cover(long epoch) {
        return newest != null && epoch <= newest.epoch();
    }

    void write(long epoch, Map<String, ? extends Image> images, Map<String, String> marks)
            throws IOException {
        var previous = newest;
        boolean whole = previous == null || startsAnew(previous.files());
        var identities = identities(whole ? null : previous, images);
        var name = epoch + ".blocks";
        long size;
        try (var writer = new BlockFile.Writer(disk, directory.resolve(name))) {
            for (int i = 0; i < identities.size(); i++) {
                var image = images.get(identities.get(i).name());
                if (image != null) {
                    writer.identity(i);
                    image.writeTo(writer,
                            whole || previous == null
                                    ? -1
                                    : since(previous, identities.get(i).name()));
                }
            }
            size = writer.finish();
        }
        disk.syncDirectory(directory);
        var files = new ArrayList<>(whole || previous == null ? List.of() : previous.files());
        files.add(new BlockFile.Name(name, size));
        var manifest = new Manifest(epoch, List.copyOf(files), identities, Map.copyOf(marks));
        manifest.write(disk, directory);
        newest = manifest;
        clean(manifest);
    }

    private static boolean startsAnew(List<BlockFile.Name> chain) {
        long increments = chain.stream().skip(1).mapToLong(BlockFile.Name::size).sum();
        return increments > chain.getFirst().size() || chain.size() >= MAX_CHAIN;
    }

    private static long since(Manifest previous, String identity) {
        int index = previous.indexOf(identity);
        return index < 0 ? -1 : previous.identities().get(index).generation();
    }

    /// The identities of the chain in their places, then new ones in alphabetical order.
    private static List<Manifest.Identity> identities(@Nullable Manifest previous,
            Map<String, ? extends Image> images) {
        var rest = new TreeMap<String, Image>(images);
        var identities = new ArrayList<Manifest.Identity>();
        if (previous != null) {
            for (var identity : previous.identities()) {
                var image = rest.remove(identity.name());
                identities.add(new Manifest.Identity(identity.name(),
                        image == null ? -1 : image.generation()));
            }
        }
        rest.forEach(
                (name, image) -> identities.add(new Manifest.Identity(name, image.generation())));
        return List.copyOf(identities);
    }

    /// Deletes every file that the manifest does not need.
    private void clean(@Nullable Manifest manifest) throws IOException {
        var needed = new HashSet<String>();
        if (manifest != null) {
            needed.add(manifest.epoch() + ".manifest");
            manifest.files().forEach(file -> needed.add(file.name()));
        }
        for (var name : disk.list(directory)) {
            if (!needed.contains(name)) {
                disk.delete(directory.resolve(name));
            }
        }
    }
}

package dev.penstock.store.ledger;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.sys.Disk;
import dev.penstock.store.state.BlockWriter;
import dev.penstock.store.state.Blocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The state of a query after an epoch, as it lies on disk. Read it right after opening the ledger: the next snapshot deletes what it no longer needs.
public final class Snapshot {
    private final Disk disk;
    private final Path directory;
    private final Manifest manifest;
    /// The newest version of each block by identity, then by kind and number.
    private final List<TreeMap<Long, Place>> places = new ArrayList<>();

    private record Place(int file, BlockFile.Block block) {}

    Snapshot(Disk disk, Path directory, Manifest manifest) throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.manifest = manifest;
        manifest.identities().forEach(_ -> places.add(new TreeMap<>()));
        for (int i = 0; i < manifest.files().size(); i++) {
            int file = i;
            var name = manifest.files().get(i);
            BlockFile.scan(disk, directory.resolve(name.name()), name.size(),
                    block -> places.get(block.identity())
                            .put((long) block.kind() << 32 | (block.number() & 0xFFFFFFFFL),
                                    new Place(file, block)));
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /// The epoch after which the state was as it is here.
    public long epoch() {
        return manifest.epoch();
    }

    /// The small texts that were given with the snapshot, by name.
    public Map<String, String> marks() {
        return manifest.marks();
    }

    /// What is stored under an identity, to restore an arrangement or a table from.
    public Optional<Blocks> blocks(String identity) {
        int index = manifest.indexOf(identity);
        if (index < 0 || manifest.identities().get(index).generation() < 0) {
            return Optional.empty();
        }
        return Optional.of(new StoredBlocks(places.get(index)));
    }

    private final class StoredBlocks implements Blocks {
        private final Map<Long, Place> blocks;

        StoredBlocks(Map<Long, Place> blocks) {
            this.blocks = blocks;
        }

        @Override
        public String origin() {
            return directory.toString();
        }

        @Override
        public void sendTo(BlockWriter receiver) {
            var open = new HashMap<Integer, Disk.File>();
            try {
                for (var place : blocks.values()) {
                    var path = directory.resolve(manifest.files().get(place.file()).name());
                    var file = open.get(place.file());
                    if (file == null) {
                        file = disk.open(path);
                        open.put(place.file(), file);
                    }
                    receiver.block(place.block().kind(), place.block().number(),
                            BlockFile.read(file, path, place.block()));
                }
            } catch (IOException e) {
                throw new TransientException("the snapshot in " + directory + " cannot be read", e);
            } finally {
                open.values().forEach(StoredBlocks::close);
            }
        }

        private static void close(Disk.File file) {
            try {
                file.close();
            } catch (IOException e) {
                throw new TransientException("a file of a snapshot cannot be closed", e);
            }
        }
    }
}

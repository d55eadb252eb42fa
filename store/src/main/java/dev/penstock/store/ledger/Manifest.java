package dev.penstock.store.ledger;

import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What makes a snapshot; format version 1, little-endian. A snapshot is complete when its manifest is there under its name.
///
/// ```
/// | magic "PNSTKMAN" (8) | version (4) | CRC32C of what follows (4) | epoch (8)
/// | block files (4) | name and bytes (8) of each | identities (4) | identity and generation (8) of each | marks (4) | name and text of each |
/// texts: length (4), UTF-8
/// ```
///
/// Block files are read in order, the first holds every block, later ones those that changed. An identity is known in them by its place in this list;
/// one that the snapshot no longer has keeps its place, with generation -1.
record Manifest(long epoch, List<BlockFile.Name> files, List<Identity> identities,
        Map<String, String> marks) {
    static final long MAGIC = 0x4E414D4B54534E50L;
    static final int VERSION = 1;
    private static final int HEADER = 16;

    /// A stored thing and the generation of its image.
    record Identity(String name, long generation) {}

    static Path path(Path directory, long epoch) {
        return directory.resolve(epoch + ".manifest");
    }

    int indexOf(String identity) {
        for (int i = 0; i < identities.size(); i++) {
            if (identities.get(i).name().equals(identity)) {
                return i;
            }
        }
        return -1;
    }

    void write(Disk disk, Path directory) throws IOException {
        var bytes = new Bytes();
        bytes.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(epoch);
        bytes.putInt(files.size());
        files.forEach(file -> bytes.putString(file.name()).putLong(file.size()));
        bytes.putInt(identities.size());
        identities.forEach(
                identity -> bytes.putString(identity.name()).putLong(identity.generation()));
        bytes.putInt(marks.size());
        new TreeMap<>(marks).forEach((name, text) -> bytes.putString(name).putString(text));
        bytes.setInt(12, bytes.crc(HEADER, bytes.position()));
        Bytes.writeWhole(disk, path(directory, epoch), bytes.flip());
    }

    static Manifest read(Disk disk, Path path) throws IOException {
        var bytes = Bytes.read(disk, path);
        if (bytes.limit() < HEADER || bytes.getLong(0) != MAGIC) {
            throw Damage.at(path, 0, "it does not begin as a manifest does");
        }
        if (bytes.getInt(8) != VERSION) {
            throw Damage.version(path, bytes.getInt(8));
        }
        if (Bytes.crc(bytes, HEADER, bytes.limit() - HEADER) != bytes.getInt(12)) {
            throw Damage.at(path, HEADER, "its checksum does not match");
        }
        return parse(bytes.position(HEADER));
    }

    private static Manifest parse(ByteBuffer bytes) {
        long epoch = bytes.getLong();
        var files = new ArrayList<BlockFile.Name>();
        for (int i = bytes.getInt(); i > 0; i--) {
            files.add(new BlockFile.Name(Bytes.readString(bytes), bytes.getLong()));
        }
        var identities = new ArrayList<Identity>();
        for (int i = bytes.getInt(); i > 0; i--) {
            identities.add(new Identity(Bytes.readString(bytes), bytes.getLong()));
        }
        var marks = new TreeMap<String, String>();
        for (int i = bytes.getInt(); i > 0; i--) {
            marks.put(Bytes.readString(bytes), Bytes.readString(bytes));
        }
        return new Manifest(epoch, files, identities, marks);
    }
}

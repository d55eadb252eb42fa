package dev.penstock.store.ledger;

import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A growing little-endian buffer to write records to, and what reading them back needs.
final class Bytes {
    private ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    void clear() {
        buffer.clear();
    }

    int position() {
        return buffer.position();
    }

    private ByteBuffer room(int size) {
        if (buffer.remaining() < size) {
            long needed = (long) buffer.position() + size;
            int capacity = Math.toIntExact(
                    Math.max(needed, Math.min(Integer.MAX_VALUE - 16L, buffer.capacity() * 2L)));
            buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN)
                    .put(buffer.flip());
        }
        return buffer;
    }

    Bytes putInt(int value) {
        room(4).putInt(value);
        return this;
    }

    Bytes putLong(long value) {
        room(8).putLong(value);
        return this;
    }

    Bytes putBytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return putInt(-1);
        }
        putInt(bytes.length);
        room(bytes.length).put(bytes);
        return this;
    }

    Bytes putString(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Bytes put(ByteBuffer content) {
        room(content.remaining()).put(content);
        return this;
    }

    /// Fills with zeros up to the next multiple of 8.
    Bytes align() {
        while ((buffer.position() & 7) != 0) {
            room(1).put((byte) 0);
        }
        return this;
    }

    void setInt(int position, int value) {
        buffer.putInt(position, value);
    }

    int crc(int from, int to) {
        return crc(buffer, from, to - from);
    }

    /// The checksum of `length` bytes at `offset` of a buffer, whatever its position and limit.
    static int crc(ByteBuffer bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().clear().slice(offset, length));
        return (int) crc.getValue();
    }

    /// What was written, to be read; the buffer is to be cleared afterwards.
    ByteBuffer flip() {
        return buffer.flip();
    }

    static byte @Nullable [] readBytes(ByteBuffer source) {
        int length = source.getInt();
        if (length < 0) {
            return null;
        }
        var bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }

    static String readString(ByteBuffer source) {
        byte[] bytes = readBytes(source);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /// The whole contents of a file.
    static ByteBuffer read(Disk disk, Path path) throws IOException {
        try (var file = disk.open(path)) {
            return read(file, 0, Math.toIntExact(file.size()));
        }
    }

    /// `length` bytes of a file; fewer when it ends before.
    static ByteBuffer read(Disk.File file, long position, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        long at = position;
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        return buffer.flip();
    }

    /// Writes a small file so that it is there whole or not at all.
    static void writeWhole(Disk disk, Path path, ByteBuffer content) throws IOException {
        var temporary = path.resolveSibling(path.getFileName() + ".tmp");
        try (var file = disk.open(temporary)) {
            file.truncate(0);
            file.write(content, 0);
            file.sync();
        }
        disk.rename(temporary, path);
        disk.syncDirectory(parent(path));
    }

    static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }
}

package dev.penstock.store.ledger;

import dev.penstock.data.sys.Disk;
import dev.penstock.store.state.BlockWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// A file of blocks of state; format version 1, little-endian. All blocks begin at a multiple of 8.
///
/// ```
/// file:  | magic "PNSTKBLK" (8) | version (4) | 0 (4) | block | block | ...
/// block: | identity (4) | kind (4) | number (4) | length (4) | CRC32C of the content (4) | CRC32C of the 20 bytes before (4) | content | padding to 8 |
/// ```
final class BlockFile {
    static final long MAGIC = 0x4B4C424B54534E50L;
    static final int VERSION = 1;
    static final int HEADER = 16;
    static final int BLOCK_HEADER = 24;
    /// Blocks are gathered to writes of about this size.
    private static final int BUFFER = 1 << 20;

    private BlockFile() {}

    /// A block file of a snapshot, and how long it was when the snapshot was complete.
    record Name(String name, long size) {}

    /// A block in a file: whose it is, and where its content lies.
    record Block(int identity, int kind, int number, long position, int length, int crc) {}

    /// Writes blocks in the order in which they come. [#identity] says whose the next ones are.
    static final class Writer implements BlockWriter, AutoCloseable {
        private final Disk.File file;
        private final Bytes bytes = new Bytes();
        private long written;
        private int identity;

        Writer(Disk disk, Path path) throws IOException {
            file = disk.open(path);
            file.truncate(0);
            bytes.putLong(MAGIC).putInt(VERSION).putInt(0);
        }

        void identity(int index) {
            identity = index;
        }

        @Override
        public void block(int kind, int number, ByteBuffer content) throws IOException {
            int length = content.remaining();
            int start = bytes.position();
            bytes.putInt(identity).putInt(kind).putInt(number).putInt(length).putInt(0).putInt(0);
            bytes.put(content);
            bytes.setInt(start + 16,
                    bytes.crc(start + BLOCK_HEADER, start + BLOCK_HEADER + length));
            bytes.setInt(start + 20, bytes.crc(start, start + 20));
            bytes.align();
            if (bytes.position() >= BUFFER) {
                flush();
            }
        }

        private void flush() throws IOException {
            var content = bytes.flip();
            int length = content.remaining();
            file.write(content, written);
            written += length;
            bytes.clear();
        }

        /// Makes all blocks durable and says how long the file is.
        long finish() throws IOException {
            flush();
            file.sync();
            return written;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// Takes what [#scan] finds.
    interface Visitor {
        void block(Block block);
    }

    /// Reads the headers of all blocks.
    static void scan(Disk disk, Path path, long size, Visitor visitor) throws IOException {
        try (var file = disk.open(path)) {
            if (file.size() < size) {
                throw Damage.at(path, file.size(), "the file ends before its " + size + " bytes");
            }
            var header = Bytes.read(file, 0, HEADER);
            if (header.limit() < HEADER || header.getLong(0) != MAGIC) {
                throw Damage.at(path, 0, "it does not begin as a file of blocks does");
            }
            if (header.getInt(8) != VERSION) {
                throw Damage.version(path, header.getInt(8));
            }
            for (long at = HEADER; at < size;) {
                var block = Bytes.read(file, at, BLOCK_HEADER);
                if (block.limit() < BLOCK_HEADER
                        || Bytes.crc(block, 0, 20) != block.getInt(20)) {
                    throw Damage.at(path, at, "the checksum of a block's header does not match");
                }
                int length = block.getInt(12);
                visitor.block(new Block(block.getInt(0), block.getInt(4), block.getInt(8),
                        at + BLOCK_HEADER, length, block.getInt(16)));
                at = (at + BLOCK_HEADER + length + 7) & -8;
            }
        }
    }

    /// Reads the content of a block.
    static ByteBuffer read(Disk.File file, Path path, Block block) throws IOException {
        var content = Bytes.read(file, block.position(), block.length());
        if (content.limit() < block.length()
                || Bytes.crc(content, 0, block.length()) != block.crc()) {
            throw Damage.at(path, block.position(), "the checksum of a block does not match");
        }
        return content.order(ByteOrder.LITTLE_ENDIAN);
    }
}

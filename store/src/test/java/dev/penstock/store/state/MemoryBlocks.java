package dev.penstock.store.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/// A snapshot in memory: the newest version of each block.
final class MemoryBlocks implements BlockWriter, Blocks {
    private final Map<Long, byte[]> blocks = new TreeMap<>();
    private long written;

    /// Bytes taken since the last call.
    long takeWritten() {
        long bytes = written;
        written = 0;
        return bytes;
    }

    @Override
    public void block(int kind, int number, ByteBuffer content) {
        var bytes = new byte[content.remaining()];
        content.get(bytes);
        written += bytes.length;
        blocks.put((long) kind << 32 | number, bytes);
    }

    @Override
    public String origin() {
        return "memory";
    }

    @Override
    public void sendTo(BlockWriter receiver) throws IOException {
        for (var block : blocks.entrySet()) {
            receiver.block((int) (block.getKey() >> 32), block.getKey().intValue(),
                    ByteBuffer.wrap(block.getValue()));
        }
    }
}

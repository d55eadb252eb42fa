package dev.penstock.engine.session;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.sys.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The number of the last epoch that the user's program has done, in a file of the checkpoint: the number, then its complement to know a torn write.
///
/// It is written without waiting for the disk, so it survives the death of the process; after the loss of power it may be older.
final class Delivered implements AutoCloseable {
    private static final String NAME = "delivered";
    private static final int BYTES = 2 * Long.BYTES;

    private final Disk.File file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    private long epoch = -1;

    /// Opens the file in a checkpoint, and reads it when it is there.
    Delivered(Disk disk, Path checkpoint) {
        try {
            file = disk.open(checkpoint.resolve(NAME));
            int read = file.read(buffer, 0);
            if (read == BYTES && buffer.getLong(0) == ~buffer.getLong(Long.BYTES)) {
                epoch = buffer.getLong(0);
            }
        } catch (IOException e) {
            throw new TransientException("The file " + checkpoint.resolve(NAME) + " cannot be read",
                    e);
        }
    }

    /// The last epoch that was done; -1 when none is known.
    long epoch() {
        return epoch;
    }

    void write(long done) {
        epoch = done;
        buffer.clear().putLong(done).putLong(~done).flip();
        try {
            file.write(buffer, 0);
        } catch (IOException e) {
            throw new TransientException("The number of epoch " + done + " cannot be kept", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new TransientException("The number of the last epoch cannot be closed", e);
        }
    }
}

package dev.penstock.engine.session;

import dev.penstock.data.Batch;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.Disk;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `foreach` and `foreachBatch`: hands the rows of each epoch to the user's program.
///
/// What the program did cannot be taken back, so each epoch is done at least once: after a crash the one that was being done comes again, under the
/// same number. The number is there for the program to leave out what it has done. Without a checkpoint that lasts nothing comes again.
final class RowsSink implements Sink {
    private final String format;
    private final RowsConsumer consumer;
    private final Disk disk;
    private final Optional<Path> checkpoint;
    private @Nullable OwnedRows rows;
    private @Nullable Delivered delivered;

    RowsSink(String format, RowsConsumer consumer, Disk disk, Optional<Path> checkpoint) {
        this.format = format;
        this.consumer = consumer;
        this.disk = disk;
        this.checkpoint = checkpoint;
    }

    @Override
    public void open(Start start) {
        rows = new OwnedRows(start.schema());
        delivered = checkpoint.map(path -> new Delivered(disk, path)).orElse(null);
    }

    private OwnedRows rows() {
        return Objects.requireNonNull(rows, "opened before anything is written");
    }

    @Override
    public long lastEpoch() {
        return delivered == null ? -1 : delivered.epoch();
    }

    @Override
    public void write(long epoch, Batch changes) {
        rows().accept(changes);
    }

    @Override
    public void commit(long epoch) {
        var result = rows().result();
        rows().clear();
        try {
            consumer.accept(result, epoch);
            if (delivered != null) {
                delivered.write(epoch);
            }
        } catch (TransientException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    private UserException failed(Exception cause) {
        var condition = format.equals("foreach")
                ? "FOREACH_USER_FUNCTION_ERROR"
                : "FOREACH_BATCH_USER_FUNCTION_ERROR";
        return new UserException(condition, Map.of("reason", String.valueOf(cause)), null, cause);
    }

    @Override
    public String settle(long epoch) {
        return "";
    }

    @Override
    public String description() {
        return format.equals("foreach") ? "ForeachSink" : "ForeachBatchSink";
    }

    @Override
    public void close() {
        if (delivered != null) {
            delivered.close();
        }
    }
}

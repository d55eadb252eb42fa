package dev.penstock.kafka;

import dev.penstock.data.Batch;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What has been fetched of one partition and not been read: a linked list of chunks with one writer, the fetcher, and one reader at a time.
///
/// Invariant: the chunks after the reader's place hold, in order, every record of the partition from [#position] up to [#fetched].
/// No lock is taken unless the reader has to wait.
final class PartitionBuffer {
    private final TopicPartition partition;
    private final RowVectors vectors;
    private final AtomicLong size = new AtomicLong();
    // The reader's.
    private Chunk chunk;
    private int row;
    private long position;
    private Segments segments = new Segments();
    // The fetcher's.
    private Chunk tail;
    private volatile long fetched;
    private volatile long first;

    PartitionBuffer(TopicPartition partition, long position, boolean withHeaders) {
        this.partition = partition;
        vectors = new RowVectors(partition, withHeaders);
        chunk = tail = new Chunk(java.util.List.of(), position, false);
        this.position = position;
        first = position;
        fetched = position;
    }

    TopicPartition partition() {
        return partition;
    }

    /// The offset at which the buffer began.
    long first() {
        return first;
    }

    /// The offset up to which all records have been fetched. By any thread.
    long fetched() {
        return fetched;
    }

    /// The offset up to which records have been read. By the reader.
    long position() {
        return position;
    }

    /// Bytes that wait to be read. By any thread.
    long size() {
        return size.get();
    }

    /// By the fetcher.
    void append(Chunk added) {
        size.addAndGet(added.size());
        tail.next = added;
        tail = added;
        fetched = added.end;
    }

    /// Begins again elsewhere. By the fetcher while the reader waits for it, which is why the reader's fields may be written.
    void reset(long offset) {
        chunk = tail = new Chunk(java.util.List.of(), offset, false);
        row = 0;
        size.set(0);
        position = offset;
        first = offset;
        fetched = offset;
    }

    /// Gives all records from [#position] up to `end`, in batches that begin at multiples of [Batch#CAPACITY] rows of the range.
    /// `pull` is called when more has to be fetched, and returns when there may be more.
    void read(long end, Runnable pull, Consumer<Batch> into) {
        while (position < end) {
            gather(end, pull);
            if (segments.rows > 0) {
                emit(into);
            }
        }
    }

    /// Collects up to a batch of rows, and moves the reader's place behind them.
    private void gather(long end, Runnable pull) {
        segments.clear();
        while (position < end && segments.rows < Batch.CAPACITY) {
            if (row == chunk.rows) {
                advance(end, pull);
                continue;
            }
            int stop = Math.min(rowAt(chunk, end), row + Batch.CAPACITY - segments.rows);
            if (stop == row) {
                position = end;
            } else {
                segments.add(chunk, row, stop - row);
                row = stop;
                position = stop == chunk.rows
                        ? Math.min(end, chunk.end)
                        : Math.min(end, chunk.offsets[stop]);
            }
        }
    }

    private void advance(long end, Runnable pull) {
        var next = chunk.next;
        while (next == null) {
            pull.run();
            next = chunk.next;
        }
        chunk = next;
        row = 0;
        size.addAndGet(-next.size());
        if (next.rows == 0) {
            position = Math.min(end, Math.max(position, next.end));
        }
    }

    /// The first row of a chunk whose offset is not before `end`.
    private static int rowAt(Chunk chunk, long end) {
        if (chunk.end <= end) {
            return chunk.rows;
        }
        int found = Arrays.binarySearch(chunk.offsets, end);
        return found >= 0 ? found : -found - 1;
    }

    private void emit(Consumer<Batch> into) {
        vectors.begin(segments.rows);
        if (segments.count == 1) {
            vectors.share(segments.chunk(0));
            vectors.addViews(segments.chunk(0), segments.starts[0], segments.counts[0]);
        } else {
            for (int i = 0; i < segments.count; i++) {
                vectors.addCopies(segments.chunk(i), segments.starts[i], segments.counts[i]);
            }
        }
        segments.clear();
        into.accept(vectors.batch());
    }

    /// Pieces of chunks that make a batch.
    private static final class Segments {
        private @Nullable Chunk[] chunks = new @Nullable Chunk[4];
        private int[] starts = new int[4];
        private int[] counts = new int[4];
        private int count;
        private int rows;

        Chunk chunk(int index) {
            return java.util.Objects.requireNonNull(chunks[index]);
        }

        void clear() {
            Arrays.fill(chunks, 0, count, null);
            count = 0;
            rows = 0;
        }

        void add(Chunk chunk, int start, int added) {
            if (count == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * count);
                starts = Arrays.copyOf(starts, 2 * count);
                counts = Arrays.copyOf(counts, 2 * count);
            }
            chunks[count] = chunk;
            starts[count] = start;
            counts[count++] = added;
            rows += added;
        }
    }
}

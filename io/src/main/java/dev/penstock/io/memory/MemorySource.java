package dev.penstock.io.memory;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Rows in memory, added by a program while queries read them.
///
/// It is a [Source] itself, for one query at a time; [#view] gives further sources over the same rows, one for each other query. An offset is
/// the number of rows before it. Replayable as long as this object lives; nothing is forgotten. [#add] is safe from any thread.
public final class MemorySource implements Source {
    private final Schema schema;
    private final List<Chunk> chunks = new ArrayList<>();
    private final CopyOnWriteArrayList<View> views = new CopyOnWriteArrayList<>();
    private final View own = new View();
    private long rows;

    /// Rows `first` to `first + size - 1`; never changed.
    private static final class Chunk {
        private final long first;
        private final int size;
        private final Vector[] columns;

        Chunk(long first, int size, Vector[] columns) {
            this.first = first;
            this.size = size;
            this.columns = columns;
        }
    }

    public MemorySource(Schema schema) {
        this.schema = schema;
    }

    public Schema schema() {
        return schema;
    }

    /// Adds a copy of the selected rows; weights are not looked at.
    public void add(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        int count = batch.count();
        var columns = Vectors.allocate(schema.types(), count);
        for (int i = 0; i < columns.length; i++) {
            columns[i].copyRows(batch.column(i), batch.rows(), 0);
        }
        append(count, columns);
    }

    /// Adds rows given as Java objects, by position, of the classes that [Values] names.
    public void add(List<? extends List<? extends @Nullable Object>> added) {
        for (int from = 0; from < added.size(); from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, added.size() - from);
            var columns = Vectors.allocate(schema.types(), count);
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < columns.length; i++) {
                    Values.set(columns[i], schema.type(i), row, added.get(from + row).get(i));
                }
            }
            append(count, columns);
        }
    }

    private void append(int count, Vector[] columns) {
        synchronized (chunks) {
            chunks.add(new Chunk(rows, count, columns));
            rows += count;
        }
        views.forEach(View::wake);
    }

    private long rows() {
        synchronized (chunks) {
            return rows;
        }
    }

    /// A source over the same rows for another query.
    public Source view() {
        return new View();
    }

    @Override
    public Offset start() {
        return own.start();
    }

    @Override
    public Offset latest() {
        return own.latest();
    }

    @Override
    public void open(Offset from, Runnable wake) {
        own.open(from, wake);
    }

    @Override
    public Offset available(Offset from, ReadLimit limit) {
        return own.available(from, limit);
    }

    @Override
    public List<Split> plan(Offset from, Offset to) {
        return own.plan(from, to);
    }

    @Override
    public String description() {
        return own.description();
    }

    @Override
    public void close() {
        own.close();
    }

    private List<Chunk> between(long from, long to) {
        synchronized (chunks) {
            return chunks.stream()
                    .filter(chunk -> chunk.first < to && chunk.first + chunk.size > from)
                    .toList();
        }
    }

    private static Batch part(Chunk chunk, long from, long to) {
        var batch = Batch.of(chunk.size, chunk.columns);
        int first = (int) Math.max(0, from - chunk.first);
        int end = (int) Math.min(chunk.size, to - chunk.first);
        if (first == 0) {
            return batch.select(Selection.all(end));
        }
        int[] positions = new int[end - first];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = first + i;
        }
        return batch.select(Selection.of(positions, positions.length));
    }

    private final class View implements Source {
        private volatile @Nullable Runnable waker;

        private void wake() {
            var current = waker;
            if (current != null) {
                current.run();
            }
        }

        @Override
        public Offset start() {
            return new Offset("0");
        }

        @Override
        public Offset latest() {
            return new Offset(Long.toString(rows()));
        }

        @Override
        public void open(Offset from, Runnable wake) {
            waker = wake;
            views.addIfAbsent(this);
            if (rows() > Long.parseLong(from.json())) {
                wake.run();
            }
        }

        @Override
        public Offset available(Offset from, ReadLimit limit) {
            long first = Long.parseLong(from.json());
            long end = Math.max(first, rows());
            end = end - first > limit.maxRows() ? first + limit.maxRows() : end;
            if (limit.until() != null) {
                end = Math.min(end, Math.max(first, Long.parseLong(limit.until().json())));
            }
            return end == first ? from : new Offset(Long.toString(end));
        }

        @Override
        public List<Split> plan(Offset from, Offset to) {
            long first = Long.parseLong(from.json());
            long end = Long.parseLong(to.json());
            return List.of(into -> between(first, end)
                    .forEach(chunk -> into.accept(part(chunk, first, end))));
        }

        @Override
        public String description() {
            return "MemoryStream[" + String.join(",", schema.names()) + "]";
        }

        @Override
        public void close() {
            waker = null;
            views.remove(this);
        }
    }
}

package dev.penstock.engine.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.data.error.TransientException;
import dev.penstock.engine.catalog.LivePart;
import dev.penstock.engine.catalog.LiveTable;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import dev.penstock.store.table.TableSnapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rows of a table of this process.
///
/// An offset is the number of rows by writer, e.g. `{"clicks":42}`. Of a table to which rows are only added, a range can be read again and again: rows
/// come in an order that does not change, in this process and after a restart, because writers are deterministic. The rows of any
/// other table are read once, as they are after one epoch, and a stream that joins them keeps them in its ledger.
final class TableSource implements Source {
    private static final JsonFactory JSON = new JsonFactory();
    /// How long a range may be waited for that a recovering writer has to bring back first.
    private static final long WAIT_MILLIS = 60_000;

    private final LiveTable table;
    private final boolean streaming;
    private final boolean replayable;
    private final Map<String, TableSnapshot> pinned = new LinkedHashMap<>();
    private @Nullable Runnable registered;

    TableSource(LiveTable table, boolean streaming) {
        this.table = table;
        this.streaming = streaming;
        replayable = table.isAppendOnly();
    }

    @Override
    public Offset start() {
        return offset(new TreeMap<>());
    }

    @Override
    public Offset latest() {
        var rows = new TreeMap<String, Long>();
        for (var part : table.parts()) {
            var snapshot = part.snapshot();
            if (!streaming) {
                pinned.put(part.writer(), snapshot);
            }
            rows.put(part.writer(), snapshot.rowCount());
        }
        return offset(rows);
    }

    @Override
    public void open(Offset from, Runnable wake) {
        registered = wake;
        table.addWake(wake);
    }

    @Override
    public Offset available(Offset from, ReadLimit limit) {
        var taken = rows(from);
        var bound = limit.until() == null ? null : rows(limit.until());
        var next = new TreeMap<>(taken);
        long left = limit.maxRows();
        for (var part : table.parts()) {
            long at = taken.getOrDefault(part.writer(), 0L);
            long end = bound == null
                    ? part.snapshot().rowCount()
                    : bound.getOrDefault(part.writer(), 0L);
            long to = Math.max(at,
                    Math.min(end, left > Long.MAX_VALUE - at ? Long.MAX_VALUE : at + left));
            left -= to - at;
            next.put(part.writer(), to);
        }
        return offset(next);
    }

    @Override
    public List<Split> plan(Offset from, Offset to) {
        var begin = rows(from);
        var splits = new ArrayList<Split>();
        rows(to).forEach((writer, end) -> {
            long start = begin.getOrDefault(writer, 0L);
            if (end > start) {
                splits.add(new Range(snapshot(writer, end), start, end));
            }
        });
        return splits;
    }

    private TableSnapshot snapshot(String writer, long rows) {
        var known = pinned.get(writer);
        if (known != null && known.rowCount() >= rows) {
            return known;
        }
        LivePart part = table.part(writer);
        try {
            if (part.awaitRows(rows, WAIT_MILLIS)) {
                return part.snapshot();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TransientException(
                "Table " + table.name() + " does not have its first " + rows + " rows from "
                        + writer + " yet",
                new TimeoutException());
    }

    /// Rows `from` (inclusive, counted from 0) to `to` (exclusive) of a part.
    private record Range(TableSnapshot snapshot, long from, long to) implements Split {
        @Override
        public void read(Consumer<Batch> into) {
            long[] at = new long[1];
            snapshot.forEach(batch -> {
                long first = at[0];
                at[0] += batch.count();
                if (at[0] > from && first < to) {
                    into.accept(cut(batch, (int) Math.max(0, from - first),
                            (int) Math.min(batch.count(), to - first)));
                }
            });
        }

        private static Batch cut(Batch batch, int begin, int end) {
            if (begin == 0 && end == batch.count()) {
                return batch;
            }
            int[] positions = new int[end - begin];
            for (int i = begin; i < end; i++) {
                positions[i - begin] = batch.rows().at(i);
            }
            return batch.select(Selection.of(positions, positions.length));
        }
    }

    @Override
    public boolean replayable() {
        return replayable;
    }

    @Override
    public String description() {
        return "Table[" + table.name() + "]";
    }

    @Override
    public void close() {
        var wake = registered;
        if (wake != null) {
            table.removeWake(wake);
        }
    }

    /// Offsets are compared as text, so there is one text for one position: writers in alphabetical order, without those that have no rows.
    private static Offset offset(SortedMap<String, Long> rows) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var entry : rows.entrySet()) {
                if (entry.getValue() > 0) {
                    json.writeNumberField(entry.getKey(), entry.getValue());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Offset(text.toString());
    }

    private static Map<String, Long> rows(Offset offset) {
        var rows = new TreeMap<String, Long>();
        try (var json = JSON.createParser(offset.json())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var writer = json.currentName();
                json.nextToken();
                rows.put(writer, json.getLongValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}

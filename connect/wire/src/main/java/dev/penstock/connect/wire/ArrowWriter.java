package dev.penstock.connect.wire;

import dev.penstock.connect.wire.ArrowHeaders.Region;
import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Rows to Arrow, in pieces of bounded size. Not safe for two threads.
///
/// Batches are copied as they are added and may change afterwards. Whenever a piece is full it goes to the receiver; [#finish] gives the rest,
/// and an empty piece when there were no rows at all, since clients take the schema from a piece.
public final class ArrowWriter {
    /// A piece is full at this size: large enough that headers do not count, small enough to keep many of in memory.
    public static final int FULL_BYTES = 4 << 20;
    /// And at this many rows, whose positions are kept as ints.
    private static final int FULL_ROWS = 1 << 16;
    /// So many rows are copied before the size is looked at again.
    private static final int STEP = 256;
    private static final int CONTINUATION = 0xFFFFFFFF;

    private final Consumer<ArrowRows> into;
    private final List<ArrowColumn> columns;
    private final ByteBuffer schemaHeader;
    private final int[] positions = new int[STEP];
    private int rows;
    private boolean given;

    /// `zone` is what timestamps are marked with; their values do not depend on it.
    public ArrowWriter(Schema schema, ZoneId zone, Consumer<ArrowRows> into) {
        this.into = into;
        columns = schema.types().stream().map(ArrowColumn::new).toList();
        schemaHeader = ArrowHeaders.schema(schema, zone.getId());
    }

    /// Adds the rows that count, each as often as its weight says.
    public void add(Batch batch) {
        int pending = 0;
        int count = batch.count();
        for (int i = 0; i < count; i++) {
            int row = batch.rows().at(i);
            for (long copies = batch.weight(row); copies > 0; copies--) {
                positions[pending++] = row;
                if (pending == STEP) {
                    append(batch, pending);
                    pending = 0;
                }
            }
        }
        if (pending > 0) {
            append(batch, pending);
        }
    }

    private void append(Batch batch, int count) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).append(batch.column(i), positions, count);
        }
        rows += count;
        long bytes = 0;
        for (var column : columns) {
            bytes += column.bytes();
        }
        if (bytes >= FULL_BYTES || rows >= FULL_ROWS) {
            give();
        }
    }

    /// Gives what has not been given yet.
    public void finish() {
        if (rows > 0 || !given) {
            give();
        }
    }

    private void give() {
        into.accept(new ArrowRows(stream(), rows));
        given = true;
        rows = 0;
        columns.forEach(ArrowColumn::clear);
    }

    private byte[] stream() {
        var all = new ArrayList<ArrowColumn>();
        columns.forEach(column -> flatten(column, all));
        var regions = new ArrayList<Region>();
        long body = 0;
        for (var column : all) {
            for (var buffer : column.buffers()) {
                regions.add(new Region(body, buffer.size()));
                body += padded(buffer.size());
            }
        }
        var batchHeader = ArrowHeaders.recordBatch(rows, all, regions, body);
        int total = Math.toIntExact(8L + padded(schemaHeader.remaining()) + 8
                + padded(batchHeader.remaining()) + body + 8);
        var stream = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(stream, schemaHeader);
        putHeader(stream, batchHeader);
        for (var column : all) {
            for (var buffer : column.buffers()) {
                int start = stream.position();
                stream.put(buffer.bytes(), 0, buffer.size());
                stream.position(start + (int) padded(buffer.size()));
            }
        }
        stream.putInt(CONTINUATION).putInt(0);
        return stream.array();
    }

    private static void flatten(ArrowColumn column, List<ArrowColumn> into) {
        into.add(column);
        column.children().forEach(child -> flatten(child, into));
    }

    private static void putHeader(ByteBuffer stream, ByteBuffer header) {
        int length = (int) padded(header.remaining());
        stream.putInt(CONTINUATION).putInt(length);
        int start = stream.position();
        stream.put(header.duplicate());
        stream.position(start + length);
    }

    private static long padded(long bytes) {
        return (bytes + 7) & ~7;
    }
}

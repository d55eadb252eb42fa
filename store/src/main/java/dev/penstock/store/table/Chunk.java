package dev.penstock.store.table;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.store.state.RowCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Rows of an append log in columns that fit them exactly. Immutable.
record Chunk(int rows, List<Vector> columns) {
    /// A full chunk is one batch.
    static final int CAPACITY = Batch.CAPACITY;

    Batch batch() {
        return Batch.of(rows, columns.toArray(Vector[]::new));
    }

    /// Rows `from` to `to - 1` of batches that follow each other.
    static Chunk of(Schema schema, List<Batch> batches, int from, int to) {
        int rows = to - from;
        Vector[] columns = Vectors.allocate(schema.types(), rows);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(columns[i], batches, i, from, to);
        }
        return new Chunk(rows, List.of(columns));
    }

    private static Vector column(Vector empty, List<Batch> batches, int column, int from, int to) {
        int start = 0;
        int at = 0;
        for (var batch : batches) {
            int first = Math.max(0, from - start);
            int end = Math.min(batch.size(), to - start);
            if (first < end) {
                var positions = new int[end - first];
                for (int i = 0; i < positions.length; i++) {
                    positions[i] = first + i;
                }
                var rows = first == 0
                        ? Selection.all(end)
                        : Selection.of(positions, positions.length);
                empty.copyRows(batch.column(column), rows, at);
                at += end - first;
            }
            start += batch.size();
        }
        return empty instanceof BytesVector bytes ? fitted(bytes, to - from) : empty;
    }

    /// The same bytes in a buffer without room to grow.
    private static BytesVector fitted(BytesVector bytes, int rows) {
        int size = 0;
        for (int i = 0; i < rows; i++) {
            size += bytes.isNull(i) ? 0 : bytes.length(i);
        }
        var buffer = new byte[size];
        var fitted = new BytesVector(rows);
        fitted.viewOf(buffer);
        int at = 0;
        for (int i = 0; i < rows; i++) {
            if (bytes.isNull(i)) {
                fitted.setNull(i);
            } else {
                System.arraycopy(bytes.buffer(), bytes.offset(i), buffer, at, bytes.length(i));
                fitted.view(i, at, bytes.length(i));
                at += bytes.length(i);
            }
        }
        return fitted;
    }

    /// Rows (4 bytes), then column by column each value as [RowCodec] writes it.
    ByteBuffer encode(RowCodec codec) {
        codec.clear();
        for (var column : columns) {
            for (int row = 0; row < rows; row++) {
                codec.write(column, row, false);
            }
        }
        return ByteBuffer.allocate(4 + codec.length()).order(ByteOrder.LITTLE_ENDIAN).putInt(rows)
                .put(codec.bytes(), 0, codec.length()).flip();
    }

    static Chunk decode(Schema schema, ByteBuffer source) {
        int rows = source.order(ByteOrder.LITTLE_ENDIAN).getInt();
        Vector[] columns = Vectors.allocate(schema.types(), rows);
        for (int i = 0; i < columns.length; i++) {
            for (int row = 0; row < rows; row++) {
                RowCodec.read(source, columns[i], row);
            }
            columns[i] = columns[i] instanceof BytesVector bytes ? fitted(bytes, rows) : columns[i];
        }
        return new Chunk(rows, List.of(columns));
    }
}

package dev.penstock.files;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.Selection;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.data.csv.CsvReader;
import dev.penstock.data.json.JsonReader;
import dev.penstock.data.text.TextParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/// Reads the rows of one file. Used once, by one thread.
final class FileRows {
    private final FileTable table;
    private final Path path;
    private final Consumer<Batch> into;
    private final Vector[] columns;
    private final int dataWidth;
    private int count;

    FileRows(FileTable table, Path path, Consumer<Batch> into) {
        this.table = table;
        this.path = path;
        this.into = into;
        columns = Vectors.allocate(table.schema().types(), Batch.CAPACITY);
        dataWidth = table.data().size();
    }

    void read() {
        var kind = FileRecords.Kind.of(table.format(), table.options());
        try {
            switch (table.format()) {
                case TEXT -> FileRecords.forEach(path, table.options(), kind, this::takeText);
                case CSV -> readCsv(kind);
                case JSON -> readJson(kind);
            }
        } catch (IOException e) {
            throw FileTable.failedRead(path, e);
        }
        flush();
    }

    private boolean takeText(byte[] text, int offset, int length, boolean first) {
        if (dataWidth > 0) {
            ((BytesVector) columns[0]).append(count, text, offset, length);
        }
        added(1);
        return true;
    }

    private void readCsv(FileRecords.Kind kind) throws IOException {
        var options = FileFormat.csv(table.options());
        var reader = new CsvReader(table.data(), options);
        var data = Arrays.copyOf(columns, dataWidth);
        FileRecords.forEach(path, table.options(), kind, (text, offset, length, first) -> {
            if (first && options.header()) {
                reader.checkHeader(text, offset, length);
            } else if (reader.read(text, offset, length, data, count)) {
                added(1);
            }
            return true;
        });
    }

    private void readJson(FileRecords.Kind kind) throws IOException {
        var reader = new JsonReader(table.data().asStruct(), FileFormat.json(table.options()));
        var struct = new StructVector(Batch.CAPACITY, Arrays.copyOf(columns, dataWidth));
        FileRecords.forEach(path, table.options(), kind, (text, offset, length, first) -> {
            added(reader.readRows(text, offset, length, struct, count));
            return true;
        });
    }

    private void added(int rows) {
        count += rows;
        if (count >= Batch.CAPACITY) {
            flush();
        }
    }

    private void flush() {
        if (count == 0) {
            return;
        }
        fillPartitions();
        if (count <= Batch.CAPACITY) {
            into.accept(Batch.of(count, columns));
        } else {
            flushSlices();
        }
        count = 0;
        for (var column : columns) {
            column.reset(Batch.CAPACITY);
        }
    }

    /// One record of JSON can give more rows than a batch may have.
    private void flushSlices() {
        var slice = Vectors.allocate(table.schema().types(), Batch.CAPACITY);
        var positions = new int[Batch.CAPACITY];
        for (int first = 0; first < count; first += Batch.CAPACITY) {
            int size = Math.min(Batch.CAPACITY, count - first);
            for (int i = 0; i < size; i++) {
                positions[i] = first + i;
            }
            for (int i = 0; i < columns.length; i++) {
                slice[i].reset(Batch.CAPACITY);
                slice[i].copyRows(columns[i], Selection.of(positions, size), 0);
            }
            into.accept(Batch.of(size, slice));
        }
    }

    private void fillPartitions() {
        var values = FileTable.values(table.listing().base(), path);
        for (int i = dataWidth; i < columns.length; i++) {
            var field = table.partitions().field(i - dataWidth);
            var value = values.get(field.name());
            var column = columns[i];
            column.grow(count);
            var text = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            boolean known = value != null && !value.equals(FileTable.NULL_PARTITION)
                    && TextParser.of(field.type(), FileFormat.zone(table.options())).parse(text, 0,
                            text.length, column, 0);
            for (int row = known ? 1 : 0; row < count; row++) {
                if (!known) {
                    column.setNull(row);
                } else if (column instanceof BytesVector bytes) {
                    bytes.view(row, bytes.offset(0), bytes.length(0));
                } else {
                    column.copyRow(column, 0, row);
                }
            }
        }
    }
}

package dev.penstock.files;

import dev.penstock.data.Schema;
import dev.penstock.io.Connector;
import dev.penstock.io.Sink;
import dev.penstock.io.Source;

/// `csv`: files of csv, read and written. What holds for all formats is said at [FileSource] and [FileSink].
public final class CsvFiles implements Connector {
    @Override
    public String format() {
        return "csv";
    }

    @Override
    public Schema schema(SourceRequest request) {
        return FileTable.of(FileFormat.CSV, request).schema();
    }

    @Override
    public Source source(SourceRequest request) {
        return new FileSource(FileTable.of(FileFormat.CSV, request), request);
    }

    @Override
    public Sink sink(SinkRequest request) {
        return new FileSink(FileFormat.CSV, request);
    }
}

package dev.penstock.files;

import dev.penstock.data.Schema;
import dev.penstock.io.Connector;
import dev.penstock.io.Sink;
import dev.penstock.io.Source;

/// `json`: files of json, read and written. What holds for all formats is said at [FileSource] and [FileSink].
public final class JsonFiles implements Connector {
    @Override
    public String format() {
        return "json";
    }

    @Override
    public Schema schema(SourceRequest request) {
        return FileTable.of(FileFormat.JSON, request).schema();
    }

    @Override
    public Source source(SourceRequest request) {
        return new FileSource(FileTable.of(FileFormat.JSON, request), request);
    }

    @Override
    public Sink sink(SinkRequest request) {
        return new FileSink(FileFormat.JSON, request);
    }
}

package dev.penstock.files;

import dev.penstock.data.Schema;
import dev.penstock.io.Connector;
import dev.penstock.io.Sink;
import dev.penstock.io.Source;

/// `text`: files of text, read and written. What holds for all formats is said at [FileSource] and [FileSink].
public final class TextFiles implements Connector {
    @Override
    public String format() {
        return "text";
    }

    @Override
    public Schema schema(SourceRequest request) {
        return FileTable.of(FileFormat.TEXT, request).schema();
    }

    @Override
    public Source source(SourceRequest request) {
        return new FileSource(FileTable.of(FileFormat.TEXT, request), request);
    }

    @Override
    public Sink sink(SinkRequest request) {
        return new FileSink(FileFormat.TEXT, request);
    }
}

package dev.penstock;

import dev.penstock.engine.session.DottedName;
import dev.penstock.data.Schema;
import dev.penstock.engine.session.Sql;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads streams: `session.readStream().format("kafka").option(...).load()`. Not safe for use by two threads.
public final class StreamReader {
    private final Session session;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String format = "";
    private Optional<Schema> schema = Optional.empty();

    StreamReader(Session session) {
        this.session = session;
    }

    /// What to read from: `kafka`, `json`, `csv`, `text`, `rate`, `rate-micro-batch`, `socket`, ...
    public StreamReader format(String source) {
        format = source;
        return this;
    }

    /// The columns to read.
    public StreamReader schema(Schema newSchema) {
        schema = Optional.of(newSchema);
        return this;
    }

    /// The columns to read, as in `CREATE TABLE`: `id BIGINT, name STRING`.
    public StreamReader schema(String ddl) {
        return schema(Sql.schema(ddl));
    }

    /// An option of the source. Unknown ones are reported when the query is analysed.
    public StreamReader option(String key, String value) {
        options.put(key, value);
        return this;
    }

    /// As [#option(String, String)].
    public StreamReader option(String key, boolean value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public StreamReader option(String key, long value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public StreamReader option(String key, double value) {
        return option(key, String.valueOf(value));
    }

    /// Several options of the source.
    public StreamReader options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    /// The stream.
    public DataFrame load() {
        return new DataFrame(session, new Relation.DataSource(session.backend().format(format),
                schema, options, List.of(), true));
    }

    /// The stream of the files that are in, and will come to, a directory.
    public DataFrame load(String path) {
        return new DataFrame(session, new Relation.DataSource(session.backend().format(format),
                schema, options, List.of(path), true));
    }

    /// The stream of the lines of JSON files.
    public DataFrame json(String path) {
        return format("json").load(path);
    }

    /// The stream of the lines of CSV files.
    public DataFrame csv(String path) {
        return format("csv").load(path);
    }

    /// The stream of the lines of text files, in column `value`.
    public DataFrame text(String path) {
        return format("text").load(path);
    }

    /// The rows of a table, and those that will be added to it.
    public DataFrame table(String name) {
        return new DataFrame(session,
                new Relation.NamedTable(DottedName.parts(name), options, true));
    }
}

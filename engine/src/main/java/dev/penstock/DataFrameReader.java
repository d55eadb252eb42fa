package dev.penstock;

import dev.penstock.engine.session.DottedName;
import dev.penstock.data.Schema;
import dev.penstock.engine.session.Sql;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads what is there now: `session.read().format("csv").option("header", true).load(path)`. Not safe for use by two threads.
public final class DataFrameReader {
    private final Session session;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String format = "";
    private Optional<Schema> schema = Optional.empty();

    DataFrameReader(Session session) {
        this.session = session;
    }

    /// What to read from: `kafka`, `json`, `csv`, `text`, `rate`, `rate-micro-batch`, `socket`, ...
    public DataFrameReader format(String source) {
        format = source;
        return this;
    }

    /// The columns to read.
    public DataFrameReader schema(Schema newSchema) {
        schema = Optional.of(newSchema);
        return this;
    }

    /// The columns to read, as in `CREATE TABLE`: `id BIGINT, name STRING`.
    public DataFrameReader schema(String ddl) {
        return schema(Sql.schema(ddl));
    }

    /// An option of the source. Unknown ones are reported when the query is analysed.
    public DataFrameReader option(String key, String value) {
        options.put(key, value);
        return this;
    }

    /// As [#option(String, String)].
    public DataFrameReader option(String key, boolean value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public DataFrameReader option(String key, long value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public DataFrameReader option(String key, double value) {
        return option(key, String.valueOf(value));
    }

    /// Several options of the source.
    public DataFrameReader options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    /// The rows.
    public DataFrame load() {
        return new DataFrame(session, new Relation.DataSource(session.backend().format(format),
                schema, options, List.of(), false));
    }

    /// The rows of the files at a path: a file, a directory, or a pattern.
    public DataFrame load(String path) {
        return new DataFrame(session, new Relation.DataSource(session.backend().format(format),
                schema, options, List.of(path), false));
    }

    /// The rows of the files at several paths.
    public DataFrame load(String... paths) {
        return new DataFrame(session, new Relation.DataSource(session.backend().format(format),
                schema, options, List.of(paths), false));
    }

    /// The rows of JSON files, a row a line.
    public DataFrame json(String path) {
        return format("json").load(path);
    }

    /// The rows of CSV files.
    public DataFrame csv(String path) {
        return format("csv").load(path);
    }

    /// The lines of text files, in column `value`.
    public DataFrame text(String path) {
        return format("text").load(path);
    }

    /// The rows of a table or view.
    public DataFrame table(String name) {
        return new DataFrame(session,
                new Relation.NamedTable(DottedName.parts(name), options, false));
    }
}

package dev.penstock;

import dev.penstock.engine.session.DottedName;
import dev.penstock.engine.session.WriteRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes the rows of a query that ends: `df.write().format("json").save(path)`. Not safe for use by two threads.
public final class DataFrameWriter {
    private final DataFrame frame;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String format = "";
    private SaveMode mode = SaveMode.ErrorIfExists;
    private List<String> partitionBy = List.of();

    DataFrameWriter(DataFrame frame) {
        this.frame = frame;
    }

    /// What to write to: `kafka`, `json`, `csv`, `console`, `noop`, ...
    public DataFrameWriter format(String sink) {
        format = sink;
        return this;
    }

    /// What to do when there is something already; without, that is an error.
    public DataFrameWriter mode(SaveMode saveMode) {
        mode = saveMode;
        return this;
    }

    /// `append`, `overwrite`, `ignore`, or `error`.
    public DataFrameWriter mode(String saveMode) {
        return mode(SaveMode.of(saveMode));
    }

    /// An option of the sink.
    public DataFrameWriter option(String key, String value) {
        options.put(key, value);
        return this;
    }

    /// As [#option(String, String)].
    public DataFrameWriter option(String key, boolean value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public DataFrameWriter option(String key, long value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public DataFrameWriter option(String key, double value) {
        return option(key, String.valueOf(value));
    }

    /// Several options of the sink.
    public DataFrameWriter options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    /// The columns by whose values files are split into directories.
    public DataFrameWriter partitionBy(String... columns) {
        partitionBy = List.of(columns);
        return this;
    }

    /// Runs the query and writes its rows.
    public void save() {
        frame.session().backend().write(request(Optional.empty()));
    }

    /// Runs the query and writes its rows to files in a directory.
    public void save(String path) {
        options.put("path", path);
        save();
    }

    /// As [#save(String)], in format `json`.
    public void json(String path) {
        format("json").save(path);
    }

    /// As [#save(String)], in format `csv`.
    public void csv(String path) {
        format("csv").save(path);
    }

    /// As [#save(String)], in format `text`.
    public void text(String path) {
        format("text").save(path);
    }

    /// Runs the query and puts its rows into a table of this name in this process, or adds them with [SaveMode#Append].
    public void saveAsTable(String name) {
        frame.session().backend().write(request(Optional.of(DottedName.parts(name))));
    }

    /// Runs the query and adds its rows to a table, by position of the columns.
    public void insertInto(String name) {
        frame.session().backend().insert(frame.relation(), DottedName.parts(name),
                mode == SaveMode.Overwrite);
    }

    private WriteRequest request(Optional<List<String>> table) {
        return new WriteRequest(frame.relation(), format, options, mode.name(), partitionBy, table);
    }
}

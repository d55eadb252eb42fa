package dev.penstock;

import dev.penstock.engine.session.DottedName;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Result;
import dev.penstock.engine.session.RowsConsumer;
import dev.penstock.engine.session.StreamRequest;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Starts a query as a stream: `df.writeStream().format("kafka").option(...).start()`. Not safe for use by two threads.
///
/// Options of every sink: `checkpointLocation`, the directory that keeps what the query has done, from which it goes on after a restart;
/// `ledgerSync`, `disk` (default: survives the loss of power) or `os` (survives the death of the process, and is faster);
/// `snapshotInterval`, how often state is saved to make a restart quick, e.g. `30 seconds`.
public final class StreamWriter {
    private final DataFrame frame;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String format = "";
    private String name = "";
    private OutputMode mode = OutputMode.APPEND;
    private Trigger trigger = Trigger.ProcessingTime(0);
    private List<String> partitionBy = List.of();
    private @Nullable RowsConsumer consumer;

    StreamWriter(DataFrame frame) {
        this.frame = frame;
    }

    /// Which rows the sink gets; without, [OutputMode#APPEND].
    public StreamWriter outputMode(OutputMode outputMode) {
        mode = outputMode;
        return this;
    }

    /// `append`, `update`, `complete` or `changelog`.
    public StreamWriter outputMode(String outputMode) {
        return outputMode(OutputMode.of(outputMode));
    }

    /// Where to write to: `memory`, `kafka`, `json`, `csv`, `console`, `noop`, ...
    public StreamWriter format(String sink) {
        format = sink;
        return this;
    }

    /// A name for the query, unique among those that run; for format `memory` the name of the table.
    public StreamWriter queryName(String queryName) {
        name = queryName;
        return this;
    }

    /// When rows are taken; without, at once.
    public StreamWriter trigger(Trigger newTrigger) {
        trigger = newTrigger;
        return this;
    }

    /// The columns by whose values files are split into directories.
    public StreamWriter partitionBy(String... columns) {
        partitionBy = List.of(columns);
        return this;
    }

    /// An option of the sink, or one of those above.
    public StreamWriter option(String key, String value) {
        options.put(key, value);
        return this;
    }

    /// As [#option(String, String)].
    public StreamWriter option(String key, boolean value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public StreamWriter option(String key, long value) {
        return option(key, String.valueOf(value));
    }

    /// As [#option(String, String)].
    public StreamWriter option(String key, double value) {
        return option(key, String.valueOf(value));
    }

    /// Several options.
    public StreamWriter options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    /// Gives each row to the user's program. See [ForeachWriter] for what to do so that nothing is done twice after a crash.
    public StreamWriter foreach(ForeachWriter<Row> writer) {
        format = "foreach";
        consumer = (result, epoch) -> forEachRow(writer, result, epoch);
        return this;
    }

    private static void forEachRow(ForeachWriter<Row> writer, Result result, long epoch) {
        Throwable failure = null;
        try {
            if (writer.open(0, epoch)) {
                Row.rows(result).forEach(writer::process);
            }
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            writer.close(failure);
        }
    }

    /// Gives the rows of each epoch, and its number, to the user's program. See [ForeachBatchFunction] for what to do so that nothing
    /// is done twice after a crash.
    public StreamWriter foreachBatch(ForeachBatchFunction function) {
        format = "foreachBatch";
        var session = frame.session();
        consumer = (result, epoch) -> function
                .call(new DataFrame(session,
                        new Relation.LocalData(result.schema(), result.batches())), epoch);
        return this;
    }

    /// Starts the query, which runs until it is stopped, fails, or, with some triggers, has done what was there.
    ///
    /// @throws UserException when something is wrong with the query, an option or the checkpoint
    public StreamingQuery start() {
        return start(Optional.empty());
    }

    /// Starts the query with option `path`.
    public StreamingQuery start(String path) {
        options.put("path", path);
        return start();
    }

    /// Starts the query and writes to a table: one of the catalog, or a new one in this process.
    public StreamingQuery toTable(String tableName) {
        return start(Optional.of(DottedName.parts(tableName)));
    }

    private StreamingQuery start(Optional<List<String>> table) {
        var request = new StreamRequest(frame.relation(), name, format, options,
                mode.lowerCaseName(), trigger.pace(),
                trigger.snapshotInterval(), partitionBy, table, Optional.ofNullable(consumer));
        return new StreamingQuery(frame.session(), frame.session().backend().start(request));
    }
}

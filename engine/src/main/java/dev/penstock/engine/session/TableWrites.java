package dev.penstock.engine.session;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.catalog.LiveTable;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.catalog.TableEntry;
import dev.penstock.engine.epoch.BatchRun;
import dev.penstock.io.Connector.SinkRequest;
import dev.penstock.io.Options;
import dev.penstock.io.Start;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Writes the rows of queries that end: to sinks as one epoch, to tables of this process as one version.
final class TableWrites {
    /// The writer of the part of a table that `INSERT` statements fill.
    private static final String INSERTS = "";

    private final SessionState session;

    TableWrites(SessionState session) {
        this.session = session;
    }

    /// Carries out `DataFrame.write`.
    void write(WriteRequest request) {
        if (request.table().isPresent()) {
            saveAsTable(request, request.table().get());
            return;
        }
        var format = session.format(request.format()).toLowerCase(Locale.ROOT);
        var path = request.options().get("path");
        if (path != null && session.instance().world().disk().exists(Path.of(path))) {
            switch (request.mode()) {
                case "Ignore" -> {
                    return;
                }
                case "ErrorIfExists" ->
                    throw new UserException("PATH_ALREADY_EXISTS", Map.of("outputPath", path));
                default -> {
                }
            }
        }
        if (request.mode().equals("Overwrite") && !format.equals("noop")
                && !format.equals("console")) {
            throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "Overwriting in format " + format, "hint",
                            " Use mode append, or write to a new path."));
        }
        toSink(session.bind(request.relation()), format, request.options(), request.partitionBy());
    }

    private void saveAsTable(WriteRequest request, List<String> name) {
        var existing = session.catalog().shared(name);
        if (existing.isPresent()) {
            switch (request.mode()) {
                case "Append" -> session.insert(request.relation(), name, false);
                case "Ignore" -> {
                }
                case "Overwrite" -> {
                    session.execute(new dev.penstock.plan.spec.Statement.Drop(
                            dev.penstock.plan.spec.Statement.ObjectKind.TABLE, name, true));
                    create(SessionCatalog.newName(name), request.relation());
                }
                default -> throw new UserException("TABLE_OR_VIEW_ALREADY_EXISTS",
                        Map.of("relationName", SessionCatalog.quoted(name)));
            }
            return;
        }
        create(SessionCatalog.newName(name), request.relation());
    }

    /// Makes a table of this process of the rows of a query.
    void create(String name, Relation query) {
        var rows = session.run(query);
        var table = new LiveTable(name, LiveTable.Kind.TABLE, rows.schema(), Optional.empty());
        fill(table, rows, false);
        session.instance().tables().add(new TableEntry.Live(table));
    }

    /// Adds rows to a table of this process, or puts them in the place of those there.
    void fill(LiveTable table, Result rows, boolean overwrite) {
        var part = table.part(INSERTS, rows.schema(), true);
        synchronized (part) {
            if (overwrite) {
                part.truncate();
            }
            rows.batches().forEach(part::write);
            part.commit(part.snapshot().epoch() + 1);
        }
    }

    /// Runs a query and writes its rows to a sink as one epoch.
    void toSink(Logical bound, String format, Map<String, String> options,
            List<String> partitionBy) {
        if (bound.streaming()) {
            throw new UserException("CALL_ON_STREAMING_DATASET_UNSUPPORTED",
                    Map.of("methodName", "`write`"));
        }
        Schema schema = bound.schema();
        var world = session.instance().world();
        var id = new UUID(world.randomness().getAsLong(), world.randomness().getAsLong())
                .toString();
        var request = new SinkRequest(new Options(format, "sink", new TreeMap<>(options)), schema,
                "append", partitionBy, world);
        try (var sink = session.instance().connectors().find(format).sink(request)) {
            sink.open(new Start(id, "", "append", schema, List.of(), ""));
            BatchRun.run(session.optimise(bound), session.sources(),
                    session.configuration().settings().zone(), world,
                    session.instance().workers(), batch -> sink.write(0, batch));
            sink.commit(0);
            sink.settle(0);
        }
    }
}

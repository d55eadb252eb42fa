package dev.penstock.engine.session;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.catalog.LiveTable;
import dev.penstock.engine.catalog.LiveTable.Kind;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.catalog.TableEntry;
import dev.penstock.engine.epoch.Pace;
import dev.penstock.plan.bind.OutputModes;
import dev.penstock.plan.bind.OutputModes.Mode;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Cast;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.syntax.SqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Carries out the statements that make tables and fill them.
///
/// A streaming table is filled by queries in output mode append and can be read as a stream. A materialized view is the result of its query,
/// kept up to date: when its query names no stream with `STREAM`, all that it reads from is read as streams; otherwise what is not
/// named so is read once. Materialized views that it reads from stand for their queries.
final class LiveTables {
    private final SessionState session;

    LiveTables(SessionState session) {
        this.session = session;
    }

    private static Relation done() {
        return Statements.rows(Result.NONE);
    }

    /// True when the name is taken and that is fine.
    private boolean exists(List<String> name, boolean ifNotExists) {
        boolean taken = session.catalog().shared(name).isPresent();
        if (taken && !ifNotExists) {
            throw new UserException("TABLE_OR_VIEW_ALREADY_EXISTS",
                    Map.of("relationName", SessionCatalog.quoted(name)));
        }
        return taken;
    }

    Relation createTable(Statement.CreateTable create) {
        if (create.replace()) {
            session.execute(new Statement.Drop(Statement.ObjectKind.TABLE, create.name(), true));
        } else if (exists(create.name(), create.ifNotExists())) {
            return done();
        }
        var name = SessionCatalog.newName(create.name());
        var format = create.format().toLowerCase(Locale.ROOT);
        if (format.isEmpty() || format.equals(StreamStart.MEMORY)) {
            if (create.query().isPresent()) {
                session.writes().create(name, create.query().get());
            } else {
                var schema = create.schema().orElseThrow(() -> new UserException("INVALID_CALL",
                        Map.of("reason",
                                "table " + name + " needs columns, or a query that gives them")));
                session.instance().tables().add(new TableEntry.Live(
                        new LiveTable(name, Kind.TABLE, schema, Optional.empty())));
            }
            return done();
        }
        session.instance().connectors().find(format);
        session.instance().tables()
                .add(new TableEntry.External(name, format, create.options(), create.schema(),
                        create.partitionBy()));
        create.query().ifPresent(query -> insert(
                new Statement.Insert(create.name(), List.of(), false, false, query)));
        return done();
    }

    Relation createLive(Statement.CreateLiveTable create) {
        if (exists(create.name(), create.ifNotExists())) {
            return done();
        }
        if (create.materializedView()) {
            createMaterializedView(create);
        } else {
            createStreamingTable(create);
        }
        return done();
    }

    private void createStreamingTable(Statement.CreateLiveTable create) {
        var name = SessionCatalog.newName(create.name());
        var table = new LiveTable(name, Kind.STREAMING_TABLE, create.schema().orElse(null),
                Optional.empty());
        if (create.query().isEmpty()) {
            session.instance().tables().add(new TableEntry.Live(table));
            return;
        }
        var relation = create.query().get();
        var fitted = create.schema().isPresent()
                ? fitted(relation, create.schema().get(), create.name())
                : relation;
        var bound = session.bind(fitted);
        var mode = flowMode(create.properties());
        requireStream(bound, name, name, mode);
        var target = mode == Mode.CHANGELOG && create.schema().isPresent()
                ? new LiveTable(name, Kind.STREAMING_TABLE, null, Optional.empty())
                : table;
        add(target, () -> start(name, create.name(), bound, mode.text(),
                withoutMode(create.properties())));
    }

    private void createMaterializedView(Statement.CreateLiveTable create) {
        var name = SessionCatalog.newName(create.name());
        var relation = create.query().orElseThrow(() -> new UserException("INVALID_CALL",
                Map.of("reason", "materialized view " + name + " needs a query")));
        var fitted = create.schema().isPresent()
                ? fitted(relation, create.schema().get(), create.name())
                : relation;
        var bound = session.bind(fitted, session.catalog().inlining());
        var continuous = bound.streaming() ? bound : bound.mapUp(LiveTables::streamed);
        var table = new LiveTable(name, Kind.MATERIALIZED_VIEW, bound.schema(),
                Optional.of(fitted));
        add(table, () -> start(name, create.name(), continuous, "complete", create.properties()));
    }

    private static Logical streamed(Logical node) {
        return node instanceof Logical.Scan scan
                ? new Logical.Scan(scan.format(), scan.name(), scan.options(), scan.sourceSchema(),
                        scan.columns(), true)
                : node;
    }

    /// The table is there before its query starts, and goes again when that fails.
    private void add(LiveTable table, Runnable start) {
        var entry = new TableEntry.Live(table);
        session.instance().tables().add(entry);
        try {
            start.run();
        } catch (RuntimeException e) {
            session.instance().tables().remove(entry);
            throw e;
        }
    }

    /// The property or option of what fills a streaming table: `append`, or `changelog` for the changes of its result.
    private static final String OUTPUT_MODE = "outputMode";

    private static Mode flowMode(Map<String, String> properties) {
        for (var property : properties.entrySet()) {
            if (property.getKey().equalsIgnoreCase(OUTPUT_MODE)) {
                var mode = Mode.of(property.getValue());
                if (mode != Mode.APPEND && mode != Mode.CHANGELOG) {
                    throw new UserException("STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE",
                            Map.of("outputMode", mode.text(), "className",
                                    "streaming table; a materialized view shows a result as it is"));
                }
                return mode;
            }
        }
        return Mode.APPEND;
    }

    private static Map<String, String> withoutMode(Map<String, String> properties) {
        var rest = new TreeMap<>(properties);
        rest.keySet().removeIf(OUTPUT_MODE::equalsIgnoreCase);
        return rest;
    }

    private static void requireStream(Logical bound, String flow, String table, Mode mode) {
        if (!bound.streaming()) {
            throw new UserException("INVALID_FLOW_QUERY_TYPE.BATCH_RELATION_FOR_STREAMING_TABLE",
                    Map.of("flowIdentifier", "`" + flow + "`", "tableIdentifier",
                            "`" + table + "`"));
        }
        OutputModes.check(bound, mode, OutputModes.Taking.CHANGES);
    }

    private void start(String queryName, List<String> target, Logical bound, String mode,
            Map<String, String> options) {
        var request = new StreamRequest(new Relation.OneRow(), queryName, "", options, mode, pace(),
                Optional.empty(), List.of(),
                Optional.of(target), Optional.empty());
        session.streams().start(request, bound);
    }

    /// When queries that SQL starts take rows.
    private Pace pace() {
        var text = session.configuration().value(Configuration.SQL_TRIGGER);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "natural" -> Pace.NATURAL;
            case "availablenow" -> new Pace.AvailableNow(false);
            default -> {
                var interval = new SqlParser(session.configuration().settings().zone())
                        .parseInterval(text);
                yield new Pace.Every(interval.days() * 86_400_000_000L + interval.micros());
            }
        };
    }

    Relation createFlow(Statement.CreateFlow flow) {
        var name = flow.name().getLast();
        var mode = flowMode(flow.options());
        var bound = session.bind(mode == Mode.CHANGELOG
                ? flow.query()
                : forTarget(flow.query(), flow.target(), List.of(), flow.byName()));
        requireStream(bound, name, flow.target().getLast(), mode);
        start(name, flow.target(), bound, mode.text(), withoutMode(flow.options()));
        return done();
    }

    Relation insert(Statement.Insert insert) {
        var entry = session.catalog().shared(insert.target())
                .orElseThrow(() -> new UserException("TABLE_OR_VIEW_NOT_FOUND",
                        Map.of("relationName", SessionCatalog.quoted(insert.target()), "searchPath",
                                SessionCatalog.DATABASE)));
        var query = forTarget(insert.query(), insert.target(), insert.columns(), insert.byName());
        var bound = session.bind(query);
        if (bound.streaming()) {
            start(freeName("insert_into_" + entry.name()), insert.target(), bound, "append",
                    Map.of());
            return done();
        }
        switch (entry) {
            case TableEntry.View view ->
                throw new UserException("VIEW_WRITE_NOT_ALLOWED",
                        Map.of("name", SessionCatalog.quoted(List.of(view.name()))));
            case TableEntry.External table -> {
                if (insert.overwrite()) {
                    throw new UserException("NOT_YET_SUPPORTED",
                            Map.of("feature", "INSERT OVERWRITE of a table USING " + table.format(),
                                    "hint", " INSERT INTO adds rows."));
                }
                session.writes().toSink(bound, table.format(), new TreeMap<>(table.options()),
                        table.partitionBy());
            }
            case TableEntry.Live(var table) -> {
                if (!table.isAppendOnly() || table.kind() == Kind.MEMORY) {
                    throw new UserException("NOT_A_LIVE_TARGET",
                            Map.of("name", table.name(), "reason", "a query keeps it up to date"));
                }
                session.writes().fill(table, session.run(bound), insert.overwrite());
            }
        }
        return done();
    }

    private String freeName(String wanted) {
        var name = wanted;
        for (int i = 2; session.instance().queries().named(name).isPresent(); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /// The query with the columns that its target has, if that is known: by name or by position, those that are missing null.
    private Relation forTarget(Relation query, List<String> target, List<String> columns,
            boolean byName) {
        var schema = switch (session.catalog().shared(target).orElse(null)) {
            case TableEntry.Live(var table) -> table.schema();
            case TableEntry.External table -> table.declared();
            case TableEntry.View _ -> Optional.<Schema>empty();
            case null -> Optional.<Schema>empty();
        };
        if (schema.isEmpty()) {
            return query;
        }
        if (byName) {
            return named(query, schema.get());
        }
        if (columns.isEmpty()) {
            return fitted(query, schema.get(), target);
        }
        return named(new Relation.SubqueryAlias(query, "source", columns), schema.get());
    }

    /// The columns of the target out of those of the query, by position.
    private Relation fitted(Relation query, Schema target, List<String> name) {
        int given = session.schema(query).size();
        if (given != target.size()) {
            throw new UserException(
                    "INSERT_COLUMN_ARITY_MISMATCH." + (given < target.size()
                            ? "NOT_ENOUGH_DATA_COLUMNS"
                            : "TOO_MANY_DATA_COLUMNS"),
                    Map.of("tableName", SessionCatalog.quoted(name), "tableColumns",
                            String.join(", ", target.names()), "dataColumns",
                            String.join(", ", session.schema(query).names())));
        }
        var positions = IntStream.range(0, given).mapToObj(i -> "c" + i).toList();
        var columns = new ArrayList<Expression>();
        for (int i = 0; i < given; i++) {
            columns.add(cast(Attribute.of(positions.get(i)), target.field(i)));
        }
        return new Relation.Project(new Relation.SubqueryAlias(query, "source", positions),
                columns);
    }

    /// The columns of the target out of those of the query, by name.
    private Relation named(Relation query, Schema target) {
        var given = session.schema(query);
        for (var name : given.names()) {
            if (target.indexOf(name) < 0) {
                throw new UserException("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                        Map.of("objectName", "`" + name + "`", "proposal",
                                String.join(", ", target.names())));
            }
        }
        var columns = new ArrayList<Expression>();
        for (var field : target.fields()) {
            Expression value = given.indexOf(field.name()) >= 0
                    ? Attribute.of(field.name())
                    : new Expression.Literal(null, dev.penstock.data.DataType.NULL);
            columns.add(cast(value, field));
        }
        return new Relation.Project(query, columns);
    }

    private static Expression cast(Expression value, Field field) {
        return Alias.of(new Cast(value, field.type(), Cast.Mode.SESSION), field.name());
    }
}

package dev.penstock.connect.client.pipeline;

import dev.penstock.connect.client.Commands;
import dev.penstock.connect.client.RemoteSettings;
import dev.penstock.connect.client.message.Names;
import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.epoch.Pace;
import dev.penstock.engine.query.StartedQuery;
import dev.penstock.engine.session.StreamRequest;
import dev.penstock.engine.session.WriteRequest;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.NamedTable;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.syntax.SqlParser;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.Project;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.ToDF;

/// Streaming tables, materialized views and flows as streams of Spark.
///
/// Where the rows are kept depends on the session's `spark.sql.streaming.checkpointLocation`. With it, streaming tables are tables of the
/// cluster's catalog and their queries go on after a restart; without it, tables are in the memory of the cluster's driver and go with the session, as those
/// of a Penstock without a data directory go with the process. A materialized view of an aggregation is in memory in both cases: Spark has no other
/// sink that takes an answer that changes.
final class LiveTables {
    private static final String CHECKPOINTS = "spark.sql.streaming.checkpointLocation";
    private static final String TRIGGER = "penstock.sql.trigger";
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /// Spark's words for a query whose answer does not change, so that there is no complete answer to write.
    private static final String NOT_AGGREGATED = "_LEGACY_ERROR_TEMP_3102";

    private final Commands commands;
    private final RemoteSettings settings;
    private final KnownTables tables;

    LiveTables(Commands commands, RemoteSettings settings, KnownTables tables) {
        this.commands = commands;
        this.settings = settings;
        this.tables = tables;
    }

    /// A query as this side hands it over, and how many names it takes from it to a source.
    private record Query(org.apache.spark.connect.proto.Relation message, int depth) {}

    void create(Statement.CreateLiveTable create) {
        if (tables.find(create.name()).isPresent()) {
            if (create.ifNotExists()) {
                return;
            }
            throw new UserException("TABLE_OR_VIEW_ALREADY_EXISTS",
                    Map.of("relationName", Names.quoted(create.name())));
        }
        if (create.materializedView()) {
            materialize(create);
        } else if (create.query().isPresent()) {
            var query = fitted(query(create.query().get(), false), create.schema());
            appendTo(create.name(), create.name().getLast(), query);
            known(create, List.of(new Known.Part(create.name(), query.message(), query.depth())));
        } else {
            known(create, List.of());
            create.schema().ifPresent(schema -> commands.createTemporaryView(
                    create.name().getLast(), new Relation.LocalData(schema, List.of()), true));
        }
    }

    private void known(Statement.CreateLiveTable create, List<Known.Part> parts) {
        tables.put(create.name(),
                new Known.Live(create.schema(), create.materializedView(), parts));
    }

    /// All that the query reads is read as a stream, unless it says itself what is.
    private void materialize(Statement.CreateLiveTable create) {
        var relation = create.query().orElseThrow();
        var mentioned = Mentions.of(relation);
        if (mentioned.isEmpty()) {
            commands.createTemporaryView(create.name().getLast(),
                    fitted(query(relation, false), create.schema()).message(), true);
            return;
        }
        boolean all = mentioned.stream().noneMatch(NamedTable::streaming);
        var query = fitted(query(relation, all), create.schema());
        var name = create.name().getLast();
        try {
            start(name, query, "complete", "memory", Map.of(), Optional.empty());
        } catch (UserException e) {
            if (!e.condition().equals(NOT_AGGREGATED)
                    && !e.condition().startsWith("STREAMING_OUTPUT_MODE")) {
                throw e;
            }
            appendTo(create.name(), name, query);
        }
        known(create, List.of(new Known.Part(create.name(), query.message(), query.depth())));
    }

    private boolean isDurable() {
        return settings.find(CHECKPOINTS).filter(path -> !path.isBlank()).isPresent();
    }

    /// Starts a query that adds rows to a table of its own.
    private void appendTo(List<String> table, String queryName, Query query) {
        if (isDurable()) {
            start(queryName, query, "append", "", Map.of(), Optional.of(table));
        } else {
            start(table.getLast(), query, "append", "memory", Map.of(), Optional.empty());
        }
    }

    private StartedQuery start(String name, Query query, String mode, String format,
            Map<String, String> options, Optional<List<String>> table) {
        var request = new StreamRequest(new Relation.OneRow(), name, format, options, mode, pace(),
                Optional.empty(), List.of(), table, Optional.empty());
        return commands.start(request, query.message());
    }

    /// When queries that SQL starts take rows.
    private Pace pace() {
        var text = settings.find(TRIGGER).orElse("natural");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "natural" -> Pace.NATURAL;
            case "availablenow" -> new Pace.AvailableNow(false);
            default -> {
                var interval = new SqlParser(ZoneOffset.UTC).parseInterval(text);
                yield new Pace.Every(interval.days() * MICROS_PER_DAY + interval.micros());
            }
        };
    }

    void flow(Statement.CreateFlow flow) {
        if (!flow.options().isEmpty()) {
            throw new UserException("NOT_YET_SUPPORTED", Map.of("feature",
                    "Options of a flow on a cluster", "hint", ""));
        }
        feed(flow.name().getLast(), flow.target(), flow.query(), flow.byName());
    }

    /// True for an insert that Spark cannot do as it is written: of a stream, or into what only this side knows.
    boolean takes(Statement.Insert insert) {
        return tables.find(insert.target()).isPresent() || isStream(insert.query());
    }

    private static boolean isStream(Relation query) {
        return Mentions.of(query).stream().anyMatch(NamedTable::streaming);
    }

    void insert(Statement.Insert insert) {
        if (insert.overwrite() || !insert.columns().isEmpty()) {
            throw unsupported("INSERT OVERWRITE, or with columns, of a stream");
        }
        if (isStream(insert.query())) {
            feed("insert_into_" + insert.target().getLast(), insert.target(), insert.query(),
                    insert.byName());
            return;
        }
        if (!(tables.find(insert.target()).orElseThrow() instanceof Known.External(var sink))) {
            throw unsupported("INSERT of rows into a table that streams fill");
        }
        commands.write(
                new WriteRequest(new Relation.OneRow(), sink.format(), sink.options(), "Append",
                        List.of(), Optional.empty()),
                query(insert.query(), false).message());
    }

    private static UserException unsupported(String what) {
        return new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", what + " in a session on a cluster", "hint", ""));
    }

    private void feed(String name, List<String> target, Relation relation, boolean byName) {
        var query = query(relation, false);
        switch (tables.find(target).orElse(null)) {
            case Known.External(var sink) ->
                start(name, query, "append", sink.format(), sink.options(), Optional.empty());
            case Known.Live table when !table.materializedView() ->
                addPart(name, target, table, byName ? query : fitted(query, table.schema()));
            case Known.Live _ -> throw new UserException("NOT_A_LIVE_TARGET", Map.of("name",
                    Names.quoted(target), "reason", "a query keeps it up to date"));
            case null -> start(name, query, "append", "", Map.of(), Optional.of(target));
        }
    }

    /// Two streams of Spark cannot share a table of files, so each flow has one of its own, and the table's name stands for all of them.
    private void addPart(String name, List<String> target, Known.Live table, Query query) {
        var own = new ArrayList<>(target);
        own.set(own.size() - 1, target.getLast() + "__" + name);
        appendTo(own, own.getLast(), query);
        var parts = new ArrayList<>(table.parts());
        parts.add(new Known.Part(own, query.message(), query.depth()));
        tables.put(target, new Known.Live(table.schema(), false, parts));
        view(target, parts);
    }

    private void view(List<String> table, List<Known.Part> parts) {
        commands.createTemporaryView(table.getLast(),
                KnownTables.union(parts.stream()
                        .map(part -> KnownTables.named(part.table(), false)).toList()),
                true);
    }

    /// Before a table is read: Spark remembers the files of a table from when it first looked, and would not see what a stream has written since.
    void lookAgain(List<String> table) {
        if (!isDurable() || !(tables.find(table).orElse(null) instanceof Known.Live live)) {
            return;
        }
        for (var part : live.parts()) {
            commands.run(new Relation.Sql("REFRESH TABLE " + Names.quoted(part.table()),
                    Map.of()));
        }
        if (live.parts().stream().anyMatch(part -> !part.table().equals(table))) {
            view(table, live.parts());
        }
    }

    /// The text of a query, with what this side knows of the names in it.
    private Query query(Relation relation, boolean allStreaming) {
        if (!(relation instanceof Relation.At(var inner, var place))) {
            throw unsupported("WITH before INSERT");
        }
        var text = place.text().substring(place.start(), place.end());
        var mentioned = Mentions.of(inner);
        var message = org.apache.spark.connect.proto.Relation.newBuilder()
                .setSql(SQL.newBuilder().setQuery(text)).build();
        int depth = mentioned.stream().mapToInt(table -> tables.depth(table.name())).max()
                .orElse(0);
        return new Query(KnownTables.with(message, tables.references(mentioned, allStreaming)),
                depth + 1);
    }

    /// The columns of the target out of those of the query, by position.
    private static Query fitted(Query query, Optional<Schema> target) {
        if (target.isEmpty()) {
            return query;
        }
        var renamed = ToDF.newBuilder().setInput(query.message());
        var columns = Project.newBuilder();
        for (var field : target.get().fields()) {
            renamed.addColumnNames(field.name());
            columns.addExpressions(cast(field.name(), field.type()));
        }
        columns.setInput(org.apache.spark.connect.proto.Relation.newBuilder().setToDf(renamed));
        return new Query(org.apache.spark.connect.proto.Relation.newBuilder().setProject(columns)
                .build(), query.depth());
    }

    private static org.apache.spark.connect.proto.Expression cast(String name, DataType type) {
        var column = Names.quoted(name);
        return org.apache.spark.connect.proto.Expression.newBuilder()
                .setExpressionString(org.apache.spark.connect.proto.Expression.ExpressionString
                        .newBuilder()
                        .setExpression("CAST(" + column + " AS " + type.sql() + ") AS " + column))
                .build();
    }

    /// Stops what fills the table and forgets it.
    void drop(Statement.Drop drop) {
        if (tables.find(drop.name()).orElseThrow() instanceof Known.Live live) {
            var names = live.parts().stream().map(part -> part.table().getLast()).toList();
            commands.active().stream()
                    .filter(query -> query.name() != null && names.contains(query.name()))
                    .forEach(StartedQuery::stop);
            for (var part : live.parts()) {
                commands.run(new Relation.Sql(
                        "DROP VIEW IF EXISTS " + Names.quoted(part.table().getLast()), Map.of()));
            }
        }
        tables.remove(drop.name());
    }
}

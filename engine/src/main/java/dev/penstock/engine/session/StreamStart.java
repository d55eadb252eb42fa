package dev.penstock.engine.session;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.catalog.LiveTable;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.catalog.TableEntry;
import dev.penstock.engine.epoch.Pace;
import dev.penstock.engine.epoch.QueryDefinition;
import dev.penstock.engine.query.RunningQuery;
import dev.penstock.engine.query.RunningQuery.ReportSettings;
import dev.penstock.io.Connector.SinkRequest;
import dev.penstock.io.Options;
import dev.penstock.io.Sink;
import dev.penstock.plan.bind.OutputModes;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.syntax.SqlParser;
import dev.penstock.engine.epoch.DurableTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Starts streaming queries: settles sink, checkpoint and options, and hands all to the epoch loop.
final class StreamStart {
    private static final String CHECKPOINT = "checkpointLocation";
    /// Formats whose queries may run without a checkpoint that lasts, as in Spark.
    private static final Set<String> TEMPORARY = Set.of("memory", "foreach", "foreachbatch",
            "console", "noop");
    /// Options of every stream, which sinks do not see.
    private static final List<String> STREAM_OPTIONS = List.of(CHECKPOINT, "ledgerSync",
            "queryName", "snapshotInterval");
    /// Bounds what has to be replayed after a crash to about this long, for a few writes of what has changed.
    private static final long SNAPSHOT_INTERVAL_MILLIS = 10_000;
    /// Format of queries whose sink is a table of this process.
    static final String MEMORY = "memory";

    private final SessionState session;

    StreamStart(SessionState session) {
        this.session = session;
    }

    private Instance instance() {
        return session.instance();
    }

    /// Where a query goes: `table` is the part of a live table that it fills.
    private record Target(String format, Supplier<Sink> sink, Optional<DurableTable> table,
            Optional<String> keeps) {}

    /// Starts what the user asked for.
    ///
    /// @throws UserException for whatever is wrong with it
    RunningQuery start(StreamRequest request) {
        var bound = session.bind(request.relation());
        if (!bound.streaming()) {
            throw new UserException("WRITE_STREAM_NOT_ALLOWED", Map.of());
        }
        OutputModes.check(bound, OutputModes.Mode.of(request.mode()), request.table().isPresent()
                ? OutputModes.Taking.CHANGES
                : OutputModes.Taking.ROWS);
        return start(request, bound);
    }

    /// Starts a query that is bound already; its relation is not looked at.
    RunningQuery start(StreamRequest request, Logical bound) {
        var settled = settled(request);
        var plan = planned(settled, session.optimise(bound));
        requireFreeName(settled.name());
        awaitInputs(plan, settled.pace());
        var target = target(settled, plan.schema());
        var definition = new QueryDefinition(settled.name(), plan, settled.mode(), target.sink(),
                target.table(), settled.pace(),
                checkpoint(settled, target.format()), ledgerSync(settled),
                snapshotIntervalMillis(settled),
                session.configuration().settings().zone(), session.configuration().eventTime());
        var settings = new ReportSettings(
                Integer.parseInt(session.configuration().value(Configuration.RECENT_PROGRESS)),
                Long.parseLong(session.configuration().value(Configuration.IDLE_INTERVAL)));
        var query = instance().queries().start(definition, session.sources(), settings);
        target.keeps().ifPresent(table -> instance().keepers().add(table, query));
        return query;
    }

    /// The plan of what the sink is given.
    private Logical planned(StreamRequest request, Logical plan) {
        return request.mode().equals(QueryDefinition.CHANGELOG)
                ? Logical.Changelog.of(plan, changeForm(request), request.name())
                : plan;
    }

    private Logical.Changelog.Form changeForm(StreamRequest request) {
        var format = request.table().isPresent()
                ? session.catalog().shared(request.table().get())
                        .map(entry -> entry instanceof TableEntry.External table
                                ? table.format()
                                : MEMORY)
                        .orElse(MEMORY)
                : request.consumer().isPresent() ? MEMORY : session.format(request.format());
        if (format.equalsIgnoreCase(MEMORY)) {
            return Logical.Changelog.Form.COLUMNS;
        }
        return switch (instance().connectors().find(format).changeForm()) {
            case COLUMNS -> Logical.Changelog.Form.COLUMNS;
            case ENVELOPE -> Logical.Changelog.Form.ENVELOPE;
        };
    }

    /// The request with the name and the checkpoint that options and configuration give it.
    private StreamRequest settled(StreamRequest request) {
        var name = request.name().isEmpty()
                ? request.options().getOrDefault("queryName", "")
                : request.name();
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(request.options());
        session.configuration().find(Configuration.CHECKPOINT_LOCATION)
                .ifPresent(all -> options.putIfAbsent(CHECKPOINT,
                        path(all).resolve(name.isEmpty() ? newId() : name).toString()));
        return new StreamRequest(request.relation(), name, request.format(), options,
                request.mode(), request.pace(),
                request.snapshotInterval(), request.partitionBy(), request.table(),
                request.consumer());
    }

    private void requireFreeName(String name) {
        if (!name.isEmpty() && instance().queries().named(name).isPresent()) {
            throw new UserException("DUPLICATE_QUERY_NAME", Map.of("name", name));
        }
    }

    /// A query that stops when its input is done must not start before the queries that fill its input are done.
    private void awaitInputs(Logical plan, Pace pace) {
        if (!(pace instanceof Pace.AvailableNow)) {
            return;
        }
        if (plan instanceof Logical.Scan scan && scan.format().equals(Logical.Scan.TABLE)) {
            var table = instance().tables().live(scan.name()).map(LiveTable::name)
                    .orElse(scan.name());
            for (var keeper : instance().keepers().of(table)) {
                if (keeper.definition().pace() instanceof Pace.AvailableNow) {
                    await(keeper);
                }
            }
        }
        plan.inputs().forEach(input -> awaitInputs(input, pace));
    }

    private static void await(RunningQuery query) {
        try {
            query.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Target target(StreamRequest request, Schema schema) {
        if (request.table().isPresent()) {
            return tableTarget(request, request.table().get(), schema);
        }
        var format = session.format(request.format()).toLowerCase(Locale.ROOT);
        var options = sinkOptions(request.options());
        if (request.consumer().isPresent()) {
            new Options(format, "sink", options).requireKnown(List.of());
            var consumer = request.consumer().get();
            var disk = instance().world().disk();
            var checkpoint = checkpoint(request, format);
            return new Target(format,
                    () -> new RowsSink(request.format(), consumer, disk, checkpoint),
                    Optional.empty(), Optional.empty());
        }
        if (format.equals(MEMORY)) {
            return memoryTarget(request, options, schema);
        }
        return connectorTarget(request, format, options, request.partitionBy(), schema);
    }

    private Target connectorTarget(StreamRequest request, String format,
            Map<String, String> options, List<String> partitionBy,
            Schema schema) {
        var connector = instance().connectors().find(format);
        var sinkRequest = new SinkRequest(new Options(format, "sink", options), schema,
                QueryDefinition.sinkMode(request.mode()), partitionBy, instance().world());
        // The first sink is made here, so that wrong options are reported to the caller and not to the epoch thread.
        var first = new AtomicReference<@Nullable Sink>(
                connector.sink(sinkRequest));
        Supplier<Sink> sinks = () -> {
            var sink = first.getAndSet(null);
            return sink == null ? connector.sink(sinkRequest) : sink;
        };
        return new Target(format, sinks, Optional.empty(), Optional.empty());
    }

    private Target memoryTarget(StreamRequest request, Map<String, String> options, Schema schema) {
        new Options(MEMORY, "sink", options).requireKnown(List.of());
        if (request.name().isEmpty()) {
            throw new UserException("MISSING_QUERY_NAME", Map.of());
        }
        var existing = instance().tables().find(request.name());
        if (existing.isPresent()
                && !(existing.get() instanceof TableEntry.Live(var live)
                        && live.kind() == LiveTable.Kind.MEMORY)) {
            throw new UserException("TABLE_OR_VIEW_ALREADY_EXISTS",
                    Map.of("relationName", SessionCatalog.quoted(List.of(request.name()))));
        }
        var table = new LiveTable(request.name(), LiveTable.Kind.MEMORY, schema, Optional.empty());
        instance().tables().put(new TableEntry.Live(table));
        return liveTarget(table, request.name(), schema, request.mode().equals("complete"));
    }

    private static Target liveTarget(LiveTable live, String writer, Schema schema,
            boolean changes) {
        var part = live.part(writer, schema, !changes);
        var form = changes ? Sink.Form.CHANGES : Sink.Form.ROWS;
        return new Target(MEMORY, () -> new TableSink(live.name(), part, form), Optional.of(part),
                Optional.of(live.name()));
    }

    private Target tableTarget(StreamRequest request, List<String> name, Schema schema) {
        var entry = session.catalog().shared(name).orElse(null);
        return switch (entry) {
            case null -> {
                var table = new LiveTable(SessionCatalog.newName(name),
                        LiveTable.Kind.STREAMING_TABLE, schema, Optional.empty());
                instance().tables().add(new TableEntry.Live(table));
                yield liveTarget(table, writer(request, name), schema, changes(request));
            }
            case TableEntry.Live(var table) -> liveTarget(writable(table, request.mode(), schema),
                    writer(request, name), schema, changes(request));
            case TableEntry.External external -> {
                var options = new TreeMap<>(external.options());
                options.putAll(sinkOptions(request.options()));
                var target = connectorTarget(request, external.format(), options,
                        external.partitionBy(), schema);
                yield new Target(target.format(), target.sink(), target.table(),
                        Optional.of(external.name()));
            }
            case TableEntry.View view ->
                throw new UserException("VIEW_WRITE_NOT_ALLOWED",
                        Map.of("name", SessionCatalog.quoted(List.of(view.name()))));
        };
    }

    /// A table that is written with `toTable` follows the result in mode `update` too.
    private static boolean changes(StreamRequest request) {
        return !QueryDefinition.sinkMode(request.mode()).equals("append");
    }

    private static String writer(StreamRequest request, List<String> table) {
        return request.name().isEmpty() ? table.getLast() : request.name();
    }

    private static LiveTable writable(LiveTable table, String mode, Schema schema) {
        if (table.kind() == LiveTable.Kind.MEMORY
                || (table.query().isPresent() && !table.parts().isEmpty())) {
            throw new UserException("NOT_A_LIVE_TARGET",
                    Map.of("name", table.name(), "reason", "another query keeps it up to date"));
        }
        if (mode.equals(QueryDefinition.CHANGELOG)
                && table.schema().filter(s -> !s.types().equals(schema.types())).isPresent()) {
            throw new UserException("NOT_A_LIVE_TARGET", Map.of("name", table.name(), "reason",
                    "its columns have to be those of the result and of its changes, " + schema));
        }
        if (table.isAppendOnly() && !QueryDefinition.sinkMode(mode).equals("append")) {
            throw new UserException("STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE",
                    Map.of("outputMode", mode, "className", "table " + table.name()));
        }
        return table;
    }

    private static Map<String, String> sinkOptions(Map<String, String> options) {
        var rest = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        rest.putAll(options);
        STREAM_OPTIONS.forEach(rest::remove);
        return rest;
    }

    private Optional<Path> checkpoint(StreamRequest request, String format) {
        var given = request.options().get(CHECKPOINT);
        if (given != null) {
            return Optional.of(path(given));
        }
        var kept = request.name().isEmpty()
                ? Optional.<Path>empty()
                : instance().checkpointOf(request.name());
        if (kept.isEmpty() && !TEMPORARY.contains(format)) {
            throw new UserException("MISSING_CHECKPOINT_LOCATION", Map.of("format", format));
        }
        return kept;
    }

    private static Path path(String text) {
        return Path.of(text.startsWith("file:") ? java.net.URI.create(text).getPath() : text);
    }

    private String newId() {
        var randomness = instance().world().randomness();
        return new UUID(randomness.getAsLong(), randomness.getAsLong()).toString();
    }

    private String ledgerSync(StreamRequest request) {
        var given = request.options().get("ledgerSync");
        if (given == null) {
            return session.configuration().value(Configuration.LEDGER_SYNC);
        }
        var sync = given.toLowerCase(Locale.ROOT);
        if (!sync.equals("disk") && !sync.equals("os")) {
            throw streamOptions(request).invalid("ledgerSync", "it has to be disk or os");
        }
        return sync;
    }

    private static Options streamOptions(StreamRequest request) {
        return new Options(request.format(), "sink", request.options());
    }

    private long snapshotIntervalMillis(StreamRequest request) {
        var given = request.options().get("snapshotInterval");
        if (given == null) {
            return request.snapshotInterval().map(java.time.Duration::toMillis)
                    .orElse(SNAPSHOT_INTERVAL_MILLIS);
        }
        var interval = new SqlParser(session.configuration().settings().zone())
                .parseInterval(given);
        long millis = interval.days() * 86_400_000L + interval.micros() / 1000;
        if (interval.months() != 0 || millis <= 0) {
            throw streamOptions(request).invalid("snapshotInterval",
                    "it has to be a time such as 30 seconds");
        }
        return millis;
    }
}

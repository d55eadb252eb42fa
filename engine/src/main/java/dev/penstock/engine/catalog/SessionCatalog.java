package dev.penstock.engine.catalog;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector.SourceRequest;
import dev.penstock.io.Options;
import dev.penstock.plan.bind.Catalog;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// What names mean to one session: its temporary views, then what all sessions share. Safe for use by any thread.
///
/// There is one catalog, `spark_catalog`, with one database, `default`, as in a fresh Spark; names may be qualified with them.
public final class SessionCatalog implements Catalog {
    public static final String CATALOG = "spark_catalog";
    public static final String DATABASE = "default";
    private static final String GLOBAL_VIEWS = "global_temp";

    private final Map<String, Entry.View> temporaryViews = new ConcurrentSkipListMap<>(
            String.CASE_INSENSITIVE_ORDER);
    private final Tables tables;
    private final Connectors connectors;
    private final World world;
    private final Supplier<String> defaultFormat;

    public SessionCatalog(Tables tables, Connectors connectors, World world,
            Supplier<String> defaultFormat) {
        this.tables = tables;
        this.connectors = connectors;
        this.world = world;
        this.defaultFormat = defaultFormat;
    }

    @Override
    public Optional<Entry> find(List<String> name) {
        if (name.size() == 1) {
            var view = temporaryViews.get(name.getFirst());
            if (view != null) {
                return Optional.of(view);
            }
        }
        if (isGlobal(name)) {
            return Optional.ofNullable(tables.globalViews().get(name.getLast()));
        }
        return shared(name).flatMap(SessionCatalog::entry);
    }

    private static Optional<Entry> entry(TableEntry entry) {
        return switch (entry) {
            case TableEntry.External table ->
                Optional.of(new Entry.External(table.format(), table.options(), table.declared()));
            case TableEntry.Live(var table) -> table.schema().map(Entry.Live::new);
            case TableEntry.View view -> Optional.of(new Entry.View(view.query(), view.columns()));
        };
    }

    private static boolean isGlobal(List<String> name) {
        return name.size() == 2 && name.getFirst().equalsIgnoreCase(GLOBAL_VIEWS);
    }

    /// What the name stands for among what all sessions share.
    public Optional<TableEntry> shared(List<String> name) {
        return isKnownDatabase(name) ? tables.find(name.getLast()) : Optional.empty();
    }

    private static boolean isKnownDatabase(List<String> name) {
        return switch (name.size()) {
            case 1 -> true;
            case 2 -> name.getFirst().equalsIgnoreCase(DATABASE);
            case 3 ->
                name.getFirst().equalsIgnoreCase(CATALOG) && name.get(1).equalsIgnoreCase(DATABASE);
            default -> false;
        };
    }

    /// The last part of the name of something to be created.
    ///
    /// @throws UserException with condition `SCHEMA_NOT_FOUND` when it is to be in a database that does not exist
    public static String newName(List<String> name) {
        if (!isKnownDatabase(name)) {
            throw new UserException("SCHEMA_NOT_FOUND",
                    Map.of("schemaName", quoted(name.subList(0, name.size() - 1))));
        }
        return name.getLast();
    }

    /// A name as messages show it: `a`.`b`.
    public static String quoted(List<String> name) {
        return String.join(".",
                name.stream().map(part -> "`" + part.replace("`", "``") + "`").toList());
    }

    /// This catalog for the query of a materialized view: other materialized views in it stand for their queries.
    public Catalog inlining() {
        return new Inlining(this);
    }

    private record Inlining(SessionCatalog all) implements Catalog {
        @Override
        public Optional<Entry> find(List<String> name) {
            boolean hidden = name.size() == 1 && all.temporaryViews.containsKey(name.getFirst());
            if (!hidden && all.shared(name).orElse(null) instanceof TableEntry.Live(var table)
                    && table.query().isPresent()) {
                return Optional.of(new Entry.View(table.query().get(), List.of()));
            }
            return all.find(name);
        }

        @Override
        public List<String> names() {
            return all.names();
        }

        @Override
        public Schema schema(String format, Map<String, String> options, Optional<Schema> declared,
                boolean streaming) {
            return all.schema(format, options, declared, streaming);
        }
    }

    @Override
    public List<String> names() {
        var names = new ArrayList<>(temporaryViews.keySet());
        tables.all().forEach(entry -> names.add(entry.name()));
        return names;
    }

    /// The names of the temporary views, in alphabetical order.
    public List<String> temporaryViews() {
        return List.copyOf(temporaryViews.keySet());
    }

    /// Adds a temporary view.
    ///
    /// @throws UserException with condition `TEMP_TABLE_OR_VIEW_ALREADY_EXISTS`, unless it may be replaced
    public void addTemporaryView(String name, Relation query, List<String> columns,
            boolean replace) {
        add(temporaryViews, List.of(name), new Entry.View(query, columns), replace);
    }

    /// Adds a view that all sessions see as `global_temp.name`.
    ///
    /// @throws UserException with condition `TEMP_TABLE_OR_VIEW_ALREADY_EXISTS`, unless it may be replaced
    public void addGlobalView(String name, Relation query, List<String> columns, boolean replace) {
        add(tables.globalViews(), List.of(GLOBAL_VIEWS, name), new Entry.View(query, columns),
                replace);
    }

    private static void add(Map<String, Entry.View> views, List<String> name, Entry.View view,
            boolean replace) {
        if (replace) {
            views.put(name.getLast(), view);
        } else if (views.putIfAbsent(name.getLast(), view) != null) {
            throw new UserException("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
                    Map.of("relationName", quoted(name)));
        }
    }

    /// Removes a view of all sessions, by its name alone, and says whether there was one.
    public boolean dropGlobalView(String name) {
        return tables.globalViews().remove(name) != null;
    }

    /// Removes what the name means if it is a view that lasts no longer than the process, and says whether it was.
    public boolean dropView(List<String> name) {
        return isGlobal(name)
                ? dropGlobalView(name.getLast())
                : name.size() == 1 && dropTemporaryView(name.getFirst());
    }

    /// Gives another session the temporary views of this one.
    public void copyTo(SessionCatalog other) {
        other.temporaryViews.putAll(temporaryViews);
    }

    /// Removes a temporary view and says whether there was one.
    public boolean dropTemporaryView(String name) {
        return temporaryViews.remove(name) != null;
    }

    @Override
    public Schema schema(String format, Map<String, String> options, Optional<Schema> declared,
            boolean streaming) {
        var name = format.isEmpty() ? defaultFormat.get() : format;
        return connectors.find(name)
                .schema(new SourceRequest(new Options(name, "source", options), declared, streaming,
                        Optional.empty(), world));
    }
}

package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.catalog.TableEntry;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.function.FunctionDefinition;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a session's catalog holds, as rows with the columns of Spark's `Catalog`, and the changes to it that are no statements.
///
/// There is one catalog with one database. A cached table is read from where it always was; only that it was asked for is kept.
/// Safe for use by any thread.
public final class CatalogQueries {
    private static final Schema TABLES = Schema.of(text("name", false), text("catalog", true),
            Field.of("namespace", new ArrayType(DataType.STRING, true)), text("description", true),
            text("tableType", false), new Field("isTemporary", DataType.BOOLEAN, false));
    private static final Schema FUNCTIONS = Schema.of(text("name", false), text("catalog", true),
            Field.of("namespace", new ArrayType(DataType.STRING, true)), text("description", true),
            text("className", false), new Field("isTemporary", DataType.BOOLEAN, false));
    private static final Schema COLUMNS = Schema.of(text("name", false), text("description", true),
            text("dataType", false), new Field("nullable", DataType.BOOLEAN, false),
            new Field("isPartition", DataType.BOOLEAN, false),
            new Field("isBucket", DataType.BOOLEAN, false),
            new Field("isCluster", DataType.BOOLEAN, false));
    private static final Schema DATABASES = Schema.of(text("name", false), text("catalog", true),
            text("description", true), text("locationUri", false));
    private static final Schema CATALOGS = Schema.of(text("name", false),
            text("description", true));
    private static final Schema PROPERTIES = Schema.of(text("key", false), text("value", false));

    private final SessionState session;
    private final Set<String> cached = ConcurrentHashMap.newKeySet();

    CatalogQueries(SessionState session) {
        this.session = session;
    }

    private static Field text(String name, boolean nullable) {
        return new Field(name, DataType.STRING, nullable);
    }

    private static Relation yes(boolean value) {
        return LocalRows.value("value", DataType.BOOLEAN, value);
    }

    /// Spark's patterns: `*` for any characters, `|` between alternatives, without regard to case.
    private static Pattern pattern(Optional<String> given) {
        var alternatives = Arrays.stream(given.orElse("*").split("\\|", -1))
                .map(part -> Pattern.quote(part.strip()).replace("*", "\\E.*\\Q")).toList();
        return Pattern.compile(String.join("|", alternatives),
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static boolean matches(Pattern pattern, List<? extends @Nullable Object> row) {
        return pattern.matcher(String.valueOf(row.getFirst())).matches();
    }

    public Relation currentCatalog() {
        return LocalRows.text("value", SessionCatalog.CATALOG);
    }

    public Relation currentDatabase() {
        return LocalRows.text("value", SessionCatalog.DATABASE);
    }

    /// Makes a catalog the current one; there is one.
    ///
    /// @throws UserException for a catalog that does not exist
    public Relation useCatalog(String name) {
        if (!name.equalsIgnoreCase(SessionCatalog.CATALOG)) {
            throw new UserException("CATALOG_NOT_FOUND", Map.of("catalogName",
                    SessionCatalog.quoted(List.of(name)), "config", "\"spark.sql.catalog." + name
                            + "\""));
        }
        return LocalRows.nothing();
    }

    /// Makes a database the current one; there is one.
    ///
    /// @throws UserException for a database that does not exist
    public Relation useDatabase(String name) {
        requireDatabase(Optional.of(name));
        return LocalRows.nothing();
    }

    private static boolean isDatabase(String name) {
        var parts = DottedName.parts(name);
        return parts.getLast().equalsIgnoreCase(SessionCatalog.DATABASE) && (parts.size() == 1
                || (parts.size() == 2
                        && parts.getFirst().equalsIgnoreCase(SessionCatalog.CATALOG)));
    }

    private static void requireDatabase(Optional<String> name) {
        if (name.isPresent() && !isDatabase(name.get())) {
            var parts = DottedName.parts(name.get());
            throw new UserException("SCHEMA_NOT_FOUND",
                    Map.of("schemaName", SessionCatalog.quoted(parts.size() == 1
                            ? List.of(SessionCatalog.CATALOG, parts.getFirst())
                            : parts)));
        }
    }

    public Relation databaseExists(String name) {
        return yes(isDatabase(name));
    }

    public Relation catalogs(Optional<String> pattern) {
        return filtered(CATALOGS, List.of(Arrays.asList(SessionCatalog.CATALOG, null)), pattern);
    }

    public Relation databases(Optional<String> pattern) {
        return filtered(DATABASES, List.of(database()), pattern);
    }

    public Relation database(String name) {
        requireDatabase(Optional.of(name));
        return LocalRows.of(DATABASES, List.of(database()));
    }

    private static List<@Nullable Object> database() {
        return Arrays.asList(SessionCatalog.DATABASE, SessionCatalog.CATALOG, "default database",
                "");
    }

    private static Relation filtered(Schema schema, List<List<@Nullable Object>> rows,
            Optional<String> wanted) {
        var pattern = pattern(wanted);
        return LocalRows.of(schema, rows.stream().filter(row -> matches(pattern, row)).toList());
    }

    /// The tables and views of a database, and the temporary views.
    public Relation tables(Optional<String> database, Optional<String> pattern,
            boolean viewsOnly) {
        requireDatabase(database);
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var entry : session.instance().tables().all()) {
            if (!viewsOnly || entry instanceof TableEntry.View) {
                rows.add(row(entry));
            }
        }
        session.catalog().temporaryViews().forEach(view -> rows.add(temporary(view)));
        return filtered(TABLES, rows, pattern);
    }

    private static List<@Nullable Object> row(TableEntry entry) {
        var kind = switch (entry) {
            case TableEntry.View _ -> "VIEW";
            case TableEntry.Live _ -> "MANAGED";
            case TableEntry.External _ -> "EXTERNAL";
        };
        return Arrays.asList(entry.name(), SessionCatalog.CATALOG,
                List.of(SessionCatalog.DATABASE), null, kind, false);
    }

    private static List<@Nullable Object> temporary(String view) {
        return Arrays.asList(view, null, List.of(), null, "TEMPORARY", true);
    }

    private static List<String> name(String name, Optional<String> database) {
        var parts = new ArrayList<String>();
        database.ifPresent(d -> parts.addAll(DottedName.parts(d)));
        parts.addAll(DottedName.parts(name));
        return parts;
    }

    private boolean isTemporary(List<String> name) {
        return name.size() == 1 && session.catalog().temporaryViews().stream()
                .anyMatch(name.getFirst()::equalsIgnoreCase);
    }

    private static UserException noTable(List<String> name) {
        return new UserException("TABLE_OR_VIEW_NOT_FOUND",
                Map.of("relationName", SessionCatalog.quoted(name), "searchPath", ""));
    }

    /// A table or view, as one row.
    ///
    /// @throws UserException for a table that does not exist
    public Relation table(String tableName, Optional<String> database) {
        var name = name(tableName, database);
        var row = isTemporary(name)
                ? temporary(name.getFirst())
                : session.catalog().shared(name).map(CatalogQueries::row)
                        .orElseThrow(() -> noTable(name));
        return LocalRows.of(TABLES, List.of(row));
    }

    public Relation tableExists(String tableName, Optional<String> database) {
        var name = name(tableName, database);
        return yes(isTemporary(name) || session.catalog().shared(name).isPresent());
    }

    /// The columns of a table or view.
    ///
    /// @throws UserException for a table that does not exist
    public Relation columns(String tableName, Optional<String> database) {
        var name = name(tableName, database);
        List<String> partitions = session.catalog().shared(name)
                .orElse(null) instanceof TableEntry.External external
                        ? external.partitionBy()
                        : List.of();
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var field : session.schema(new Relation.NamedTable(name, Map.of(), false)).fields()) {
            rows.add(Arrays.asList(field.name(), null, field.type().simpleString(),
                    field.nullable(), partitions.contains(field.name()), false, false));
        }
        return LocalRows.of(COLUMNS, rows);
    }

    public Relation functions(Optional<String> database, Optional<String> pattern) {
        requireDatabase(database);
        var rows = new ArrayList<List<@Nullable Object>>();
        FunctionCatalog.standard().all().forEach(
                function -> function.names().forEach(name -> rows.add(row(name, function))));
        rows.sort(java.util.Comparator.comparing(row -> String.valueOf(row.getFirst())));
        return filtered(FUNCTIONS, rows, pattern);
    }

    private static List<@Nullable Object> row(String name, FunctionDefinition function) {
        return Arrays.asList(name, null, null, function.documentation().description(),
                "dev.penstock." + function.family(), true);
    }

    private static Optional<FunctionDefinition> find(String functionName,
            Optional<String> database) {
        var name = name(functionName, database);
        return name.size() == 1
                ? FunctionCatalog.standard().find(name.getFirst())
                : Optional.empty();
    }

    public Relation functionExists(String functionName, Optional<String> database) {
        return yes(find(functionName, database).isPresent());
    }

    /// A function, as one row.
    ///
    /// @throws UserException for a function that does not exist
    public Relation function(String functionName, Optional<String> database) {
        var function = find(functionName, database)
                .orElseThrow(() -> new UserException("UNRESOLVED_ROUTINE",
                        Map.of("routineName",
                                SessionCatalog.quoted(name(functionName, database)), "searchPath",
                                "[`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`]")));
        return LocalRows.of(FUNCTIONS,
                List.of(row(functionName.toLowerCase(Locale.ROOT), function)));
    }

    /// Makes a table that stands for a source, or, without one, a table of this process; gives its rows.
    public Relation createTable(String tableName, Optional<String> format,
            Optional<Schema> schema, Map<String, String> options) {
        var name = DottedName.parts(tableName);
        var given = schema.filter(s -> s.size() > 0);
        session.execute(new Statement.CreateTable(name, given,
                format.orElse(options.containsKey("path") ? session.format("") : ""), options,
                List.of(), Optional.empty(), false, false));
        return new Relation.NamedTable(name, Map.of(), false);
    }

    public Relation dropTemporaryView(String name) {
        return yes(session.catalog().dropTemporaryView(name));
    }

    public Relation dropGlobalView(String name) {
        return yes(session.catalog().dropGlobalView(name));
    }

    /// Drops a table or view of all sessions.
    public Relation drop(Statement.ObjectKind kind, String name, boolean ifExists) {
        return session.execute(new Statement.Drop(kind, DottedName.parts(name), ifExists));
    }

    /// Remembers that a table was asked to be cached.
    ///
    /// @throws UserException for a table that does not exist
    public Relation cache(String tableName) {
        cached.add(existing(tableName));
        return LocalRows.nothing();
    }

    /// Forgets that a table was asked to be cached.
    ///
    /// @throws UserException for a table that does not exist
    public Relation uncache(String tableName) {
        cached.remove(existing(tableName));
        return LocalRows.nothing();
    }

    /// Whether a table was asked to be cached.
    ///
    /// @throws UserException for a table that does not exist
    public Relation isCached(String tableName) {
        return yes(cached.contains(existing(tableName)));
    }

    public Relation clearCache() {
        cached.clear();
        return LocalRows.nothing();
    }

    /// Rows are never kept, so that there is nothing to do but to say whether the table exists.
    ///
    /// @throws UserException for a table that does not exist
    public Relation refresh(String tableName) {
        existing(tableName);
        return LocalRows.nothing();
    }

    private String existing(String tableName) {
        var name = DottedName.parts(tableName);
        if (!isTemporary(name) && session.catalog().shared(name).isEmpty()) {
            throw noTable(name);
        }
        return name.getLast().toLowerCase(Locale.ROOT);
    }

    /// The options that a table was made with.
    ///
    /// @throws UserException for a table that does not exist
    public Relation properties(String tableName) {
        var name = DottedName.parts(tableName);
        var entry = session.catalog().shared(name).orElseThrow(() -> noTable(name));
        var rows = entry instanceof TableEntry.External external
                ? external.options().entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(o -> List.of(o.getKey(), o.getValue())).toList()
                : List.<List<String>>of();
        return LocalRows.of(PROPERTIES, rows);
    }
}

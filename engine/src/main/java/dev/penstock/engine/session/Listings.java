package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.catalog.LiveTable;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.catalog.TableEntry;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.function.FunctionDefinition;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The results of `SHOW`, `DESCRIBE`, `SET` and `EXPLAIN`, with Spark's columns.
final class Listings {
    private final SessionState session;

    Listings(SessionState session) {
        this.session = session;
    }

    private static Result result(Schema schema,
            List<? extends List<? extends @Nullable Object>> rows) {
        return LocalRows.result(schema, rows);
    }

    private static Schema texts(String... names) {
        return new Schema(List.of(names).stream()
                .map(name -> new Field(name, DataType.STRING, false)).toList());
    }

    Result show(Statement.Show show) {
        var pattern = pattern(show.pattern());
        return switch (show.what()) {
            case TABLES -> tables("tableName", pattern, true);
            case VIEWS -> tables("viewName", pattern, false);
            case FUNCTIONS -> named("function",
                    FunctionCatalog.standard().all().stream().flatMap(f -> f.names().stream())
                            .sorted()
                            .distinct().toList(),
                    pattern);
            case COLUMNS -> named("col_name",
                    session.schema(new Relation.NamedTable(show.of(), Map.of(), false)).names(),
                    pattern);
            case DATABASES -> named("namespace", List.of(SessionCatalog.DATABASE), pattern);
            case CATALOGS -> named("catalog", List.of(SessionCatalog.CATALOG), pattern);
        };
    }

    /// Spark's patterns: `*` for any characters, `|` between alternatives, without regard to case; empty for all.
    private static Pattern pattern(String text) {
        if (text.isEmpty()) {
            return Pattern.compile(".*", Pattern.DOTALL);
        }
        var alternatives = new ArrayList<String>();
        for (var part : text.split("\\|", -1)) {
            var pieces = new ArrayList<String>();
            for (var piece : part.strip().split("\\*", -1)) {
                pieces.add(Pattern.quote(piece));
            }
            alternatives.add(String.join(".*", pieces));
        }
        return Pattern.compile(String.join("|", alternatives),
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static Result named(String column, List<String> names, Pattern pattern) {
        return result(texts(column), names.stream().filter(name -> pattern.matcher(name).matches())
                .map(List::of).toList());
    }

    private Result tables(String nameColumn, Pattern pattern, boolean all) {
        var rows = new ArrayList<List<Object>>();
        for (var entry : session.instance().tables().all()) {
            if (all || entry instanceof TableEntry.View) {
                rows.add(List.of(SessionCatalog.DATABASE, entry.name(), false));
            }
        }
        session.catalog().temporaryViews().forEach(view -> rows.add(List.of("", view, true)));
        rows.removeIf(row -> !pattern.matcher((String) row.get(1)).matches());
        var schema = Schema.of(new Field("namespace", DataType.STRING, false),
                new Field(nameColumn, DataType.STRING, false),
                new Field("isTemporary", DataType.BOOLEAN, false));
        return result(schema, rows);
    }

    Result describe(Statement.DescribeTable describe) {
        var columns = columnRows(
                session.schema(new Relation.NamedTable(describe.name(), Map.of(), false)));
        if (describe.extended()) {
            columns.addAll(details(describe.name()));
        }
        return described(columns);
    }

    /// What `DESCRIBE` shows of columns.
    Result columns(Schema schema) {
        return described(columnRows(schema));
    }

    private static Field described(String name, boolean nullable, String comment) {
        return new Field(name, DataType.STRING, nullable, "{\"comment\":\"" + comment + "\"}");
    }

    private static Result described(List<List<@Nullable Object>> rows) {
        return result(Schema.of(described("col_name", false, "name of the column"),
                described("data_type", false, "data type of the column"),
                described("comment", true, "comment of the column")), rows);
    }

    private static List<@Nullable Object> row(String name, String type) {
        var row = new ArrayList<@Nullable Object>();
        row.add(name);
        row.add(type);
        row.add(null);
        return row;
    }

    private static List<List<@Nullable Object>> columnRows(Schema schema) {
        var rows = new ArrayList<List<@Nullable Object>>();
        schema.fields().forEach(field -> rows.add(row(field.name(), field.type().simpleString())));
        return rows;
    }

    private List<List<@Nullable Object>> details(List<String> name) {
        var rows = new ArrayList<List<@Nullable Object>>();
        rows.add(row("", ""));
        rows.add(row("# Detailed Table Information", ""));
        rows.add(row("Catalog", SessionCatalog.CATALOG));
        rows.add(row("Database", SessionCatalog.DATABASE));
        rows.add(row("Table", name.getLast()));
        switch (session.catalog().shared(name).orElse(null)) {
            case null -> rows.add(row("Type", "TEMPORARY VIEW"));
            case TableEntry.View view -> {
                rows.add(row("Type", "VIEW"));
                rows.add(row("View Text", view.text()));
            }
            case TableEntry.Live(var table) -> live(table, rows);
            case TableEntry.External table -> {
                rows.add(row("Type", "EXTERNAL"));
                rows.add(row("Provider", table.format()));
                rows.add(row("Storage Properties", shown(table.options())));
            }
        }
        return rows;
    }

    private void live(LiveTable table, List<List<@Nullable Object>> rows) {
        rows.add(row("Type", table.kind().name()));
        rows.add(row("Rows", String.valueOf(
                table.parts().stream().mapToLong(part -> part.snapshot().rowCount()).sum())));
        for (var keeper : session.instance().keepers().of(table.name())) {
            rows.add(row("Query",
                    keeper.name() + " (" + keeper.id() + "): " + keeper.status().message()));
        }
    }

    /// Options with what may be secret left out.
    private static String shown(Map<String, String> options) {
        var shown = new TreeMap<String, String>();
        options.forEach((key, value) -> {
            var lower = key.toLowerCase(Locale.ROOT);
            boolean secret = lower.contains("password") || lower.contains("secret")
                    || lower.contains("token") || lower.contains("jaas");
            shown.put(key, secret ? "*********(redacted)" : value);
        });
        return shown.toString();
    }

    Result describe(Statement.DescribeFunction describe) {
        var name = describe.name().getLast();
        var function = FunctionCatalog.standard().find(name)
                .orElseThrow(() -> new UserException("UNRESOLVED_ROUTINE",
                        Map.of("routineName", SessionCatalog.quoted(describe.name()), "searchPath",
                                "[`system`.`builtin`]")));
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("Function: " + function.name()));
        lines.add(List.of("Usage: " + function.documentation().description()));
        if (describe.extended()) {
            lines.add(List.of("Extended Usage:\n    Examples:\n      > "
                    + function.documentation().example()));
            others(function).forEach(line -> lines.add(List.of(line)));
        }
        return result(texts("function_desc"), lines);
    }

    private static List<String> others(FunctionDefinition function) {
        return function.aliases().isEmpty()
                ? List.of()
                : List.of("Aliases: " + String.join(", ", function.aliases()));
    }

    Result settings(Map<String, String> settings) {
        var rows = new TreeMap<>(settings).entrySet().stream()
                .map(s -> List.of(s.getKey(), s.getValue())).toList();
        return result(texts("key", "value"), rows);
    }

    Result plan(String text) {
        return result(texts("plan"), List.of(List.of(text)));
    }
}

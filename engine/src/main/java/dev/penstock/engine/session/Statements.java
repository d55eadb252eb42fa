package dev.penstock.engine.session;

import dev.penstock.data.error.Position;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.catalog.TableEntry;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.spec.Statement.CreateView;
import dev.penstock.plan.spec.Statement.ExplainMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Carries out statements: one method a statement, or the class that knows more of it.
final class Statements {
    private final SessionState session;
    private final LiveTables liveTables;
    private final Listings listings;

    Statements(SessionState session) {
        this.session = session;
        liveTables = new LiveTables(session);
        listings = new Listings(session);
    }

    /// The query that gives the statement's result.
    Relation execute(Statement statement) {
        return switch (statement) {
            case Statement.At(var inner, var position) -> at(inner, position);
            case Statement.Query(var relation) -> {
                session.bind(relation);
                yield relation;
            }
            case CreateView view -> createView(view);
            case Statement.CreateTable table -> liveTables.createTable(table);
            case Statement.CreateLiveTable table -> liveTables.createLive(table);
            case Statement.CreateFlow flow -> liveTables.createFlow(flow);
            case Statement.Insert insert -> liveTables.insert(insert);
            case Statement.Drop drop -> drop(drop);
            case Statement.Show show -> rows(listings.show(show));
            case Statement.DescribeTable describe -> rows(listings.describe(describe));
            case Statement.DescribeQuery(var query) ->
                rows(listings.columns(session.schema(query)));
            case Statement.DescribeFunction describe -> rows(listings.describe(describe));
            case Statement.Explain(var explained, var mode) ->
                rows(listings.plan(explain(explained, mode)));
            case Statement.Set set -> rows(set(set));
            case Statement.Reset(var key) -> {
                key.ifPresentOrElse(session.configuration()::unset, session.configuration()::reset);
                yield rows(Result.NONE);
            }
            case Statement.Use(var name) -> use(name);
        };
    }

    /// Errors that know no place yet are about the whole statement.
    private Relation at(Statement inner, Position position) {
        try {
            return execute(inner);
        } catch (UserException e) {
            throw e.at(position);
        }
    }

    static Relation rows(Result result) {
        return new Relation.LocalData(result.schema(), result.batches());
    }

    private Relation createView(CreateView view) {
        var bound = session.bind(view.query());
        requireArity(view, bound.schema().size());
        if (view.temporary()) {
            if (view.name().size() != 1) {
                throw new UserException("TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS",
                        Map.of("actualName", SessionCatalog.quoted(view.name())));
            }
            var name = view.name().getFirst();
            if (view.global()) {
                session.catalog().addGlobalView(name, view.query(), view.columns(),
                        view.replace());
            } else {
                session.catalog().addTemporaryView(name, view.query(), view.columns(),
                        view.replace());
            }
            return rows(Result.NONE);
        }
        var entry = new TableEntry.View(SessionCatalog.newName(view.name()), view.query(),
                view.columns(), view.text());
        var existing = session.catalog().shared(view.name());
        if (existing.isPresent() && view.ifNotExists()) {
            return rows(Result.NONE);
        }
        if (view.replace() && existing.map(TableEntry.View.class::isInstance).orElse(true)) {
            session.instance().tables().put(entry);
        } else {
            session.instance().tables().add(entry);
        }
        return rows(Result.NONE);
    }

    private static void requireArity(CreateView view, int columns) {
        int given = view.columns().size();
        if (given > 0 && given != columns) {
            throw new UserException(
                    "CREATE_VIEW_COLUMN_ARITY_MISMATCH." + (given > columns
                            ? "NOT_ENOUGH_DATA_COLUMNS"
                            : "TOO_MANY_DATA_COLUMNS"),
                    Map.of("viewName", SessionCatalog.quoted(view.name()), "viewColumns",
                            String.join(", ", view.columns()), "dataColumns",
                            columns + " columns"));
        }
    }

    private Relation drop(Statement.Drop drop) {
        if (session.catalog().dropView(drop.name())) {
            return rows(Result.NONE);
        }
        var entry = session.catalog().shared(drop.name()).orElse(null);
        if (entry == null) {
            if (!drop.ifExists()) {
                throw new UserException("TABLE_OR_VIEW_NOT_FOUND",
                        Map.of("relationName", SessionCatalog.quoted(drop.name()), "searchPath",
                                SessionCatalog.DATABASE));
            }
            return rows(Result.NONE);
        }
        requireKind(drop, entry);
        session.instance().keepers().stop(entry.name());
        session.instance().tables().remove(entry);
        return rows(Result.NONE);
    }

    private static void requireKind(Statement.Drop drop, TableEntry entry) {
        var name = SessionCatalog.quoted(drop.name());
        boolean isView = entry instanceof TableEntry.View;
        boolean isMaterialized = entry instanceof TableEntry.Live(var table)
                && table.query().isPresent();
        if (isMaterialized) {
            return;
        }
        if (isView && drop.kind() == Statement.ObjectKind.TABLE) {
            throw new UserException("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
                    Map.of("operation", "DROP TABLE", "viewName", name));
        }
        if (!isView && drop.kind() == Statement.ObjectKind.VIEW) {
            throw new UserException("EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE",
                    Map.of("operation", "DROP VIEW", "tableName", name));
        }
    }

    private String explain(Statement statement, ExplainMode mode) {
        return switch (statement) {
            case Statement.At(var inner, _) -> explain(inner, mode);
            case Statement.Query(var relation) ->
                session.explained(relation, mode.name().toLowerCase(Locale.ROOT));
            case Statement.Insert insert ->
                session.explained(insert.query(), mode.name().toLowerCase(Locale.ROOT));
            case Statement.CreateFlow flow ->
                session.explained(flow.query(), mode.name().toLowerCase(Locale.ROOT));
            case Statement.CreateLiveTable table when table.query().isPresent() ->
                session.explained(table.query().get(), mode.name().toLowerCase(Locale.ROOT));
            default -> throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "EXPLAIN of this statement", "hint",
                            " It explains queries, and statements that have one."));
        };
    }

    private Result set(Statement.Set set) {
        var configuration = session.configuration();
        if (set.key().isEmpty()) {
            return listings.settings(configuration.all());
        }
        var key = set.key().get();
        set.value().ifPresent(value -> configuration.set(key, value));
        return listings.settings(Map.of(key, configuration.find(key).orElse("<undefined>")));
    }

    private static Relation use(List<String> name) {
        var last = name.getLast();
        Optional<String> qualifier = name.size() == 2
                ? Optional.of(name.getFirst())
                : Optional.empty();
        boolean known = last.equalsIgnoreCase(SessionCatalog.DATABASE)
                || (name.size() == 1 && last.equalsIgnoreCase(SessionCatalog.CATALOG));
        boolean elsewhere = qualifier.isPresent()
                && !qualifier.get().equalsIgnoreCase(SessionCatalog.CATALOG);
        if (!known || elsewhere) {
            throw new UserException("SCHEMA_NOT_FOUND",
                    Map.of("schemaName", SessionCatalog.quoted(name)));
        }
        return rows(Result.NONE);
    }
}

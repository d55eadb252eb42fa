package dev.penstock.connect.client.pipeline;

import dev.penstock.connect.client.Commands;
import dev.penstock.connect.client.RemoteSettings;
import dev.penstock.connect.client.message.Names;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.DataSource;
import dev.penstock.plan.spec.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The statements of a session on a cluster: which go as they are, and what becomes of those that Spark does not have.
///
/// The text is read here to see which it is. A text that only Spark can read goes there as it is, and so does every statement that Spark has.
/// Safe for use by any thread, a statement at a time.
public final class Pipeline {
    private final Commands commands;
    private final RemoteSettings settings;
    private final KnownTables tables;
    private final LiveTables live;

    /// `tables` learns the names that statements give to what Spark cannot hold.
    public Pipeline(Commands commands, RemoteSettings settings, KnownTables tables) {
        this.commands = commands;
        this.settings = settings;
        this.tables = tables;
        live = new LiveTables(commands, settings, tables);
    }

    /// Carries out a statement and gives its result as a query.
    public synchronized Relation sql(String text, Map<String, Expression> arguments) {
        var read = KnownTables.read(text);
        if (read.isEmpty()) {
            return commands.run(new Relation.Sql(text, arguments));
        }
        return switch (inner(read.get())) {
            case Statement.CreateTable create when isStreamTable(create) -> external(create);
            case Statement.CreateLiveTable create -> done(() -> live.create(create));
            case Statement.CreateFlow flow -> done(() -> live.flow(flow));
            case Statement.Insert insert when live.takes(insert) ->
                done(() -> live.insert(insert));
            case Statement.Drop drop when tables.find(drop.name()).isPresent() ->
                done(() -> live.drop(drop));
            case Statement.Set(var key, var value) when key.isPresent() && value.isPresent()
                    && key.get().startsWith("penstock.") ->
                done(() -> settings.set(key.get(), value.get()));
            case Statement.CreateView view when refersToKnown(view) -> done(() -> view(view));
            default -> {
                var statement = new Relation.Sql(text, arguments);
                lookAgain(statement);
                yield commands.run(statement);
            }
        };
    }

    /// Before a query is run: it is to see all that streams have written until now.
    public void lookAgain(Relation query) {
        if (!tables.isEmpty()) {
            Mentions.of(query).stream().filter(table -> !table.streaming()).distinct()
                    .forEach(table -> live.lookAgain(table.name()));
        }
    }

    static Statement inner(Statement statement) {
        return statement instanceof Statement.At(var inner, _) ? inner(inner) : statement;
    }

    private static Relation done(Runnable action) {
        action.run();
        return new Relation.LocalData(new Schema(List.of()), List.of());
    }

    private boolean refersToKnown(Statement.CreateView view) {
        return !view.text().isEmpty()
                && !tables.references(Mentions.of(view.query()), false).isEmpty();
    }

    /// Spark reads a view's text anew at each use, without the names of this side; as a query it keeps what they stood for, for this commands.
    private void view(Statement.CreateView view) {
        var query = new Relation.Sql(view.text(), Map.of());
        commands.createTemporaryView(view.name().getLast(), view.columns().isEmpty()
                ? query
                : new Relation.ToNames(query, view.columns()), view.replace());
    }

    /// Spark can hold a table of Kafka records in its catalog but not read it as a stream, so it is held here.
    private static boolean isStreamTable(Statement.CreateTable create) {
        return create.format().toLowerCase(Locale.ROOT).equals("kafka")
                && create.query().isEmpty();
    }

    private Relation external(Statement.CreateTable create) {
        return done(() -> {
            if (tables.find(create.name()).isPresent() && !create.replace()) {
                if (create.ifNotExists()) {
                    return;
                }
                throw new UserException("TABLE_OR_VIEW_ALREADY_EXISTS",
                        Map.of("relationName", Names.quoted(create.name())));
            }
            tables.put(create.name(), new Known.External(new DataSource(create.format(),
                    create.schema(), create.options(), List.of(), true)));
        });
    }
}

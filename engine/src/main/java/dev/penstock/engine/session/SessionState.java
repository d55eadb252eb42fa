package dev.penstock.engine.session;

import dev.penstock.data.Batch;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.TableText;
import dev.penstock.engine.catalog.SessionCatalog;
import dev.penstock.engine.epoch.BatchRun;
import dev.penstock.engine.query.Explanation;
import dev.penstock.engine.query.Queries;
import dev.penstock.engine.query.RunningQuery;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.plan.bind.Binder;
import dev.penstock.plan.bind.Catalog;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.rule.Optimizer;
import dev.penstock.plan.rule.Rules;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import dev.penstock.plan.syntax.SqlParser;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// One session: what a user has set and named, and what it takes to run queries for it. Safe for use by any thread.
public final class SessionState implements Backend {
    public static final String VERSION = "0.1.0";

    private final Instance instance;
    private final Configuration configuration = new Configuration();
    private final SessionCatalog catalog;
    private final Sources sources;
    private final StreamStart streams;
    private final TableWrites writes;
    private final Statements statements;
    private final CatalogQueries catalogQueries;

    SessionState(Instance instance) {
        this.instance = instance;
        catalog = new SessionCatalog(instance.tables(), instance.connectors(), instance.world(),
                this::defaultFormat);
        sources = new Sources(instance);
        streams = new StreamStart(this);
        writes = new TableWrites(this);
        statements = new Statements(this);
        catalogQueries = new CatalogQueries(this);
    }

    Instance instance() {
        return instance;
    }

    @Override
    public SessionState newSession() {
        return instance.newSession();
    }

    @Override
    public Queries queries() {
        return instance.queries();
    }

    @Override
    public void close() {
        instance.close();
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    SessionCatalog catalog() {
        return catalog;
    }

    /// What the catalog holds, as rows.
    public CatalogQueries catalogQueries() {
        return catalogQueries;
    }

    Sources sources() {
        return sources;
    }

    StreamStart streams() {
        return streams;
    }

    TableWrites writes() {
        return writes;
    }

    private String defaultFormat() {
        return configuration.value(Configuration.DEFAULT_FORMAT);
    }

    @Override
    public String format(String given) {
        return given.isEmpty() ? defaultFormat() : given;
    }

    /// A statement of SQL, which is not carried out yet.
    public Statement parse(String sql) {
        return new SqlParser(configuration.settings().zone()).parseStatement(sql);
    }

    /// A statement of SQL with values for its parameters, by name, or by number from 0 for `?`.
    public Statement parse(String sql, Map<String, Expression> arguments) {
        return Parameters.bind(
                new SqlParser(configuration.settings().zone(), arguments).parseStatement(sql),
                arguments);
    }

    /// An expression of SQL, with or without a name.
    public Expression expression(String sql) {
        return new SqlParser(configuration.settings().zone()).parseExpression(sql);
    }

    /// The statements of a script, of which none is carried out yet.
    public List<Statement> parseScript(String sql) {
        return new SqlParser(configuration.settings().zone()).parseStatements(sql);
    }

    /// What the query means.
    Logical bind(Relation relation) {
        return bind(relation, catalog);
    }

    Logical bind(Relation relation, Catalog names) {
        return new Binder(names, FunctionCatalog.standard(), configuration.settings())
                .bind(relation);
    }

    /// The same query in the form in which it is run.
    Logical optimise(Logical plan) {
        var zone = configuration.settings().zone();
        return new Optimizer(Rules.all(constant -> constantOf(constant, zone))).optimize(plan);
    }

    private static Optional<Expr.Literal> constantOf(Expr constant, ZoneId zone) {
        try {
            return Optional.of(
                    new Expr.Literal(Kernels.evaluateConstant(constant, zone), constant.type()));
        } catch (UserException _) {
            // The error belongs to the rows for which the expression is computed, if there are any.
            return Optional.empty();
        }
    }

    @Override
    public Schema schema(Relation relation) {
        var plan = bind(relation);
        return plan.streaming() ? withDelays(plan) : plan.schema();
    }

    /// Columns that are event time say by how much it may be late, as Spark's do.
    private static Schema withDelays(Logical plan) {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < plan.schema().size(); i++) {
            var field = plan.schema().field(i);
            var delay = EventTimes.delayOfColumn(i, plan);
            fields.add(delay.isPresent() && field.metadata().equals(Field.NO_METADATA)
                    ? new Field(field.name(), field.type(), field.nullable(),
                            "{\"spark.watermarkDelayMs\":" + delay.getAsLong() / 1000 + "}")
                    : field);
        }
        return new Schema(fields);
    }

    @Override
    public boolean streaming(Relation relation) {
        return bind(relation).streaming();
    }

    /// What a query means, without the names that it gives columns: equal for two that mean the same, as far as that can be seen.
    public Object meaning(Relation relation) {
        return optimise(bind(relation)).mapUp(SessionState::nameless);
    }

    private static Logical nameless(Logical node) {
        return switch (node) {
            case Logical.Project(var input, var columns, var schema) ->
                new Logical.Project(input, columns, nameless(schema));
            case Logical.Aggregate(var input, var keys, var aggregates, var schema) ->
                new Logical.Aggregate(input, keys, aggregates, nameless(schema));
            default -> node;
        };
    }

    private static Schema nameless(Schema schema) {
        return new Schema(schema.fields().stream().map(f -> f.withName("")).toList());
    }

    /// The paths that the query's sources read from.
    public List<String> inputFiles(Relation relation) {
        var files = new java.util.ArrayList<String>();
        bind(relation).mapUp(node -> {
            if (node instanceof Logical.Scan scan && scan.options().containsKey("path")) {
                files.add(scan.options().get("path"));
            }
            return node;
        });
        return files;
    }

    @Override
    public Result run(Relation relation) {
        return run(bind(relation));
    }

    Result run(Logical bound) {
        var rows = new OwnedRows(bound.schema());
        run(bound, rows);
        return rows.result();
    }

    /// Runs a query that ends and hands its rows over as they come, on this thread: `receiver` is told the columns and says who takes the rows.
    /// A batch is valid until the one who takes it returns.
    ///
    /// @throws java.util.concurrent.CancellationException when this thread is interrupted
    public void run(Relation relation, Function<Schema, Consumer<Batch>> receiver) {
        var bound = bind(relation);
        run(bound, receiver.apply(bound.schema()));
    }

    private void run(Logical bound, Consumer<Batch> into) {
        if (bound.streaming()) {
            throw new UserException("STREAM_NOT_STARTED", Map.of());
        }
        BatchRun.run(optimise(bound), sources, zone(), instance.world(), instance.workers(), into);
    }

    /// The zone in which timestamps are shown and read.
    public ZoneId zone() {
        return configuration.settings().zone();
    }

    /// Another session with the configuration and the temporary views that this one has now.
    public SessionState fork() {
        var copy = instance.newSession();
        configuration.copyTo(copy.configuration);
        catalog.copyTo(copy.catalog);
        return copy;
    }

    @Override
    public String shown(Relation relation, int rows, int truncate, boolean vertical) {
        var table = table(relation, rows);
        return vertical ? table.renderVertical(truncate) : table.render(truncate);
    }

    /// The first rows as a table of HTML, as notebooks show it.
    public String html(Relation relation, int rows, int truncate) {
        return table(relation, rows).renderHtml(truncate);
    }

    private TableText table(Relation relation, int rows) {
        int count = Math.clamp(rows, 0, Integer.MAX_VALUE - 1);
        var limit = new Expression.Literal(count + 1, dev.penstock.data.DataType.INT);
        var result = run(new Relation.Limit(relation, limit));
        var table = new TableText(result.schema(), configuration.settings().zone(), count);
        result.batches().forEach(table::add);
        return table;
    }

    @Override
    public String explained(Relation relation, String mode) {
        var bound = bind(relation);
        return switch (mode.toLowerCase(java.util.Locale.ROOT)) {
            case "simple", "codegen", "formatted", "cost" -> Explanation.simple(optimise(bound));
            case "extended" -> Explanation.extended(bound, optimise(bound));
            default -> throw new UserException("INVALID_CALL", Map.of("reason",
                    "the mode of explain is simple, extended, codegen, cost or formatted, not "
                            + mode));
        };
    }

    /// How a query that was started is run.
    public String explained(Logical plan, boolean extended) {
        return extended ? Explanation.extended(plan, plan) : Explanation.simple(plan);
    }

    @Override
    public void createTemporaryView(String name, Relation query, boolean replace) {
        var parts = new SqlParser(configuration.settings().zone()).parseTableName(name);
        if (parts.size() != 1) {
            throw new UserException("TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS",
                    Map.of("actualName", name));
        }
        bind(query);
        catalog.addTemporaryView(parts.getFirst(), query, List.of(), replace);
    }

    /// Gives a query a name that all sessions know as `global_temp.name`.
    public void createGlobalView(String name, Relation query, boolean replace) {
        bind(query);
        catalog.addGlobalView(name, query, List.of(), replace);
    }

    @Override
    public Relation sql(String text, Map<String, Expression> arguments) {
        return execute(arguments.isEmpty() ? parse(text) : parse(text, arguments));
    }

    @Override
    public List<Supplier<Relation>> script(String text) {
        return parseScript(text).stream()
                .map(statement -> (Supplier<Relation>) () -> execute(statement)).toList();
    }

    /// Carries out a statement and gives its result as a query: that of a [Statement.Query], which is not run yet, or the rows of a command.
    public Relation execute(Statement statement) {
        return statements.execute(statement);
    }

    @Override
    public RunningQuery start(StreamRequest request) {
        return streams.start(request);
    }

    @Override
    public void write(WriteRequest request) {
        writes.write(request);
    }

    @Override
    public void insert(Relation query, List<String> target, boolean overwrite) {
        execute(new Statement.Insert(target, List.of(), false, overwrite, query));
    }
}

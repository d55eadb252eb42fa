package dev.penstock.connect.client;

import dev.penstock.connect.client.message.RelationMessages;
import dev.penstock.connect.client.pipeline.KnownTables;
import dev.penstock.connect.client.pipeline.Pipeline;
import dev.penstock.connect.client.query.RemoteQueries;
import dev.penstock.connect.wire.ArrowReader;
import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.Batch;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.query.StartedQuery;
import dev.penstock.engine.session.Backend;
import dev.penstock.engine.session.Result;
import dev.penstock.engine.session.StreamRequest;
import dev.penstock.engine.session.WriteRequest;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.syntax.SqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.AnalyzePlanRequest.Explain.ExplainMode;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.ShowString;

/// A session of a Spark cluster as the engine's work is done in it. Safe for use by any thread.
///
/// What is asked of it goes as one message, or a few, and comes back as rows. It keeps nothing but names: those of streaming statements that Spark
/// has no statement for ([Pipeline]).
public final class RemoteSession implements Backend {
    private final Connection connection;
    private final RemoteSettings settings;
    private final RemoteQueries queries;
    private final RelationMessages messages;
    private final Commands commands;
    private final Pipeline pipeline;

    private RemoteSession(Connection connection, RemoteSettings settings) {
        this.connection = connection;
        this.settings = settings;
        queries = new RemoteQueries(connection);
        var tables = new KnownTables();
        messages = new RelationMessages(tables);
        commands = new Commands(connection, queries, messages);
        pipeline = new Pipeline(commands, settings, tables);
    }

    static RemoteSession open(Address address) {
        var connection = Connection.open(address);
        return new RemoteSession(connection, new RemoteSettings(connection));
    }

    @Override
    public RemoteSession newSession() {
        var another = connection.another();
        return new RemoteSession(another, settings.copy(another));
    }

    @Override
    public RemoteSettings configuration() {
        return settings;
    }

    @Override
    public RemoteQueries queries() {
        return queries;
    }

    @Override
    public String format(String given) {
        return given; // the cluster has a default of its own
    }

    private Plan plan(Relation relation) {
        return Plan.newBuilder().setRoot(messages.message(relation)).build();
    }

    @Override
    public Schema schema(Relation relation) {
        var plan = plan(relation);
        return schema(connection.analyze(request -> request
                .setSchema(AnalyzePlanRequest.Schema.newBuilder().setPlan(plan))).getSchema()
                .getSchema());
    }

    private static Schema schema(org.apache.spark.connect.proto.DataType message) {
        if (TypeMessages.type(message) instanceof StructType struct) {
            return Schema.of(struct);
        }
        throw new IllegalStateException("the cluster has given a schema that is no struct");
    }

    @Override
    public boolean streaming(Relation relation) {
        var plan = plan(relation);
        return connection.analyze(request -> request
                .setIsStreaming(AnalyzePlanRequest.IsStreaming.newBuilder().setPlan(plan)))
                .getIsStreaming().getIsStreaming();
    }

    @Override
    public Result run(Relation relation) {
        if (relation instanceof Relation.LocalData(var schema, var batches)) {
            return new Result(schema, batches);
        }
        pipeline.lookAgain(relation);
        return run(messages.message(relation));
    }

    private Result run(org.apache.spark.connect.proto.Relation query) {
        var rows = new Rows();
        connection.execute(query, rows::add);
        return rows.result();
    }

    /// What of an answer is rows.
    private static final class Rows {
        private Optional<Schema> schema = Optional.empty();
        private final List<Batch> batches = new ArrayList<>();

        void add(ExecutePlanResponse response) {
            if (response.hasSchema()) {
                schema = Optional.of(RemoteSession.schema(response.getSchema()));
            }
            if (response.hasArrowBatch()) {
                var table = ArrowReader
                        .read(response.getArrowBatch().getData().toByteArray());
                schema = schema.or(() -> Optional.of(table.schema()));
                batches.addAll(table.batches());
            }
        }

        Result result() {
            return schema.map(columns -> new Result(columns, batches)).orElse(Result.NONE);
        }
    }

    @Override
    public String shown(Relation relation, int rows, int truncate, boolean vertical) {
        pipeline.lookAgain(relation);
        var shown = run(org.apache.spark.connect.proto.Relation.newBuilder()
                .setShowString(ShowString.newBuilder().setInput(messages.message(relation))
                        .setNumRows(rows).setTruncate(truncate).setVertical(vertical))
                .build());
        var batch = shown.batches().getFirst();
        return String.valueOf(
                Values.get(batch.column(0), shown.schema().type(0), batch.rows().at(0)));
    }

    @Override
    public String explained(Relation relation, String mode) {
        var kind = switch (mode.toLowerCase(Locale.ROOT)) {
            case "simple" -> ExplainMode.EXPLAIN_MODE_SIMPLE;
            case "extended" -> ExplainMode.EXPLAIN_MODE_EXTENDED;
            case "codegen" -> ExplainMode.EXPLAIN_MODE_CODEGEN;
            case "cost" -> ExplainMode.EXPLAIN_MODE_COST;
            case "formatted" -> ExplainMode.EXPLAIN_MODE_FORMATTED;
            default -> throw new UserException("INVALID_CALL", Map.of("reason",
                    "the mode of explain is simple, extended, codegen, cost or formatted, not "
                            + mode));
        };
        var plan = plan(relation);
        return connection.analyze(request -> request.setExplain(AnalyzePlanRequest.Explain
                .newBuilder().setPlan(plan).setExplainMode(kind))).getExplain()
                .getExplainString();
    }

    @Override
    public void createTemporaryView(String name, Relation query, boolean replace) {
        commands.createTemporaryView(name, query, replace);
    }

    @Override
    public Relation sql(String text, Map<String, Expression> arguments) {
        return pipeline.sql(text, arguments);
    }

    @Override
    public List<Supplier<Relation>> script(String text) {
        return SqlParser.split(text).stream()
                .map(statement -> (Supplier<Relation>) () -> sql(statement, Map.of())).toList();
    }

    @Override
    public StartedQuery start(StreamRequest request) {
        return commands.start(request, messages.message(request.relation()));
    }

    @Override
    public void write(WriteRequest request) {
        commands.write(request, messages.message(request.relation()));
    }

    @Override
    public void insert(Relation query, List<String> target, boolean overwrite) {
        commands.insert(messages.message(query), target, overwrite);
    }

    @Override
    public void close() {
        queries.close();
        connection.close();
    }
}

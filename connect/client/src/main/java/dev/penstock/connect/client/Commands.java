package dev.penstock.connect.client;

import dev.penstock.connect.client.message.RelationMessages;
import dev.penstock.connect.client.message.WriteMessages;
import dev.penstock.connect.client.query.RemoteQueries;
import dev.penstock.connect.wire.ArrowReader;
import dev.penstock.data.Schema;
import dev.penstock.engine.query.StartedQuery;
import dev.penstock.engine.session.StreamRequest;
import dev.penstock.engine.session.WriteRequest;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.CreateDataFrameViewCommand;
import org.apache.spark.connect.proto.SqlCommand;

/// What a session has the cluster do. Safe for use by any thread.
///
/// Where a query goes as a message, the relation of the request beside it is not looked at.
public final class Commands {
    private final Connection connection;
    private final RemoteQueries queries;
    private final RelationMessages messages;

    Commands(Connection connection, RemoteQueries queries, RelationMessages messages) {
        this.connection = connection;
        this.queries = queries;
        this.messages = messages;
    }

    /// Has a statement carried out. A query comes back as what it was, not run yet; the rows of a command come back.
    public Relation run(Relation.Sql statement) {
        var responses = connection.execute(Command.newBuilder().setSqlCommand(
                SqlCommand.newBuilder().setInput(messages.message(statement))).build());
        for (var response : responses) {
            if (response.hasSqlCommandResult()) {
                var relation = response.getSqlCommandResult().getRelation();
                if (!relation.hasLocalRelation()) {
                    return statement;
                }
                var table = ArrowReader
                        .read(relation.getLocalRelation().getData().toByteArray());
                return new Relation.LocalData(table.schema(), table.batches());
            }
        }
        return new Relation.LocalData(new Schema(List.of()), List.of());
    }

    /// Gives a query a name.
    public void createTemporaryView(String name, org.apache.spark.connect.proto.Relation query,
            boolean replace) {
        connection.execute(Command.newBuilder().setCreateDataframeView(CreateDataFrameViewCommand
                .newBuilder().setInput(query).setName(name).setReplace(replace)).build());
    }

    /// Gives a query a name.
    public void createTemporaryView(String name, Relation query, boolean replace) {
        createTemporaryView(name, messages.message(query), replace);
    }

    /// Starts a streaming query.
    public StartedQuery start(StreamRequest request,
            org.apache.spark.connect.proto.Relation input) {
        return queries.start(WriteMessages.stream(request, input));
    }

    /// The streaming queries that run.
    public List<? extends StartedQuery> active() {
        return queries.active();
    }

    /// Writes the rows of a query.
    public void write(WriteRequest request, org.apache.spark.connect.proto.Relation input) {
        connection.execute(Command.newBuilder()
                .setWriteOperation(WriteMessages.write(request, input)).build());
    }

    void insert(org.apache.spark.connect.proto.Relation query, List<String> target,
            boolean overwrite) {
        connection.execute(Command.newBuilder()
                .setWriteOperation(WriteMessages.insert(query, target, overwrite)).build());
    }
}

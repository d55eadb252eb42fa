package dev.penstock.connect.server.plan;

import com.google.protobuf.ByteString;
import dev.penstock.connect.server.execute.Operation;
import dev.penstock.connect.wire.ArrowRows;
import dev.penstock.connect.wire.ArrowWriter;
import dev.penstock.data.text.DateTimeText;
import dev.penstock.engine.session.Configuration;
import dev.penstock.plan.spec.Relation;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.SqlCommand;

/// `spark.sql(...)`: a query is sent back as it is, to be run when its rows are asked for; anything else is carried out now.
/// Used by one thread.
final class SqlMessages {
    private final Translation translation;

    SqlMessages(Translation translation) {
        this.translation = translation;
    }

    void run(SqlCommand command, Operation operation) {
        var input = input(command);
        var response = ExecutePlanResponse.newBuilder();
        response.getSqlCommandResultBuilder().setRelation(answer(input));
        operation.send(response);
    }

    /// Older clients put the text into fields of the command itself.
    @SuppressWarnings("deprecation")
    private static org.apache.spark.connect.proto.Relation input(SqlCommand command) {
        if (command.hasInput()) {
            return command.getInput();
        }
        return org.apache.spark.connect.proto.Relation.newBuilder()
                .setSql(SQL.newBuilder().setQuery(command.getSql())
                        .putAllArgs(command.getArgsMap()).addAllPosArgs(command.getPosArgsList())
                        .putAllNamedArguments(command.getNamedArgumentsMap())
                        .addAllPosArguments(command.getPosArgumentsList()))
                .build();
    }

    private org.apache.spark.connect.proto.Relation answer(
            org.apache.spark.connect.proto.Relation input) {
        if (!input.hasSql()) {
            translation.state().schema(translation.relation(input));
            return input;
        }
        var statement = new SourceMessages(translation).statement(input.getSql());
        Optional<Relation> query = SourceMessages.query(statement);
        var result = translation.state().execute(statement);
        return query.isPresent() ? input : rows(result);
    }

    /// The rows of a command, brought to the client as a relation of its own.
    private org.apache.spark.connect.proto.Relation rows(Relation result) {
        var rows = translation.state().run(result);
        var pieces = new ArrayList<ArrowRows>();
        var writer = new ArrowWriter(rows.schema(), zone(), pieces::add);
        rows.batches().forEach(writer::add);
        writer.finish();
        var answer = org.apache.spark.connect.proto.Relation.newBuilder();
        if (pieces.size() == 1) {
            answer.getLocalRelationBuilder()
                    .setData(ByteString.copyFrom(pieces.getFirst().bytes()));
        } else {
            var id = UUID.randomUUID().toString();
            KeptRelations.of(translation.session()).keep(id, result);
            answer.getCachedRemoteRelationBuilder().setRelationId(id);
        }
        return answer.build();
    }

    private ZoneId zone() {
        var zone = translation.state().configuration().find(Configuration.TIME_ZONE)
                .map(DateTimeText::zone).orElse(null);
        return zone == null ? ZoneOffset.UTC : zone;
    }
}

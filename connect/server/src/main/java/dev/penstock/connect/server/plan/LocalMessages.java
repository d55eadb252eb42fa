package dev.penstock.connect.server.plan;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.connect.wire.ArrowReader;
import dev.penstock.data.Batch;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Cast;
import dev.penstock.plan.spec.Relation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.ChunkedCachedLocalRelation;
import org.apache.spark.connect.proto.LocalRelation;

/// Rows that the client brought: with the plan, or before it as artifacts. Static; safe for use by any thread.
final class LocalMessages {
    private LocalMessages() {}

    static Relation rows(LocalRelation message) {
        Optional<Schema> schema = message.getSchema().isEmpty()
                ? Optional.empty()
                : Optional.of(dev.penstock.connect.server.plan.Types.schema(message.getSchema()));
        if (!message.hasData()) {
            return new Relation.LocalData(schema.orElseThrow(() -> new UserException(
                    "CONNECT_INVALID_PLAN.SCHEMA_REQUIRED_FOR_LOCAL_RELATION", Map.of())),
                    List.of());
        }
        return rows(List.of(message.getData()), schema);
    }

    private static Relation rows(List<ByteString> data, Optional<Schema> schema) {
        var batches = new ArrayList<Batch>();
        Schema given = null;
        for (var bytes : data) {
            var rows = ArrowReader.read(bytes.toByteArray());
            given = rows.schema();
            batches.addAll(rows.batches());
        }
        if (given == null) {
            throw new UserException(
                    "CONNECT_INVALID_PLAN.CHUNKED_CACHED_LOCAL_RELATION_WITHOUT_DATA",
                    Map.of());
        }
        return schema.isEmpty()
                ? new Relation.LocalData(given, batches)
                : converted(given, batches, schema.get());
    }

    /// The rows under the names and types of a schema, by position.
    private static Relation converted(Schema given, List<Batch> batches, Schema wanted) {
        if (given.size() != wanted.size()) {
            throw InvalidPlans.wrong("the rows of a local relation have " + given.size()
                    + " columns, its schema " + wanted.size());
        }
        boolean same = true;
        var fields = new ArrayList<Field>();
        List<Expression> casts = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            var field = wanted.field(i);
            same &= Types.sameButNullability(given.type(i), field.type());
            var name = "c" + i;
            fields.add(new Field(name, given.type(i), field.nullable()));
            casts.add(new Alias(
                    new Cast(Attribute.of(name), field.type(), Cast.Mode.SESSION),
                    List.of(field.name()),
                    field.metadata().equals(Field.NO_METADATA) ? "" : field.metadata()));
        }
        return same
                ? new Relation.LocalData(wanted, batches)
                : new Relation.Project(new Relation.LocalData(new Schema(fields), batches), casts);
    }

    /// A local relation that was sent as an artifact.
    static Relation cached(String hash, ServerSession session) {
        try {
            return rows(LocalRelation.parseFrom(artifact(hash, session)));
        } catch (InvalidProtocolBufferException e) {
            throw InvalidPlans.wrong("the cached local relation " + hash + " is damaged: "
                    + e.getMessage());
        }
    }

    /// Rows and their schema that were sent in pieces as artifacts.
    static Relation chunked(ChunkedCachedLocalRelation message, ServerSession session) {
        if (message.getDataHashesCount() == 0) {
            throw new UserException(
                    "CONNECT_INVALID_PLAN.CHUNKED_CACHED_LOCAL_RELATION_WITHOUT_DATA",
                    Map.of());
        }
        session.artifacts().requireFits(message.getDataHashesList());
        Optional<Schema> schema = message.getSchemaHash().isEmpty()
                ? Optional.empty()
                : Optional.of(dev.penstock.connect.server.plan.Types.schema(
                        artifact(message.getSchemaHash(), session)
                                .toString(StandardCharsets.UTF_8)));
        return rows(message.getDataHashesList().stream().map(hash -> artifact(hash, session))
                .toList(), schema);
    }

    private static ByteString artifact(String hash, ServerSession session) {
        return UnsafeByteOperations.unsafeWrap(session.artifacts().cached(hash));
    }
}

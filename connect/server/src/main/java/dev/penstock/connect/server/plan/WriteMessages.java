package dev.penstock.connect.server.plan;

import dev.penstock.engine.session.DottedName;
import dev.penstock.engine.session.WriteRequest;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.connect.proto.WriteOperation;
import org.apache.spark.connect.proto.WriteOperation.SaveTable.TableSaveMethod;
import org.apache.spark.connect.proto.WriteOperationV2;

/// `write` and `writeTo`, of queries that end. Used by one thread.
final class WriteMessages {
    private final Translation translation;

    WriteMessages(Translation translation) {
        this.translation = translation;
    }

    void write(WriteOperation message) {
        if (message.hasBucketBy()) {
            throw InvalidPlans.notYet("bucketBy(...)");
        }
        var relation = translation.relation(message.getInput());
        if (message.hasTable()
                && message.getTable()
                        .getSaveMethod() == TableSaveMethod.TABLE_SAVE_METHOD_INSERT_INTO) {
            translation.state().insert(relation,
                    DottedName.parts(message.getTable().getTableName()),
                    message.getMode() == WriteOperation.SaveMode.SAVE_MODE_OVERWRITE);
            return;
        }
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(message.getOptionsMap());
        if (message.hasPath()) {
            options.put("path", message.getPath());
        }
        Optional<List<String>> table = message.hasTable()
                ? Optional.of(DottedName.parts(message.getTable().getTableName()))
                : Optional.empty();
        translation.state().write(new WriteRequest(relation, message.getSource(), options,
                mode(message.getMode()), message.getPartitioningColumnsList(), table));
    }

    private static String mode(WriteOperation.SaveMode mode) {
        return switch (mode) {
            case SAVE_MODE_APPEND -> "Append";
            case SAVE_MODE_OVERWRITE -> "Overwrite";
            case SAVE_MODE_IGNORE -> "Ignore";
            case SAVE_MODE_ERROR_IF_EXISTS, SAVE_MODE_UNSPECIFIED -> "ErrorIfExists";
            case UNRECOGNIZED ->
                throw InvalidPlans.unknown("spark.connect.WriteOperation.SaveMode", -1);
        };
    }

    void write(WriteOperationV2 message) {
        var relation = translation.relation(message.getInput());
        var name = DottedName.parts(message.getTableName());
        switch (message.getMode()) {
            case MODE_CREATE -> create(message, name, relation, false);
            case MODE_REPLACE -> {
                translation.state().schema(
                        new Relation.NamedTable(name, java.util.Map.of(), false));
                create(message, name, relation, true);
            }
            case MODE_CREATE_OR_REPLACE -> create(message, name, relation, true);
            case MODE_APPEND -> insert(name, relation, false);
            case MODE_OVERWRITE -> {
                if (!everything(message)) {
                    throw InvalidPlans.notYet("to overwrite a part of a table");
                }
                insert(name, relation, true);
            }
            case MODE_OVERWRITE_PARTITIONS ->
                throw InvalidPlans.notYet("to overwrite partitions of a table");
            case MODE_UNSPECIFIED, UNRECOGNIZED -> throw InvalidPlans
                    .unknown("spark.connect.WriteOperationV2.Mode", message.getModeValue());
        }
    }

    private void create(WriteOperationV2 message, List<String> name, Relation relation,
            boolean replace) {
        var partitions = message.getPartitioningColumnsList().stream()
                .map(translation::expression).map(WriteMessages::column).toList();
        translation.state().execute(new Statement.CreateTable(name, Optional.empty(),
                message.getProvider(), message.getOptionsMap(), partitions,
                Optional.of(relation), false, replace));
    }

    private static String column(Expression expression) {
        if (expression instanceof Attribute(var name, _)) {
            return name.getLast();
        }
        throw InvalidPlans.notYet("to partition a table by what is no column");
    }

    /// By name, as Spark's `writeTo` does.
    private void insert(List<String> name, Relation relation, boolean overwrite) {
        translation.state().execute(
                new Statement.Insert(name, List.of(), true, overwrite, relation));
    }

    private boolean everything(WriteOperationV2 message) {
        return !message.hasOverwriteCondition() || (translation
                .expression(message.getOverwriteCondition()) instanceof Literal(Boolean all, _)
                && all);
    }
}

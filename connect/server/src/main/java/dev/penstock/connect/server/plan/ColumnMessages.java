package dev.penstock.connect.server.plan;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Reshaping;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.UnpivotValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.Unpivot;
import org.apache.spark.connect.proto.WithColumns;
import org.apache.spark.connect.proto.WithColumnsRenamed;

/// Relations that change columns. Used by the thread that translates a plan.
final class ColumnMessages {
    private final Translation translation;

    ColumnMessages(Translation translation) {
        this.translation = translation;
    }

    private Relation in(org.apache.spark.connect.proto.Relation message) {
        return translation.relation(message);
    }

    Relation relation(org.apache.spark.connect.proto.Relation message) {
        return switch (message.getRelTypeCase()) {
            case PROJECT -> new Relation.Project(
                    message.getProject().hasInput()
                            ? in(message.getProject().getInput())
                            : new Relation.OneRow(),
                    translation.expressions()
                            .expressions(message.getProject().getExpressionsList()));
            case WITH_COLUMNS -> withColumns(message.getWithColumns());
            case WITH_COLUMNS_RENAMED -> renamed(message.getWithColumnsRenamed());
            case DROP -> new Relation.DropColumns(in(message.getDrop().getInput()),
                    translation.expressions().expressions(message.getDrop().getColumnsList()),
                    message.getDrop().getColumnNamesList());
            case TO_DF -> new Relation.ToNames(in(message.getToDf().getInput()),
                    message.getToDf().getColumnNamesList());
            case TO_SCHEMA -> new Relation.ToSchema(in(message.getToSchema().getInput()),
                    Types.schema(message.getToSchema().getSchema()));
            case UNPIVOT -> unpivot(message.getUnpivot());
            case TRANSPOSE -> new Reshaping(translation.state()).transpose(
                    in(message.getTranspose().getInput()),
                    translation.expressions()
                            .expressions(message.getTranspose().getIndexColumnsList()).stream()
                            .findFirst());
            case SUBQUERY_ALIAS -> new Relation.SubqueryAlias(
                    in(message.getSubqueryAlias().getInput()),
                    message.getSubqueryAlias().getAlias(), List.of());
            default -> throw new AssertionError(message.getRelTypeCase());
        };
    }

    private Relation withColumns(WithColumns message) {
        var aliases = message.getAliasesList().stream().map(alias -> {
            if (alias.getNameCount() != 1) {
                throw new UserException(
                        "CONNECT_INVALID_PLAN.WITH_COLUMNS_REQUIRE_SINGLE_NAME_PART",
                        Map.of("got", String.join(", ", alias.getNameList())));
            }
            return (Alias) translation.expressions().alias(alias);
        }).toList();
        return new Relation.WithColumns(in(message.getInput()), aliases);
    }

    /// Older clients send a map.
    @SuppressWarnings("deprecation")
    private Relation renamed(WithColumnsRenamed message) {
        var names = new LinkedHashMap<>(message.getRenameColumnsMapMap());
        message.getRenamesList().forEach(r -> names.put(r.getColName(), r.getNewColName()));
        return new Relation.RenameColumns(in(message.getInput()), names);
    }

    private Relation unpivot(Unpivot message) {
        Optional<List<UnpivotValue>> values = message.hasValues()
                ? Optional.of(translation.expressions()
                        .expressions(message.getValues().getValuesList()).stream()
                        .map(UnpivotValue::of).toList())
                : Optional.empty();
        return new Relation.Unpivot(in(message.getInput()),
                Optional.of(translation.expressions().expressions(message.getIdsList())), values,
                message.getVariableColumnName(), List.of(message.getValueColumnName()), true);
    }
}

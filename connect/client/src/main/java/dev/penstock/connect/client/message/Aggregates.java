package dev.penstock.connect.client.message;

import dev.penstock.connect.wire.ConstantMessages;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import org.apache.spark.connect.proto.Aggregate;
import org.apache.spark.connect.proto.Aggregate.GroupType;

/// `groupBy` and its kin as messages.
final class Aggregates {
    private Aggregates() {}

    /// A message has the aggregates only: Spark puts the grouping columns before them itself.
    static Aggregate message(Relation.Aggregate aggregate,
            org.apache.spark.connect.proto.Relation input) {
        if (aggregate.having().isPresent()) {
            throw ExpressionMessages.unsupported("HAVING that is not part of a SQL text");
        }
        var message = Aggregate.newBuilder().setInput(input).setGroupType(type(aggregate))
                .addAllGroupingExpressions(ExpressionMessages.messages(aggregate.grouping()))
                .addAllAggregateExpressions(ExpressionMessages.messages(aggregate.output()
                        .subList(aggregate.grouping().size(), aggregate.output().size())));
        for (var set : aggregate.sets()) {
            message.addGroupingSets(Aggregate.GroupingSets.newBuilder()
                    .addAllGroupingSet(ExpressionMessages.messages(set)));
        }
        aggregate.pivot().ifPresent(pivot -> message.setPivot(pivot(pivot)));
        return message.build();
    }

    private static GroupType type(Relation.Aggregate aggregate) {
        if (aggregate.pivot().isPresent()) {
            return GroupType.GROUP_TYPE_PIVOT;
        }
        return switch (aggregate.kind()) {
            case GROUP_BY -> GroupType.GROUP_TYPE_GROUPBY;
            case ROLLUP -> GroupType.GROUP_TYPE_ROLLUP;
            case CUBE -> GroupType.GROUP_TYPE_CUBE;
            case GROUPING_SETS -> GroupType.GROUP_TYPE_GROUPING_SETS;
            case ALL, REMAINING -> throw ExpressionMessages
                    .unsupported("GROUP BY ALL that is not part of a SQL text");
        };
    }

    private static Aggregate.Pivot pivot(Relation.Pivot pivot) {
        var message = Aggregate.Pivot.newBuilder()
                .setCol(ExpressionMessages.message(pivot.column()));
        for (var value : pivot.values()) {
            if (!(value instanceof Expression.Literal literal)) {
                throw ExpressionMessages.unsupported("A pivot on something else than constants");
            }
            message.addValues(ConstantMessages.message(literal.value(), literal.type()));
        }
        return message.build();
    }
}

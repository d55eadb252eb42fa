package dev.penstock.connect.server.plan;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Reshaping;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.GroupKind;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.plan.spec.Relation.SetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.Aggregate;
import org.apache.spark.connect.proto.Join;
import org.apache.spark.connect.proto.LateralJoin;
import org.apache.spark.connect.proto.SetOperation;

/// Relations that bring rows together: aggregations, joins, set operations. Used by the thread that translates a plan.
final class GroupMessages {
    private final Translation translation;

    GroupMessages(Translation translation) {
        this.translation = translation;
    }

    private Relation in(org.apache.spark.connect.proto.Relation message) {
        return translation.relation(message);
    }

    private List<Expression> all(List<org.apache.spark.connect.proto.Expression> messages) {
        return translation.expressions().expressions(messages);
    }

    Relation relation(org.apache.spark.connect.proto.Relation message) {
        return switch (message.getRelTypeCase()) {
            case AGGREGATE -> aggregate(message.getAggregate());
            case JOIN -> join(message.getJoin());
            case LATERAL_JOIN -> lateral(message.getLateralJoin());
            case SET_OP -> setOperation(message.getSetOp());
            case AS_OF_JOIN -> throw InvalidPlans.notYet("an as-of join");
            default -> throw new AssertionError(message.getRelTypeCase());
        };
    }

    private Relation aggregate(Aggregate message) {
        if (!message.hasInput()) {
            throw new UserException("CONNECT_INVALID_PLAN.AGGREGATE_NEEDS_PLAN_INPUT", Map.of());
        }
        var grouping = all(message.getGroupingExpressionsList());
        var output = new ArrayList<>(grouping);
        output.addAll(all(message.getAggregateExpressionsList()));
        var kind = switch (message.getGroupType()) {
            case GROUP_TYPE_GROUPBY, GROUP_TYPE_PIVOT -> GroupKind.GROUP_BY;
            case GROUP_TYPE_ROLLUP -> GroupKind.ROLLUP;
            case GROUP_TYPE_CUBE -> GroupKind.CUBE;
            case GROUP_TYPE_GROUPING_SETS -> GroupKind.GROUPING_SETS;
            case GROUP_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw InvalidPlans.unknown("spark.connect.Aggregate.GroupType",
                        message.getGroupTypeValue());
        };
        var sets = message.getGroupingSetsList().stream().map(s -> all(s.getGroupingSetList()))
                .toList();
        var input = in(message.getInput());
        return new Relation.Aggregate(input, kind, grouping, sets, pivot(message, input), output,
                Optional.empty());
    }

    private Optional<Relation.Pivot> pivot(Aggregate message, Relation input) {
        if (message.getGroupType() != Aggregate.GroupType.GROUP_TYPE_PIVOT) {
            return Optional.empty();
        }
        if (!message.hasPivot()) {
            throw new UserException("CONNECT_INVALID_PLAN.AGGREGATE_WITH_PIVOT_REQUIRES_PIVOT",
                    Map.of());
        }
        var column = translation.expression(message.getPivot().getCol());
        List<Expression> values = new ArrayList<>();
        message.getPivot().getValuesList().forEach(v -> values.add(LiteralMessages.constant(v)));
        return Optional.of(new Relation.Pivot(column, values.isEmpty()
                ? new Reshaping(translation.state()).pivotValues(input, column)
                : values));
    }

    private static JoinType type(Join.JoinType type) {
        return switch (type) {
            case JOIN_TYPE_INNER -> JoinType.INNER;
            case JOIN_TYPE_FULL_OUTER -> JoinType.FULL;
            case JOIN_TYPE_LEFT_OUTER -> JoinType.LEFT;
            case JOIN_TYPE_RIGHT_OUTER -> JoinType.RIGHT;
            case JOIN_TYPE_LEFT_ANTI -> JoinType.LEFT_ANTI;
            case JOIN_TYPE_LEFT_SEMI -> JoinType.LEFT_SEMI;
            case JOIN_TYPE_CROSS -> JoinType.CROSS;
            case JOIN_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw InvalidPlans
                    .unknown("spark.connect.Join.JoinType", 0);
        };
    }

    private Relation join(Join message) {
        if (message.hasJoinCondition() && message.getUsingColumnsCount() > 0) {
            throw new UserException(
                    "CONNECT_INVALID_PLAN.USING_COLUMNS_OR_JOIN_CONDITION_SET_IN_JOIN", Map.of());
        }
        if (message.hasJoinDataType()) {
            throw InvalidPlans.notYet("joinWith(...)");
        }
        return new Relation.Join(in(message.getLeft()), in(message.getRight()),
                type(message.getJoinType()), condition(message), message.getUsingColumnsList(),
                false, false);
    }

    private Optional<Expression> condition(Join message) {
        return message.hasJoinCondition()
                ? Optional.of(translation.expression(message.getJoinCondition()))
                : Optional.empty();
    }

    private Relation lateral(LateralJoin message) {
        return new Relation.Join(in(message.getLeft()), in(message.getRight()),
                type(message.getJoinType()),
                message.hasJoinCondition()
                        ? Optional.of(translation.expression(message.getJoinCondition()))
                        : Optional.empty(),
                List.of(), false, true);
    }

    private Relation setOperation(SetOperation message) {
        if (!message.hasLeftInput() || !message.hasRightInput()) {
            throw new UserException("CONNECT_INVALID_PLAN.SET_OPERATION_MUST_HAVE_TWO_INPUTS",
                    Map.of());
        }
        if (message.getAllowMissingColumns() && !message.getByName()) {
            throw new UserException(
                    "CONNECT_INVALID_PLAN.UNION_BY_NAME_ALLOW_MISSING_COL_REQUIRES_BY_NAME",
                    Map.of());
        }
        var kind = switch (message.getSetOpType()) {
            case SET_OP_TYPE_UNION -> SetKind.UNION;
            case SET_OP_TYPE_INTERSECT -> SetKind.INTERSECT;
            case SET_OP_TYPE_EXCEPT -> SetKind.EXCEPT;
            case SET_OP_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw InvalidPlans.unknown("spark.connect.SetOperation.SetOpType",
                        message.getSetOpTypeValue());
        };
        return new Relation.SetOperation(in(message.getLeftInput()), in(message.getRightInput()),
                kind, message.getIsAll(), message.getByName(), message.getAllowMissingColumns());
    }
}

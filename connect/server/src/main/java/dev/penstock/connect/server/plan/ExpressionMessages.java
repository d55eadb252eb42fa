package dev.penstock.connect.server.plan;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.DottedName;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Cast;
import dev.penstock.plan.spec.Expression.ColumnsMatching;
import dev.penstock.plan.spec.Expression.Extract;
import dev.penstock.plan.spec.Expression.NamedArgument;
import dev.penstock.plan.spec.Expression.SortOrder;
import dev.penstock.plan.spec.Expression.Star;
import dev.penstock.plan.spec.Expression.UpdateField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.Expression.SortOrder.SortDirection;

/// Expressions: one case a kind. What calls something is in [CallMessages]. Used by the thread that translates a plan.
final class ExpressionMessages {
    private final Translation translation;
    private final CallMessages calls;

    ExpressionMessages(Translation translation) {
        this.translation = translation;
        calls = new CallMessages(translation);
    }

    Expression expression(org.apache.spark.connect.proto.Expression message) {
        return switch (message.getExprTypeCase()) {
            case LITERAL -> LiteralMessages.constant(message.getLiteral());
            case UNRESOLVED_ATTRIBUTE -> attribute(message.getUnresolvedAttribute());
            case UNRESOLVED_FUNCTION -> calls.function(message.getUnresolvedFunction());
            case EXPRESSION_STRING ->
                translation.state().expression(message.getExpressionString().getExpression());
            case UNRESOLVED_STAR -> star(message.getUnresolvedStar());
            case ALIAS -> alias(message.getAlias());
            case CAST -> cast(message.getCast());
            case UNRESOLVED_REGEX -> regex(message.getUnresolvedRegex());
            case SORT_ORDER -> sortOrder(message.getSortOrder());
            case LAMBDA_FUNCTION -> calls.lambda(message.getLambdaFunction());
            case WINDOW -> calls.window(message.getWindow());
            case UNRESOLVED_EXTRACT_VALUE ->
                new Extract(expression(message.getUnresolvedExtractValue().getChild()),
                        expression(message.getUnresolvedExtractValue().getExtraction()));
            case UPDATE_FIELDS -> update(message.getUpdateFields());
            case UNRESOLVED_NAMED_LAMBDA_VARIABLE -> new Expression.LambdaVariable(String.join(".",
                    message.getUnresolvedNamedLambdaVariable().getNamePartsList()));
            case CALL_FUNCTION -> calls.call(message.getCallFunction());
            case NAMED_ARGUMENT_EXPRESSION ->
                new NamedArgument(message.getNamedArgumentExpression().getKey(),
                        expression(message.getNamedArgumentExpression().getValue()));
            case SUBQUERY_EXPRESSION -> calls.subquery(message.getSubqueryExpression());
            case COMMON_INLINE_USER_DEFINED_FUNCTION -> throw InvalidPlans.notYet(
                    "the user-defined function "
                            + message.getCommonInlineUserDefinedFunction().getFunctionName());
            case MERGE_ACTION -> throw InvalidPlans.notYet("MERGE INTO");
            case TYPED_AGGREGATE_EXPRESSION ->
                throw InvalidPlans.notYet("an aggregate function made of JVM classes");
            case DIRECT_SHUFFLE_PARTITION_ID ->
                expression(message.getDirectShufflePartitionId().getChild());
            case EXTENSION -> throw InvalidPlans.notYet("an expression of a plugin");
            case EXPRTYPE_NOT_SET -> throw notSet();
        };
    }

    private static UserException notSet() {
        return InvalidPlans.notSet("spark.connect.Expression", "expr_type");
    }

    List<Expression> expressions(List<org.apache.spark.connect.proto.Expression> messages) {
        return messages.stream().map(this::expression).toList();
    }

    private static Expression attribute(
            org.apache.spark.connect.proto.Expression.UnresolvedAttribute message) {
        return new Attribute(DottedName.parts(message.getUnparsedIdentifier()),
                message.hasPlanId() ? Optional.of(message.getPlanId()) : Optional.empty());
    }

    private static Expression star(
            org.apache.spark.connect.proto.Expression.UnresolvedStar message) {
        if (!message.hasUnparsedTarget()) {
            return Star.ALL;
        }
        var target = message.getUnparsedTarget();
        if (!target.endsWith(".*")) {
            throw new UserException("CONNECT_INVALID_PLAN.UNRESOLVED_STAR_TARGET_INVALID",
                    Map.of("target", target));
        }
        return new Star(DottedName.parts(target.substring(0, target.length() - 2)), List.of());
    }

    Expression alias(org.apache.spark.connect.proto.Expression.Alias message) {
        return new Alias(expression(message.getExpr()), message.getNameList(),
                message.getMetadata());
    }

    private Expression cast(org.apache.spark.connect.proto.Expression.Cast message) {
        var type = switch (message.getCastToTypeCase()) {
            case TYPE -> Types.type(message.getType());
            case TYPE_STR -> Types.parsed(message.getTypeStr());
            case CASTTOTYPE_NOT_SET ->
                throw InvalidPlans.notSet("spark.connect.Expression.Cast", "cast_to_type");
        };
        boolean tries = message
                .getEvalMode() == org.apache.spark.connect.proto.Expression.Cast.EvalMode.EVAL_MODE_TRY;
        return new Cast(expression(message.getExpr()), type,
                tries ? Cast.Mode.TRY : Cast.Mode.SESSION);
    }

    /// A name in backticks is a regular expression, any other a name.
    private static Expression regex(
            org.apache.spark.connect.proto.Expression.UnresolvedRegex message) {
        var name = message.getColName();
        Optional<Long> plan = message.hasPlanId()
                ? Optional.of(message.getPlanId())
                : Optional.empty();
        return name.length() > 1 && name.startsWith("`") && name.endsWith("`")
                ? new ColumnsMatching(name.substring(1, name.length() - 1), plan)
                : new Attribute(DottedName.parts(name), plan);
    }

    SortOrder sortOrder(org.apache.spark.connect.proto.Expression.SortOrder message) {
        boolean ascending = message.getDirection() != SortDirection.SORT_DIRECTION_DESCENDING;
        boolean nullsFirst = switch (message.getNullOrdering()) {
            case SORT_NULLS_FIRST -> true;
            case SORT_NULLS_LAST -> false;
            case SORT_NULLS_UNSPECIFIED, UNRECOGNIZED -> ascending;
        };
        return new SortOrder(expression(message.getChild()), ascending, nullsFirst);
    }

    private Expression update(org.apache.spark.connect.proto.Expression.UpdateFields message) {
        return new UpdateField(expression(message.getStructExpression()),
                DottedName.parts(message.getFieldName()),
                message.hasValueExpression()
                        ? Optional.of(expression(message.getValueExpression()))
                        : Optional.empty());
    }
}

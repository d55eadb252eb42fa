package dev.penstock.connect.client.message;

import dev.penstock.connect.wire.ConstantMessages;
import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.BoundKind;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Lambda;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.CallFunction;
import org.apache.spark.connect.proto.Expression.Alias;
import org.apache.spark.connect.proto.Expression.Cast;
import org.apache.spark.connect.proto.Expression.SortOrder;
import org.apache.spark.connect.proto.Expression.UnresolvedFunction;
import org.apache.spark.connect.proto.Expression.UnresolvedNamedLambdaVariable;
import org.apache.spark.connect.proto.Expression.UnresolvedStar;
import org.apache.spark.connect.proto.Expression.Window.WindowFrame;
import org.apache.spark.connect.proto.Expression.Window.WindowFrame.FrameBoundary;
import org.apache.spark.connect.proto.NamedArgumentExpression;

/// Expressions as messages. One that the user wrote as SQL goes as its text, so that the cluster reads what the user wrote.
final class ExpressionMessages {
    private ExpressionMessages() {}

    private static org.apache.spark.connect.proto.Expression.Builder builder() {
        return org.apache.spark.connect.proto.Expression.newBuilder();
    }

    static List<org.apache.spark.connect.proto.Expression> messages(
            List<? extends Expression> expressions) {
        return expressions.stream().map(ExpressionMessages::message).toList();
    }

    static org.apache.spark.connect.proto.Expression message(Expression expression) {
        return fill(builder(), expression).build();
    }

    private static org.apache.spark.connect.proto.Expression.Builder fill(
            org.apache.spark.connect.proto.Expression.Builder message, Expression expression) {
        switch (expression) {
            case Expression.At(_, var place) -> message.getExpressionStringBuilder()
                    .setExpression(place.text().substring(place.start(), place.end()));
            case Expression.Literal literal ->
                message.setLiteral(ConstantMessages.message(literal.value(), literal.type()));
            case Attribute(var name, var plan) -> {
                var attribute = message.getUnresolvedAttributeBuilder()
                        .setUnparsedIdentifier(Names.quoted(name));
                plan.ifPresent(attribute::setPlanId);
            }
            case Expression.Star star -> message.setUnresolvedStar(star(star));
            case Expression.ColumnsMatching(var regex, var plan) -> {
                var columns = message.getUnresolvedRegexBuilder().setColName(regex);
                plan.ifPresent(columns::setPlanId);
            }
            case Function function -> call(message, function);
            case Expression.NamedArgument(var name, var value) ->
                message.setNamedArgumentExpression(NamedArgumentExpression.newBuilder().setKey(name)
                        .setValue(message(value)));
            case Expression.Cast cast -> message.setCast(cast(cast));
            case Expression.Alias alias -> message.setAlias(alias(alias));
            case Expression.Case choice -> fill(message, choice(choice));
            case Expression.Extract(var child, var key) -> message
                    .getUnresolvedExtractValueBuilder().setChild(message(child))
                    .setExtraction(message(key));
            case Lambda lambda -> lambda(message, lambda);
            case Expression.LambdaVariable(var name) ->
                message.setUnresolvedNamedLambdaVariable(variable(name));
            case Expression.Over over -> window(message, over);
            case Expression.UpdateField(var struct, var field, var value) -> {
                var update = message.getUpdateFieldsBuilder().setStructExpression(message(struct))
                        .setFieldName(Names.quoted(field));
                value.ifPresent(v -> update.setValueExpression(message(v)));
            }
            case Expression.SortOrder order -> message.setSortOrder(order(order));
            case Expression.ScalarSubquery _,Expression.Exists _,Expression.InSubquery _ ->
                throw unsupported("A subquery that is not part of a SQL text");
            case Expression.Parameter(var name) ->
                throw new UserException("UNBOUND_SQL_PARAMETER", Map.of("name", name));
        }
        return message;
    }

    static UserException unsupported(String what) {
        return new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", what + " in a session on a cluster", "hint", ""));
    }

    private static UnresolvedStar star(Expression.Star star) {
        if (!star.except().isEmpty()) {
            throw unsupported("* EXCEPT that is not part of a SQL text");
        }
        var message = UnresolvedStar.newBuilder();
        if (!star.target().isEmpty()) {
            message.setUnparsedTarget(Names.quoted(star.target()) + ".*");
        }
        return message.build();
    }

    private static void call(org.apache.spark.connect.proto.Expression.Builder message,
            Function function) {
        if (function.filter().isPresent() || !function.orderWithin().isEmpty()) {
            throw unsupported("FILTER or WITHIN GROUP that is not part of a SQL text");
        }
        var arguments = new ArrayList<>(messages(function.arguments()));
        if (function.name().size() > 1) {
            message.setCallFunction(CallFunction.newBuilder()
                    .setFunctionName(Names.quoted(function.name())).addAllArguments(arguments));
            return;
        }
        // Spark's first, last and their like take as an argument what SQL writes after the call.
        function.ignoreNulls()
                .ifPresent(ignore -> arguments.add(message(
                        new Expression.Literal(ignore, dev.penstock.data.DataType.BOOLEAN))));
        message.setUnresolvedFunction(UnresolvedFunction.newBuilder()
                .setFunctionName(name(function)).addAllArguments(arguments)
                .setIsDistinct(function.distinct()));
    }

    private static Cast cast(Expression.Cast cast) {
        var message = Cast.newBuilder().setExpr(message(cast.child()))
                .setType(TypeMessages.message(cast.type()));
        if (cast.mode() == Expression.Cast.Mode.TRY) {
            message.setEvalMode(Cast.EvalMode.EVAL_MODE_TRY);
        }
        return message.build();
    }

    static Alias alias(Expression.Alias alias) {
        var message = Alias.newBuilder().setExpr(message(alias.child()))
                .addAllName(alias.names());
        if (!alias.metadata().isEmpty()) {
            message.setMetadata(alias.metadata());
        }
        return message.build();
    }

    /// `CASE` is the function `when` of its conditions and values in turn.
    /// Spark takes the sign for a subtraction.
    private static String name(Function function) {
        var name = function.name().getFirst();
        return name.equals("-") && function.arguments().size() == 1 ? "negative" : name;
    }

    private static Function choice(Expression.Case choice) {
        var arguments = new ArrayList<Expression>();
        for (var branch : choice.branches()) {
            arguments.add(choice.operand().isPresent()
                    ? Function.of("==", choice.operand().get(), branch.condition())
                    : branch.condition());
            arguments.add(branch.value());
        }
        choice.otherwise().ifPresent(arguments::add);
        return Function.of("when", arguments);
    }

    private static void lambda(org.apache.spark.connect.proto.Expression.Builder message,
            Lambda lambda) {
        message.getLambdaFunctionBuilder().setFunction(message(lambda.body()))
                .addAllArguments(lambda.parameters().stream().map(ExpressionMessages::variable)
                        .toList());
    }

    private static UnresolvedNamedLambdaVariable variable(String name) {
        return UnresolvedNamedLambdaVariable.newBuilder().addNameParts(name).build();
    }

    static SortOrder order(Expression.SortOrder order) {
        return SortOrder.newBuilder().setChild(message(order.expression()))
                .setDirection(order.ascending()
                        ? SortOrder.SortDirection.SORT_DIRECTION_ASCENDING
                        : SortOrder.SortDirection.SORT_DIRECTION_DESCENDING)
                .setNullOrdering(order.nullsFirst()
                        ? SortOrder.NullOrdering.SORT_NULLS_FIRST
                        : SortOrder.NullOrdering.SORT_NULLS_LAST)
                .build();
    }

    private static void window(org.apache.spark.connect.proto.Expression.Builder message,
            Expression.Over over) {
        if (over.window().name().isPresent()) {
            throw unsupported("A named window that is not part of a SQL text");
        }
        var window = message.getWindowBuilder().setWindowFunction(message(over.function()))
                .addAllPartitionSpec(messages(over.window().partitionBy()))
                .addAllOrderSpec(over.window().orderBy().stream().map(ExpressionMessages::order)
                        .toList());
        over.window().frame().ifPresent(frame -> window.setFrameSpec(WindowFrame.newBuilder()
                .setFrameType(frame.rows()
                        ? WindowFrame.FrameType.FRAME_TYPE_ROW
                        : WindowFrame.FrameType.FRAME_TYPE_RANGE)
                .setLower(bound(frame.lower())).setUpper(bound(frame.upper()))));
    }

    private static FrameBoundary bound(Expression.Bound bound) {
        var message = FrameBoundary.newBuilder();
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> message.setUnbounded(true).build();
            case CURRENT_ROW -> message.setCurrentRow(true).build();
            case PRECEDING, FOLLOWING -> {
                var offset = bound.offset().orElseThrow();
                yield message.setValue(message(bound.kind() == BoundKind.PRECEDING
                        ? Function.of("negative", offset)
                        : offset)).build();
            }
        };
    }
}

package dev.penstock.connect.server.plan;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.DottedName;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Bound;
import dev.penstock.plan.spec.Expression.BoundKind;
import dev.penstock.plan.spec.Expression.Case;
import dev.penstock.plan.spec.Expression.Frame;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Lambda;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.Over;
import dev.penstock.plan.spec.Expression.When;
import dev.penstock.plan.spec.Expression.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.connect.proto.CallFunction;
import org.apache.spark.connect.proto.Expression.LambdaFunction;
import org.apache.spark.connect.proto.Expression.UnresolvedFunction;
import org.apache.spark.connect.proto.Expression.Window.WindowFrame;
import org.apache.spark.connect.proto.Expression.Window.WindowFrame.FrameBoundary;
import org.apache.spark.connect.proto.SubqueryExpression;

/// Expressions that call something: functions, lambdas, windows, subqueries. Used by the thread that translates a plan.
final class CallMessages {
    private final Translation translation;

    CallMessages(Translation translation) {
        this.translation = translation;
    }

    private List<Expression> arguments(
            List<org.apache.spark.connect.proto.Expression> messages) {
        return translation.expressions().expressions(messages);
    }

    Expression function(UnresolvedFunction message) {
        var arguments = arguments(message.getArgumentsList());
        if (message.getFunctionName().equals("when") && !message.getIsUserDefinedFunction()) {
            return when(arguments);
        }
        var name = message.getIsUserDefinedFunction()
                ? DottedName.parts(message.getFunctionName())
                : List.of(message.getFunctionName());
        return new Function(name, arguments, message.getIsDistinct(), Optional.empty(), List.of(),
                Optional.empty());
    }

    /// Conditions and values in turn, and perhaps one more value for the rest.
    private static Expression when(List<Expression> arguments) {
        var branches = new ArrayList<When>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            branches.add(new When(arguments.get(i), arguments.get(i + 1)));
        }
        return new Case(Optional.empty(), branches,
                arguments.size() % 2 == 0
                        ? Optional.empty()
                        : Optional.of(arguments.getLast()));
    }

    Expression call(CallFunction message) {
        return new Function(DottedName.parts(message.getFunctionName()),
                arguments(message.getArgumentsList()), false, Optional.empty(), List.of(),
                Optional.empty());
    }

    Expression lambda(LambdaFunction message) {
        if (message.getArgumentsCount() < 1 || message.getArgumentsCount() > 3) {
            throw new UserException("CONNECT_INVALID_PLAN.LAMBDA_FUNCTION_ARGUMENT_COUNT_INVALID",
                    Map.of("got", String.valueOf(message.getArgumentsCount())));
        }
        var names = message.getArgumentsList().stream()
                .map(variable -> String.join(".", variable.getNamePartsList())).toList();
        return new Lambda(names, translation.expression(message.getFunction()));
    }

    Expression window(org.apache.spark.connect.proto.Expression.Window message) {
        var orders = message.getOrderSpecList().stream()
                .map(translation.expressions()::sortOrder).toList();
        Optional<Frame> frame = message.hasFrameSpec()
                ? Optional.of(frame(message.getFrameSpec()))
                : Optional.empty();
        return new Over(translation.expression(message.getWindowFunction()), new Window(
                Optional.empty(), arguments(message.getPartitionSpecList()), orders, frame));
    }

    private Frame frame(WindowFrame message) {
        boolean rows = message.getFrameType() == WindowFrame.FrameType.FRAME_TYPE_ROW;
        return new Frame(rows, bound(message.getLower(), BoundKind.UNBOUNDED_PRECEDING),
                bound(message.getUpper(), BoundKind.UNBOUNDED_FOLLOWING));
    }

    private Bound bound(FrameBoundary message, BoundKind unbounded) {
        return switch (message.getBoundaryCase()) {
            case CURRENT_ROW -> new Bound(BoundKind.CURRENT_ROW, Optional.empty());
            case UNBOUNDED -> new Bound(unbounded, Optional.empty());
            case VALUE -> offset(translation.expression(message.getValue()));
            case BOUNDARY_NOT_SET -> throw InvalidPlans.notSet(
                    "spark.connect.Expression.Window.WindowFrame.FrameBoundary", "boundary");
        };
    }

    /// A negative number is so many before, a positive one so many after.
    private static Bound offset(Expression value) {
        if (value instanceof Literal(Number number, var type)) {
            if (number.doubleValue() == 0) {
                return new Bound(BoundKind.CURRENT_ROW, Optional.empty());
            }
            if (number.doubleValue() < 0) {
                return new Bound(BoundKind.PRECEDING,
                        Optional.of(new Literal(negated(number), type)));
            }
        }
        return new Bound(BoundKind.FOLLOWING, Optional.of(value));
    }

    private static Number negated(Number number) {
        return switch (number) {
            case Byte v -> (byte) -v;
            case Short v -> (short) -v;
            case Integer v -> -v;
            case Long v -> -v;
            case Float v -> -v;
            case java.math.BigDecimal v -> v.negate();
            default -> -number.doubleValue();
        };
    }

    Expression subquery(SubqueryExpression message) {
        var query = translation.reference(message.getPlanId());
        return switch (message.getSubqueryType()) {
            case SUBQUERY_TYPE_SCALAR -> new Expression.ScalarSubquery(query);
            case SUBQUERY_TYPE_EXISTS -> new Expression.Exists(query);
            case SUBQUERY_TYPE_IN -> new Expression.InSubquery(
                    arguments(message.getInSubqueryValuesList()), query);
            case SUBQUERY_TYPE_TABLE_ARG ->
                throw InvalidPlans.notYet("a table as the argument of a table function");
            case SUBQUERY_TYPE_UNKNOWN, UNRECOGNIZED ->
                throw InvalidPlans.unknown("spark.connect.SubqueryExpression.SubqueryType",
                        message.getSubqueryTypeValue());
        };
    }
}

package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.List;

/// Leaves out what a condition does not need: `x AND true`, `NOT NOT x`, a filter that is always true.
public record SimplifyBooleans() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(node -> {
            var simple = node.mapExpressions(e -> e.mapUp(SimplifyBooleans::simplify));
            return simple instanceof Logical.Filter(var input, var condition)
                    && Expressions.isTrue(condition) ? input : simple;
        });
    }

    private static Expr simplify(Expr expression) {
        if (!(expression instanceof Expr.Call(var name, var arguments, _, _, _))) {
            return expression;
        }
        return switch (name) {
            case "and" -> either(expression, arguments, true);
            case "or" -> either(expression, arguments, false);
            case "not" -> negated(expression, arguments.getFirst());
            default -> expression;
        };
    }

    /// `neutral` changes nothing; its opposite decides, and comes first, so that nothing after it would have been computed.
    private static Expr either(Expr whole, List<Expr> arguments, boolean neutral) {
        var left = arguments.get(0);
        var right = arguments.get(1);
        if (isLiteral(left, neutral)) {
            return right;
        }
        if (isLiteral(right, neutral) || isLiteral(left, !neutral)) {
            return left;
        }
        return left.equals(right) && Expressions.isMovable(left) ? left : whole;
    }

    private static boolean isLiteral(Expr expression, boolean value) {
        return value ? Expressions.isTrue(expression) : Expressions.isFalse(expression);
    }

    private static Expr negated(Expr whole, Expr argument) {
        return switch (argument) {
            case Expr.Literal(Boolean value, _) -> new Expr.Literal(!value, DataType.BOOLEAN);
            case Expr.Call(var name, var inner, _, _, _) when name.equals("not") ->
                inner.getFirst();
            default -> whole;
        };
    }
}

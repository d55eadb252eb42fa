package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.plan.logical.Expr;
import java.util.function.BinaryOperator;

/// The types of arithmetic: numbers meet as Spark's rules say, and operators on dates and intervals become functions of their own.
final class Arithmetic {
    private static final String INTERVALS = "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")";

    private Arithmetic() {}

    static Expr add(CallSite call) {
        needs(call, 2);
        if ((isTemporal(call.type(1)) && !isTemporal(call.type(0)))
                || (Types.isDatetime(call.type(1)) && Types.isInterval(call.type(0)))) {
            return Temporal.add(call, call.argument(1), call.argument(0));
        }
        if (isTemporal(call.type(0))) {
            return Temporal.add(call, call.argument(0), call.argument(1));
        }
        return numbers(call, INTERVALS, Decimals::add);
    }

    static Expr subtract(CallSite call) {
        needs(call, 2);
        if (isTemporal(call.type(0)) || isTemporal(call.type(1))) {
            return Temporal.subtract(call);
        }
        return numbers(call, INTERVALS, Decimals::add);
    }

    static Expr multiply(CallSite call) {
        needs(call, 2);
        if (Types.isInterval(call.type(0))) {
            return Temporal.scale(call, "multiply", call.argument(0), call.argument(1));
        }
        if (Types.isInterval(call.type(1))) {
            return Temporal.scale(call, "multiply", call.argument(1), call.argument(0));
        }
        return numbers(call, "\"NUMERIC\"", Decimals::multiply);
    }

    static Expr divide(CallSite call) {
        needs(call, 2);
        if (Types.isInterval(call.type(0))) {
            return Temporal.scale(call, "divide", call.argument(0), call.argument(1));
        }
        boolean decimals = call.type(0) instanceof DecimalType
                || call.type(1) instanceof DecimalType;
        if (decimals && isExact(call.type(0)) && isExact(call.type(1))) {
            return nullable(decimals(call, Decimals::divide));
        }
        checkNumbers(call, "(\"DOUBLE\" or \"DECIMAL\")");
        return nullable(call.call(target(call), DataType.DOUBLE,
                call.cast(0, DataType.DOUBLE), call.cast(1, DataType.DOUBLE)));
    }

    static Expr wholeDivide(CallSite call) {
        needs(call, 2);
        checkNumbers(call, "(\"BIGINT\" or \"DECIMAL\" or \"INTERVAL\")");
        if (call.type(0).isIntegral() && call.type(1).isIntegral()) {
            return nullable(call.call("div", DataType.LONG, call.cast(0, DataType.LONG),
                    call.cast(1, DataType.LONG)));
        }
        var left = Decimals.operand(call.argument(0));
        var right = Decimals.operand(call.argument(1));
        return nullable(
                call.call("div", DataType.LONG, call.cast(0, left), call.cast(1, right)));
    }

    static Expr modulo(CallSite call) {
        needs(call, 2);
        return nullable(numbers(call, "\"NUMERIC\"", Decimals::modulo));
    }

    private static void needs(CallSite call, int count) {
        if (call.size() != count) {
            throw FunctionErrors.wrongCount(call, String.valueOf(count));
        }
    }

    static boolean isTemporal(DataType type) {
        return Types.isDatetime(type) || Types.isInterval(type);
    }

    private static boolean isExact(DataType type) {
        return type.isIntegral() || type instanceof DecimalType;
    }

    private static String target(CallSite call) {
        return call.function().behaviour().target();
    }

    private static Expr numbers(CallSite call, String required, BinaryOperator<DecimalType> rule) {
        boolean decimals = call.type(0) instanceof DecimalType
                || call.type(1) instanceof DecimalType;
        if (decimals && isExact(call.type(0)) && isExact(call.type(1))) {
            return decimals(call, rule);
        }
        var common = checkNumbers(call, required);
        return call.call(target(call), common, call.cast(0, common), call.cast(1, common));
    }

    /// The type in which two operands meet that are not both exact, checked.
    private static DataType checkNumbers(CallSite call, String required) {
        var left = call.type(0);
        var right = call.type(1);
        var common = common(call, left, right);
        if (common == null) {
            throw FunctionErrors.operandsDiffer(call);
        }
        if (common instanceof NullType) {
            return DataType.DOUBLE;
        }
        if (!common.isNumeric()) {
            throw FunctionErrors.wrongOperands(call, required, common);
        }
        return common;
    }

    private static @org.jspecify.annotations.Nullable DataType common(CallSite call, DataType left,
            DataType right) {
        boolean leftRead = left.isText()
                && (right.isNumeric() || right.isText() || right instanceof NullType);
        boolean rightRead = right.isText() && (left.isNumeric() || left instanceof NullType);
        if (!call.ansi() && (leftRead || rightRead)) {
            return DataType.DOUBLE;
        }
        return call.coercion().widest(left, right).orElse(null);
    }

    private static Expr decimals(CallSite call, BinaryOperator<DecimalType> rule) {
        var left = Decimals.operand(call.argument(0));
        var right = Decimals.operand(call.argument(1));
        if (call.type(0) instanceof DecimalType type) {
            left = type;
        }
        if (call.type(1) instanceof DecimalType type) {
            right = type;
        }
        var result = call.call(target(call), rule.apply(left, right), call.cast(0, left),
                call.cast(1, right));
        // Without ANSI mode a decimal that does not fit is null.
        return call.ansi() ? result : nullable(result);
    }

    /// Divisions may always give null, as Spark has it, although in ANSI mode they raise an error instead.
    private static Expr nullable(Expr expression) {
        return expression instanceof Expr.Call(var name, var arguments, var type, _, var mode)
                ? new Expr.Call(name, arguments, type, true, mode)
                : expression;
    }
}

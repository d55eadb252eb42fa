package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.function.TypePattern.Exactly;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Comparison and logic.
final class ComparisonFunctions {
    static final List<FunctionDefinition> ROWS = List.of(
            scalar("eq").alias("=", "==").binds(ComparisonFunctions::compare)
                    .says("True when equal.", "SELECT 1 = 1"),
            scalar("nseq").alias("<=>", "equal_null").neverNull()
                    .binds(ComparisonFunctions::compare)
                    .says("True when equal or both null.", "SELECT NULL <=> NULL"),
            scalar("!=").alias("<>").binds(call -> not(ComparisonFunctions.compare(call, "eq")))
                    .says("True when not equal.", "SELECT 1 != 2"),
            scalar("lt").alias("<").binds(ComparisonFunctions::compare).says("True when smaller.",
                    "SELECT 1 < 2"),
            scalar("le").alias("<=").binds(ComparisonFunctions::compare)
                    .says("True when smaller or equal.", "SELECT 1 <= 2"),
            scalar("gt").alias(">").binds(ComparisonFunctions::compare).says("True when larger.",
                    "SELECT 2 > 1"),
            scalar("ge").alias(">=").binds(ComparisonFunctions::compare)
                    .says("True when larger or equal.", "SELECT 2 >= 1"),
            scalar("between").binds(ComparisonFunctions::between)
                    .says("True when within both bounds.", "SELECT 2 BETWEEN 1 AND 3"),
            scalar("in").binds(ComparisonFunctions::in).says("True when equal to one of a list.",
                    "SELECT 2 IN (1, 2)"),
            scalar("and").alias("&&").takes(BOOL, BOOL).returns(DataType.BOOLEAN)
                    .says("True when both are.", "SELECT true AND false"),
            scalar("or").takes(BOOL, BOOL).returns(DataType.BOOLEAN).says("True when one is.",
                    "SELECT true OR false"),
            scalar("not").alias("!").takes(BOOL).returns(DataType.BOOLEAN).says("True when false.",
                    "SELECT NOT false"),
            scalar("isnull").neverNull().takes(ANY).returns(DataType.BOOLEAN)
                    .says("True when null.", "SELECT isnull(1)"),
            scalar("isnotnull").neverNull().takes(ANY).returns(DataType.BOOLEAN)
                    .says("True when not null.", "SELECT isnotnull(1)"),
            scalar("istrue").neverNull().takes(BOOL).returns(DataType.BOOLEAN)
                    .binds(call -> is(call, true)).says("True when true, false when null.",
                            "SELECT true IS TRUE"),
            scalar("isfalse").neverNull().takes(BOOL).returns(DataType.BOOLEAN)
                    .binds(call -> is(call, false))
                    .says("True when false, false when null.", "SELECT false IS FALSE"),
            scalar("isnan").neverNull().takes(REAL).returns(DataType.BOOLEAN)
                    .takes(new Exactly(DataType.FLOAT)).returns(DataType.BOOLEAN)
                    .says("True when not a number.", "SELECT isnan(double('NaN'))"));

    private ComparisonFunctions() {}

    static Expr not(Expr condition) {
        return new Expr.Call("not", List.of(condition), DataType.BOOLEAN, condition.nullable(),
                Expr.ErrorMode.ANSI);
    }

    static Expr compare(CallSite call) {
        return compare(call, call.function().name());
    }

    static Expr compare(CallSite call, String name) {
        if (call.size() != 2) {
            throw FunctionErrors.wrongCount(call, "2");
        }
        var common = call.coercion().comparison(call.type(0), call.type(1))
                .orElseThrow(() -> FunctionErrors.operandsDiffer(call));
        if (!Types.isOrdered(common)) {
            throw FunctionErrors.notOrdered(call, common);
        }
        var bound = call.call(name, DataType.BOOLEAN, call.cast(0, common), call.cast(1, common));
        return isNarrowed(call, 0, 1) || isNarrowed(call, 1, 0) ? nullable(bound) : bound;
    }

    /// A whole constant beside a decimal becomes the smallest decimal first, a cast that Spark calls nullable.
    private static boolean isNarrowed(CallSite call, int decimal, int constant) {
        return call.type(decimal) instanceof DataType.DecimalType
                && call.type(constant).isIntegral()
                && call.argument(constant) instanceof Expr.Literal;
    }

    private static Expr nullable(Expr expression) {
        return expression instanceof Expr.Call(var name, var arguments, var type, _, var mode)
                && !name.equals("nseq")
                        ? new Expr.Call(name, arguments, type, true, mode)
                        : expression;
    }

    private static Expr between(CallSite call) {
        if (call.size() != 3) {
            throw FunctionErrors.wrongCount(call, "3");
        }
        var low = compare(call.with(List.of(call.argument(0), call.argument(1))), "ge");
        var high = compare(call.with(List.of(call.argument(0), call.argument(2))), "le");
        return call.call("and", DataType.BOOLEAN, low, high);
    }

    private static Expr in(CallSite call) {
        if (call.size() < 2) {
            throw FunctionErrors.wrongCount(call, "> 1");
        }
        Optional<DataType> common = Optional.of(call.type(0));
        for (int i = 1; i < call.size(); i++) {
            int index = i;
            common = common.flatMap(
                    c -> call.ansi() || c.isText() == call.type(index).isText() || call.size() > 2
                            ? call.coercion().widest(c, call.type(index))
                            : call.coercion().comparison(c, call.type(index)));
        }
        var type = common.orElseThrow(() -> FunctionErrors.differentTypes(call));
        if (!Types.isOrdered(type)) {
            throw FunctionErrors.notOrdered(call, type);
        }
        var arguments = new ArrayList<Expr>();
        for (int i = 0; i < call.size(); i++) {
            arguments.add(call.cast(i, type));
        }
        return call.call("in", arguments, DataType.BOOLEAN);
    }

    private static Expr is(CallSite call, boolean value) {
        return new Expr.Call("nseq",
                List.of(call.argument(0), new Expr.Literal(value, DataType.BOOLEAN)),
                DataType.BOOLEAN, false,
                call.mode());
    }
}

package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.function.TypePattern.Exactly;
import java.util.List;

/// Functions that choose among their arguments. `if`, `nullif` and `nvl2` become [Expr.Case], `nvl` becomes `coalesce`.
final class ConditionalFunctions {
    static final List<FunctionDefinition> ROWS = List.of(
            scalar("coalesce").nullWhenAllAre().takes(T, many(T)).returns(Result.like(0)).says(
                    "The first that is not null.",
                    "SELECT coalesce(NULL, 1)"),
            scalar("nvl").alias("ifnull").as("coalesce").nullWhenAllAre().takes(T, T)
                    .returns(Result.like(0))
                    .says("The second when the first is null.", "SELECT nvl(NULL, 1)"),
            scalar("nvl2").takes(ANY, T, T).returns(Result.like(1))
                    .binds(call -> choose(isNotNull(call.argument(0)), call.argument(1),
                            call.argument(2)))
                    .says("The second when the first is not null, else the third.",
                            "SELECT nvl2(NULL, 2, 1)"),
            scalar("nullif").binds(ConditionalFunctions::nullIf)
                    .says("Null when both are equal, else the first.", "SELECT nullif(2, 2)"),
            scalar("if").takes(BOOL, T, T).returns(Result.like(1))
                    .binds(call -> choose(call.argument(0), call.argument(1), call.argument(2)))
                    .says("The second when the first is true, else the third.",
                            "SELECT if(1 < 2, 'a', 'b')"),
            scalar("nanvl").takes(REAL, REAL).returns(DataType.DOUBLE)
                    .takes(new Exactly(DataType.FLOAT), new Exactly(DataType.FLOAT))
                    .returns(DataType.FLOAT).says("The second when the first is not a number.",
                            "SELECT nanvl(double('NaN'), 1)"),
            scalar("nullifzero").takes(NUMBER).returns(Result.like(0))
                    .binds(ConditionalFunctions::nullIfZero).says("Null when zero.",
                            "SELECT nullifzero(0)"),
            scalar("zeroifnull").nullWhenAllAre().takes(NUMBER).returns(Result.like(0))
                    .binds(call -> call.call("coalesce", call.type(0), call.argument(0),
                            call.coercion().cast(new Expr.Literal(0, DataType.INT), call.type(0))))
                    .says("Zero when null.", "SELECT zeroifnull(NULL)"),
            scalar("greatest").nullWhenAllAre().takes(T_ORDERED, T_ORDERED, many(T_ORDERED))
                    .returns(Result.like(0))
                    .says("The largest, nulls passed over.", "SELECT greatest(1, 3, 2)"),
            scalar("least").nullWhenAllAre().takes(T_ORDERED, T_ORDERED, many(T_ORDERED))
                    .returns(Result.like(0))
                    .says("The smallest, nulls passed over.", "SELECT least(3, 1, 2)"));

    private ConditionalFunctions() {}

    static Expr choose(Expr condition, Expr then, Expr otherwise) {
        return new Expr.Case(List.of(new Expr.When(condition, then)), otherwise, then.type(),
                then.nullable() || otherwise.nullable());
    }

    private static Expr isNotNull(Expr value) {
        return new Expr.Call("isnotnull", List.of(value), DataType.BOOLEAN, false,
                Expr.ErrorMode.ANSI);
    }

    private static Expr nullIf(CallSite call) {
        var equal = ComparisonFunctions.compare(call, "eq");
        return choose(equal, new Expr.Literal(null, call.type(0)), call.argument(0));
    }

    private static Expr nullIfZero(CallSite call) {
        var zero = call.coercion().cast(new Expr.Literal(0, DataType.INT), call.type(0));
        var equal = ComparisonFunctions.compare(call.with(List.of(call.argument(0), zero)), "eq");
        return choose(equal, new Expr.Literal(null, call.type(0)), call.argument(0));
    }
}

package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.window;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.plan.logical.Expr;
import java.util.List;

/// Functions of a row's place among the rows of its window. Aggregates may stand over windows too, and are not listed here.
final class WindowFunctions {
    static final List<FunctionDefinition> ROWS = List.of(
            window("row_number").neverNull().takes().returns(DataType.INT)
                    .says("The number of the row, from 1.", ranked("row_number()")),
            window("rank").neverNull().takes().returns(DataType.INT)
                    .says("One more than the rows before its equals.", ranked("rank()")),
            window("dense_rank").neverNull().takes().returns(DataType.INT)
                    .says("One more than the different values before.", ranked("dense_rank()")),
            window("percent_rank").neverNull().takes().returns(DataType.DOUBLE)
                    .says("The rank as a share of the rows.", ranked("percent_rank()")),
            window("cume_dist").neverNull().takes().returns(DataType.DOUBLE)
                    .says("The share of rows up to its equals.", ranked("cume_dist()")),
            window("ntile").neverNull().binds(WindowFunctions::tile)
                    .says("In which of so many parts the row is.", ranked("ntile(2)")),
            window("lag").binds(WindowFunctions::offset)
                    .says("The value of a row before.", ranked("lag(a)")),
            window("lead").binds(WindowFunctions::offset)
                    .says("The value of a row behind.", ranked("lead(a)")),
            window("nth_value").binds(WindowFunctions::nth)
                    .says("The value of the n-th row.", ranked("nth_value(a, 1)")));

    private WindowFunctions() {}

    private static String ranked(String call) {
        return "SELECT " + call + " OVER (ORDER BY a) FROM VALUES (1), (2) AS t(a)";
    }

    private static Expr tile(CallSite call) {
        if (call.size() > 1) {
            throw FunctionErrors.wrongCount(call, "[0, 1]");
        }
        Expr parts = call.size() == 0 ? new Expr.Literal(1, DataType.INT) : whole(call, 0);
        if (parts instanceof Expr.Literal(Integer number, _) && number <= 0) {
            throw outOfRange(call, 0, "buckets", "(0, 2147483647]", number);
        }
        return call.call("ntile", DataType.INT, parts);
    }

    private static Expr offset(CallSite call) {
        if (call.size() < 1 || call.size() > 3) {
            throw FunctionErrors.wrongCount(call, "[1, 2, 3]");
        }
        var type = call.type(0);
        Expr by = call.size() > 1 ? whole(call, 1) : new Expr.Literal(1, DataType.INT);
        Expr otherwise = call.size() > 2 ? call.cast(2, type) : new Expr.Literal(null, type);
        var name = call.function().name();
        return new Expr.Call(name, List.of(call.argument(0), by, otherwise), type,
                call.argument(0).nullable() || otherwise.nullable(), call.mode());
    }

    private static Expr nth(CallSite call) {
        // The third says whether nulls are passed over, which the binder has read.
        if (call.size() != 2 && call.size() != 3) {
            throw FunctionErrors.wrongCount(call, "2");
        }
        var position = whole(call, 1);
        if (position instanceof Expr.Literal(Integer number, _) && number <= 0) {
            throw outOfRange(call, 1, "offset", "(0, 9223372036854775807]", number);
        }
        return new Expr.Call("nth_value", List.of(call.argument(0), position), call.type(0), true,
                call.mode());
    }

    private static Expr whole(CallSite call, int index) {
        if (call.argument(index) instanceof Expr.Literal(Number number, var type)
                && type.isIntegral()) {
            return new Expr.Literal(number.intValue(), DataType.INT);
        }
        if (!(call.argument(index) instanceof Expr.Literal)) {
            throw call.notConstant(index);
        }
        throw call.unexpectedType(index, "\"INT\"");
    }

    private static dev.penstock.data.error.UserException outOfRange(CallSite call, int index,
            String name, String range, int value) {
        return new dev.penstock.data.error.UserException("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                java.util.Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "exprName",
                        "`" + name + "`", "valueRange", range, "currentValue", value
                                + (index == 1 ? "L" : "")));
    }
}

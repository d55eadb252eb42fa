package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.aggregate;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Aggregate functions that need all values of a group. They are bound as a function of `collect_list`, so that whatever can collect values,
/// and take them back, can do these.
public final class ListAggregates {
    static final List<FunctionDefinition> ROWS = List.of(
            aggregate("skewness").takes(REAL).returns(DataType.DOUBLE).as("list_skewness")
                    .says("The skewness.", "SELECT skewness(1)"),
            aggregate("kurtosis").takes(REAL).returns(DataType.DOUBLE).as("list_kurtosis")
                    .says("The kurtosis.", "SELECT kurtosis(1)"),
            aggregate("listagg").alias("string_agg").takes(TEXT, perhaps(constant(TEXT)))
                    .returns(DataType.STRING).as("array_join")
                    .says("The texts one after the other, with a separator.",
                            "SELECT listagg('a', ',')"));

    private static final Set<String> FUNCTIONS = Set.of("list_skewness", "list_kurtosis",
            "array_join");

    private ListAggregates() {}

    /// True when a bound call is a function of the list of the values of its first argument.
    public static boolean isOverList(String function) {
        return FUNCTIONS.contains(function);
    }

    /// The type of the list.
    public static DataType list(CallSite.Typed call) {
        return new ArrayType(call.arguments().getFirst().type(), false);
    }

    /// The function of a `list`, which is sorted when `ascending` is there.
    public static Expr finish(CallSite.Typed call, Expr list,
            java.util.Optional<Boolean> ascending) {
        var sorted = ascending.<Expr>map(up -> new Expr.Call("sort_array",
                List.of(list, new Expr.Literal(up, DataType.BOOLEAN)), list.type(), false,
                call.mode())).orElse(list);
        var arguments = new ArrayList<Expr>(List.of(sorted));
        arguments.addAll(call.arguments().subList(1, call.arguments().size()));
        if (!call.function().equals("array_join")) {
            return new Expr.Call(call.function(), arguments, call.type(), true, call.mode());
        }
        if (arguments.size() == 1) {
            arguments.add(new Expr.Literal("", DataType.STRING));
        }
        var size = new Expr.Call("size", List.of(list), DataType.INT, false, call.mode());
        var empty = new Expr.Call("eq", List.of(size, new Expr.Literal(0, DataType.INT)),
                DataType.BOOLEAN, false, call.mode());
        return ConditionalFunctions.choose(empty, new Expr.Literal(null, DataType.STRING),
                new Expr.Call("array_join", arguments, DataType.STRING, false, call.mode()));
    }
}

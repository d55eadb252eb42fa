package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.aggregate;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;

/// Functions of the rows of a group. `count(*)` is bound without arguments.
final class AggregateFunctions {
    static final List<FunctionDefinition> ROWS = rows();

    private AggregateFunctions() {}

    private static List<FunctionDefinition> rows() {
        var rows = new ArrayList<FunctionDefinition>(List.of(
                aggregate("count").neverNull().takes(many(ANY)).returns(DataType.LONG)
                        .binds(AggregateFunctions::count)
                        .says("How many rows, or rows without null arguments.", "SELECT count(*)"),
                aggregate("sum").takes(NUMBER).returns(AggregateFunctions::sum).takes(SPAN)
                        .returns(AggregateFunctions::sum)
                        .binds(AggregateFunctions::number).says("The sum.", "SELECT sum(1)"),
                aggregate("try_sum").tries("sum").takes(NUMBER).returns(AggregateFunctions::sum)
                        .takes(SPAN).returns(AggregateFunctions::sum)
                        .binds(AggregateFunctions::number)
                        .says("The sum, null on overflow.", "SELECT try_sum(1)"),
                aggregate("avg").alias("mean").takes(NUMBER).returns(AggregateFunctions::average)
                        .takes(SPAN)
                        .returns(AggregateFunctions::average).binds(AggregateFunctions::mean)
                        .says("The mean.", "SELECT avg(1)"),
                aggregate("try_avg").tries("avg").takes(NUMBER).returns(AggregateFunctions::average)
                        .takes(SPAN)
                        .returns(AggregateFunctions::average).binds(AggregateFunctions::mean)
                        .says("The mean, null on overflow.",
                                "SELECT try_avg(1)"),
                aggregate("min").takes(ORDERED).returns(Result.like(0)).says("The smallest value.",
                        "SELECT min(1)"),
                aggregate("max").takes(ORDERED).returns(Result.like(0)).says("The largest value.",
                        "SELECT max(1)"),
                aggregate("first").alias("first_value").takes(ANY, perhaps(constant(BOOL)))
                        .returns(Result.like(0))
                        .says("The value of the first row.", "SELECT first(1)"),
                aggregate("any_value").as("first").takes(ANY, perhaps(constant(BOOL)))
                        .returns(Result.like(0)).says("A value of some row.",
                                "SELECT any_value(1)"),
                aggregate("last").alias("last_value").takes(ANY, perhaps(constant(BOOL)))
                        .returns(Result.like(0))
                        .says("The value of the last row.", "SELECT last(1)"),
                aggregate("count_if").neverNull().takes(BOOL).returns(DataType.LONG).says(
                        "How many rows for which it is true.",
                        "SELECT count_if(true)"),
                aggregate("bool_and").alias("every").takes(BOOL).returns(DataType.BOOLEAN).says(
                        "True when true for all rows.",
                        "SELECT bool_and(true)"),
                aggregate("bool_or").alias("any", "some").takes(BOOL).returns(DataType.BOOLEAN)
                        .says("True when true for a row.",
                                "SELECT bool_or(true)"),
                aggregate("bit_and").takes(INTEGER).returns(Result.like(0))
                        .says("Bitwise and of all values.", "SELECT bit_and(3)"),
                aggregate("bit_or").takes(INTEGER).returns(Result.like(0))
                        .says("Bitwise or of all values.", "SELECT bit_or(3)"),
                aggregate("bit_xor").takes(INTEGER).returns(Result.like(0))
                        .says("Bitwise exclusive or of all values.", "SELECT bit_xor(3)"),
                aggregate("max_by").takes(ANY, ORDERED).returns(Result.like(0)).says(
                        "The value where another is largest.",
                        "SELECT max_by('a', 1)"),
                aggregate("min_by").takes(ANY, ORDERED).returns(Result.like(0)).says(
                        "The value where another is smallest.",
                        "SELECT min_by('a', 1)"),
                aggregate("collect_list").alias("array_agg").neverNull().takes(ANY)
                        .returns(AggregateFunctions::list)
                        .says("The values as an array, nulls passed over.",
                                "SELECT collect_list(1)"),
                aggregate("collect_set").neverNull().takes(ANY).returns(AggregateFunctions::list)
                        .says("Each value once, as an array.",
                                "SELECT collect_set(1)"),
                aggregate("corr").takes(REAL, REAL).returns(DataType.DOUBLE)
                        .says("The correlation of two values.", "SELECT corr(1, 2)"),
                aggregate("covar_pop").takes(REAL, REAL).returns(DataType.DOUBLE).says(
                        "The covariance of two values.",
                        "SELECT covar_pop(1, 2)"),
                aggregate("covar_samp").takes(REAL, REAL).returns(DataType.DOUBLE).says(
                        "The covariance of a sample.",
                        "SELECT covar_samp(1, 2)")));
        rows.addAll(positions());
        rows.add(moment("stddev_samp", "The standard deviation of a sample.", "stddev", "std"));
        rows.add(moment("stddev_pop", "The standard deviation."));
        rows.add(moment("var_samp", "The variance of a sample.", "variance"));
        rows.add(moment("var_pop", "The variance."));
        rows.addAll(ListAggregates.ROWS);
        return List.copyOf(rows);
    }

    /// Functions of the different values, and of where values stand among the others.
    private static List<FunctionDefinition> positions() {
        return List.of(
                aggregate("approx_count_distinct").neverNull().takes(ANY, perhaps(constant(REAL)))
                        .returns(DataType.LONG)
                        .binds(call -> call.call("approx_count_distinct", DataType.LONG,
                                call.argument(0)))
                        .says("About how many different values.",
                                "SELECT approx_count_distinct(1)"),
                aggregate("percentile").takes(REAL, constant(REAL)).returns(DataType.DOUBLE)
                        .takes(REAL, constant(arrayOf(REAL)))
                        .returns(Result.fixed(new ArrayType(DataType.DOUBLE, false)))
                        .says("The value below which a part of all values lies, between two of them where need be.",
                                "SELECT percentile(1, 0.5)"),
                aggregate("median").takes(REAL).returns(DataType.DOUBLE).says(
                        "The value in the middle.", "SELECT median(1)"),
                aggregate("percentile_approx").alias("approx_percentile")
                        .takes(NUMBER, constant(REAL), perhaps(constant(WHOLE)))
                        .returns(Result.like(0))
                        .takes(NUMBER, constant(arrayOf(REAL)), perhaps(constant(WHOLE)))
                        .returns(AggregateFunctions::list)
                        .says("The smallest value that a part of all values does not exceed.",
                                "SELECT percentile_approx(1, 0.5)"),
                aggregate("mode").takes(ANY).returns(Result.like(0)).says(
                        "The value that occurs most often, of several the smallest.",
                        "SELECT mode(1)"));
    }

    private static FunctionDefinition moment(String name, String description, String... aliases) {
        return aggregate(name).alias(aliases).takes(REAL).returns(DataType.DOUBLE).says(description,
                "SELECT " + name + "(1)");
    }

    /// A constant that is not null counts every row.
    private static Expr count(CallSite call) {
        if (call.size() == 0) {
            throw FunctionErrors.wrongCount(call, "> 0");
        }
        boolean rows = call.size() == 1 && call.argument(0) instanceof Expr.Literal(var value, _)
                && value != null;
        return call.call("count", rows ? List.of() : call.arguments(), DataType.LONG);
    }

    private static Expr number(CallSite call) {
        return call.call("sum", call.arguments(), sum(call.arguments()));
    }

    private static Expr mean(CallSite call) {
        return call.call("avg", call.arguments(), average(call.arguments()));
    }

    private static DataType sum(List<Expr> arguments) {
        return switch (arguments.getFirst().type()) {
            case DecimalType(int precision, int scale) -> Decimals.bounded(precision + 10, scale);
            case DataType.YearMonthIntervalType interval -> interval;
            case DataType.DayTimeIntervalType interval -> interval;
            case DataType type -> type.isIntegral() ? DataType.LONG : DataType.DOUBLE;
        };
    }

    private static DataType average(List<Expr> arguments) {
        return switch (arguments.getFirst().type()) {
            case DecimalType(int precision, int scale) ->
                Decimals.bounded(precision + 4, scale + 4);
            case DataType.YearMonthIntervalType _ -> Types.YEAR_MONTH;
            case DataType.DayTimeIntervalType _ -> Types.DAY_TIME;
            default -> DataType.DOUBLE;
        };
    }

    private static DataType list(List<Expr> arguments) {
        return new ArrayType(arguments.getFirst().type(), false);
    }
}

package dev.penstock;

import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Case;
import dev.penstock.plan.spec.Expression.Function;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The functions of queries, with Spark's names: `import static dev.penstock.Functions.*`.
///
/// What a function does with null, with values out of range and with other types is what Spark does; the catalogue of functions
/// (`DESCRIBE FUNCTION name`) says more. Any function of the catalogue, listed here or not, can be called with [#call_function] or [#expr].
/// Those of text, time, arrays and JSON are in the classes above, only because one file would be too long.
public final class Functions extends TimeAndNestedFunctions {
    private Functions() {}

    /// The column of this name; `*` for all columns. A dot leads into a table or a struct, backticks quote a name.
    public static Column col(String name) {
        return Column.named(name);
    }

    /// The column of this name, as [#col].
    public static Column column(String name) {
        return Column.named(name);
    }

    /// An expression in SQL: `expr("price * 2 AS doubled")`.
    public static Column expr(String sql) {
        return Column.parsed(sql);
    }

    /// A call of a function by its name in SQL.
    public static Column call_function(String name, Column... arguments) {
        return call(name, arguments);
    }

    /// The value when the condition holds; go on with [Column#when] and [Column#otherwise].
    public static Column when(Column condition, Object value) {
        return new Column(new Case(Optional.empty(),
                List.of(new Expression.When(condition.expression(), lit(value).expression())),
                Optional.empty()));
    }

    /// An order that ascends, nulls first.
    public static Column asc(String columnName) {
        return col(columnName).asc();
    }

    /// An order that descends, nulls last.
    public static Column desc(String columnName) {
        return col(columnName).desc();
    }

    /// 1 in rows of a rollup, cube or grouping set that are not grouped by the column, else 0.
    public static Column grouping(Column e) {
        return call("grouping", e);
    }

    /// 1 in rows of a rollup, cube or grouping set that are not grouped by the column, else 0.
    public static Column grouping(String columnName) {
        return grouping(col(columnName));
    }

    /// The values of [#grouping] of all columns grouped by as bits, the last column lowest.
    public static Column grouping_id(Column... columns) {
        return call("grouping_id", columns);
    }

    /// How many different combinations of values there are, without nulls.
    public static Column count_distinct(Column first, Column... others) {
        var arguments = new java.util.ArrayList<>(List.of(first.expression()));
        Arrays.stream(others).map(Column::expression).forEach(arguments::add);
        return new Column(Function.distinct("count", arguments));
    }

    /// As [#count_distinct].
    public static Column countDistinct(Column first, Column... others) {
        return count_distinct(first, others);
    }

    /// As [#count_distinct], of the columns of these names.
    public static Column countDistinct(String columnName, String... others) {
        return count_distinct(col(columnName), columns(others));
    }

    /// The sum of the different values.
    public static Column sum_distinct(Column e) {
        return new Column(Function.distinct("sum", List.of(e.expression())));
    }

    /// The first value of a group; the first that is not null with `ignoreNulls`.
    public static Column first(Column e, boolean ignoreNulls) {
        return ignoring("first", e, ignoreNulls);
    }

    /// The last value of a group; the last that is not null with `ignoreNulls`.
    public static Column last(Column e, boolean ignoreNulls) {
        return ignoring("last", e, ignoreNulls);
    }

    private static Column ignoring(String function, Column e, boolean ignoreNulls) {
        return new Column(new Function(List.of(function), List.of(e.expression()), false,
                Optional.empty(), List.of(),
                Optional.of(ignoreNulls)));
    }

    private static Column countOf(Column e) {
        return e.isStar() ? call("count", lit(1)) : call("count", e);
    }

    /// How many rows have a value of `e`; `count("*")` counts all rows.
    public static Column count(Column e) {
        return countOf(e);
    }

    /// [#count(Column)] of the column of this name.
    public static Column count(String columnName) {
        return count(Column.named(columnName));
    }

    /// The sum of the values.
    public static Column sum(Column e) {
        return call("sum", e);
    }

    /// [#sum(Column)] of the column of this name.
    public static Column sum(String columnName) {
        return sum(Column.named(columnName));
    }

    /// The mean of the values.
    public static Column avg(Column e) {
        return call("avg", e);
    }

    /// [#avg(Column)] of the column of this name.
    public static Column avg(String columnName) {
        return avg(Column.named(columnName));
    }

    /// The mean of the values.
    public static Column mean(Column e) {
        return call("avg", e);
    }

    /// [#mean(Column)] of the column of this name.
    public static Column mean(String columnName) {
        return mean(Column.named(columnName));
    }

    /// The least value.
    public static Column min(Column e) {
        return call("min", e);
    }

    /// [#min(Column)] of the column of this name.
    public static Column min(String columnName) {
        return min(Column.named(columnName));
    }

    /// The greatest value.
    public static Column max(Column e) {
        return call("max", e);
    }

    /// [#max(Column)] of the column of this name.
    public static Column max(String columnName) {
        return max(Column.named(columnName));
    }

    /// The first value of a group, null or not.
    public static Column first(Column e) {
        return call("first", e);
    }

    /// [#first(Column)] of the column of this name.
    public static Column first(String columnName) {
        return first(Column.named(columnName));
    }

    /// The last value of a group, null or not.
    public static Column last(Column e) {
        return call("last", e);
    }

    /// [#last(Column)] of the column of this name.
    public static Column last(String columnName) {
        return last(Column.named(columnName));
    }

    /// The first value of a group, null or not.
    public static Column first_value(Column e) {
        return call("first_value", e);
    }

    /// The last value of a group, null or not.
    public static Column last_value(Column e) {
        return call("last_value", e);
    }

    /// Some value of a group.
    public static Column any_value(Column e) {
        return call("any_value", e);
    }

    /// How many rows make the condition true.
    public static Column count_if(Column e) {
        return call("count_if", e);
    }

    /// True when all values are.
    public static Column bool_and(Column e) {
        return call("bool_and", e);
    }

    /// True when some value is.
    public static Column bool_or(Column e) {
        return call("bool_or", e);
    }

    /// True when all values are.
    public static Column every(Column e) {
        return call("bool_and", e);
    }

    /// True when some value is.
    public static Column some(Column e) {
        return call("bool_or", e);
    }

    /// The value of `e` in the row where `ord` is greatest.
    public static Column max_by(Column e, Column ord) {
        return call("max_by", e, ord);
    }

    /// The value of `e` in the row where `ord` is least.
    public static Column min_by(Column e, Column ord) {
        return call("min_by", e, ord);
    }

    /// All values that are not null, as an array.
    public static Column collect_list(Column e) {
        return call("collect_list", e);
    }

    /// [#collect_list(Column)] of the column of this name.
    public static Column collect_list(String columnName) {
        return collect_list(Column.named(columnName));
    }

    /// The different values that are not null, as an array.
    public static Column collect_set(Column e) {
        return call("collect_set", e);
    }

    /// [#collect_set(Column)] of the column of this name.
    public static Column collect_set(String columnName) {
        return collect_set(Column.named(columnName));
    }

    /// All values that are not null, as an array.
    public static Column array_agg(Column e) {
        return call("collect_list", e);
    }

    /// The standard deviation of a sample.
    public static Column stddev(Column e) {
        return call("stddev", e);
    }

    /// [#stddev(Column)] of the column of this name.
    public static Column stddev(String columnName) {
        return stddev(Column.named(columnName));
    }

    /// The standard deviation of a sample.
    public static Column stddev_samp(Column e) {
        return call("stddev", e);
    }

    /// [#stddev_samp(Column)] of the column of this name.
    public static Column stddev_samp(String columnName) {
        return stddev_samp(Column.named(columnName));
    }

    /// The standard deviation of a sample.
    public static Column std(Column e) {
        return call("stddev", e);
    }

    /// The standard deviation of a population.
    public static Column stddev_pop(Column e) {
        return call("stddev_pop", e);
    }

    /// [#stddev_pop(Column)] of the column of this name.
    public static Column stddev_pop(String columnName) {
        return stddev_pop(Column.named(columnName));
    }

    /// The variance of a sample.
    public static Column variance(Column e) {
        return call("variance", e);
    }

    /// [#variance(Column)] of the column of this name.
    public static Column variance(String columnName) {
        return variance(Column.named(columnName));
    }

    /// The variance of a sample.
    public static Column var_samp(Column e) {
        return call("variance", e);
    }

    /// [#var_samp(Column)] of the column of this name.
    public static Column var_samp(String columnName) {
        return var_samp(Column.named(columnName));
    }

    /// The variance of a population.
    public static Column var_pop(Column e) {
        return call("var_pop", e);
    }

    /// [#var_pop(Column)] of the column of this name.
    public static Column var_pop(String columnName) {
        return var_pop(Column.named(columnName));
    }

    /// Pearson's correlation of two columns.
    public static Column corr(Column x, Column y) {
        return call("corr", x, y);
    }

    /// The covariance of a sample.
    public static Column covar_samp(Column x, Column y) {
        return call("covar_samp", x, y);
    }

    /// The covariance of a population.
    public static Column covar_pop(Column x, Column y) {
        return call("covar_pop", x, y);
    }

    /// The sum of the values, null where it overflows.
    public static Column try_sum(Column e) {
        return call("try_sum", e);
    }

    /// The mean of the values, null where it overflows.
    public static Column try_avg(Column e) {
        return call("try_avg", e);
    }

    /// The first argument that is not null.
    public static Column coalesce(Column... e) {
        return call("coalesce", e);
    }

    /// True when `e` is null.
    public static Column isnull(Column e) {
        return call("isnull", e);
    }

    /// True when `e` is not null.
    public static Column isnotnull(Column e) {
        return call("isnotnull", e);
    }

    /// True when `e` is not a number.
    public static Column isnan(Column e) {
        return call("isnan", e);
    }

    /// `e`, or `otherwise` when it is null.
    public static Column ifnull(Column e, Column otherwise) {
        return call("ifnull", e, otherwise);
    }

    /// `e`, or `otherwise` when it is null.
    public static Column nvl(Column e, Column otherwise) {
        return call("nvl", e, otherwise);
    }

    /// `present` when `e` is not null, else `absent`.
    public static Column nvl2(Column e, Column present, Column absent) {
        return call("nvl2", e, present, absent);
    }

    /// Null when both are equal, else `a`.
    public static Column nullif(Column a, Column b) {
        return call("nullif", a, b);
    }

    /// `a` unless it is not a number, then `b`.
    public static Column nanvl(Column a, Column b) {
        return call("nanvl", a, b);
    }

    /// The greatest argument, nulls passed over.
    public static Column greatest(Column... e) {
        return call("greatest", e);
    }

    /// The least argument, nulls passed over.
    public static Column least(Column... e) {
        return call("least", e);
    }

    /// True when both are equal or both null.
    public static Column equal_null(Column a, Column b) {
        return call("equal_null", a, b);
    }

    /// The opposite of a condition.
    public static Column not(Column e) {
        return call("not", e);
    }

    /// The value with its sign changed.
    public static Column negate(Column e) {
        return call("negative", e);
    }

    /// The value with its sign changed.
    public static Column negative(Column e) {
        return call("negative", e);
    }

    /// The value itself.
    public static Column positive(Column e) {
        return call("positive", e);
    }

    /// The value without its sign.
    public static Column abs(Column e) {
        return call("abs", e);
    }

    /// The positive remainder.
    public static Column pmod(Column dividend, Column divisor) {
        return call("pmod", dividend, divisor);
    }

    /// The sum, null where it overflows.
    public static Column try_add(Column a, Column b) {
        return call("try_add", a, b);
    }

    /// The difference, null where it overflows.
    public static Column try_subtract(Column a, Column b) {
        return call("try_subtract", a, b);
    }

    /// The product, null where it overflows.
    public static Column try_multiply(Column a, Column b) {
        return call("try_multiply", a, b);
    }

    /// The quotient, null where the divisor is zero.
    public static Column try_divide(Column a, Column b) {
        return call("try_divide", a, b);
    }

    /// The remainder, null where the divisor is zero.
    public static Column try_mod(Column a, Column b) {
        return call("try_mod", a, b);
    }

    /// The least whole number that is not below `e`.
    public static Column ceil(Column e) {
        return call("ceil", e);
    }

    /// [#ceil(Column)] of the column of this name.
    public static Column ceil(String columnName) {
        return ceil(Column.named(columnName));
    }

    /// The least whole number that is not below `e`.
    public static Column ceiling(Column e) {
        return call("ceil", e);
    }

    /// The greatest whole number that is not above `e`.
    public static Column floor(Column e) {
        return call("floor", e);
    }

    /// [#floor(Column)] of the column of this name.
    public static Column floor(String columnName) {
        return floor(Column.named(columnName));
    }

    /// Rounded half up to a whole number.
    public static Column round(Column e) {
        return call("round", e);
    }

    /// Rounded half up to `scale` digits after the point.
    public static Column round(Column e, int scale) {
        return call("round", e, lit(scale));
    }

    /// Rounded half to even to a whole number.
    public static Column bround(Column e) {
        return call("bround", e);
    }

    /// Rounded half to even to `scale` digits after the point.
    public static Column bround(Column e, int scale) {
        return call("bround", e, lit(scale));
    }

    /// The nearest whole number, as a double.
    public static Column rint(Column e) {
        return call("rint", e);
    }

    /// [#rint(Column)] of the column of this name.
    public static Column rint(String columnName) {
        return rint(Column.named(columnName));
    }

    /// The square root.
    public static Column sqrt(Column e) {
        return call("sqrt", e);
    }

    /// [#sqrt(Column)] of the column of this name.
    public static Column sqrt(String columnName) {
        return sqrt(Column.named(columnName));
    }

    /// The cube root.
    public static Column cbrt(Column e) {
        return call("cbrt", e);
    }

    /// [#cbrt(Column)] of the column of this name.
    public static Column cbrt(String columnName) {
        return cbrt(Column.named(columnName));
    }

    /// e to the power of the value.
    public static Column exp(Column e) {
        return call("exp", e);
    }

    /// [#exp(Column)] of the column of this name.
    public static Column exp(String columnName) {
        return exp(Column.named(columnName));
    }

    /// `exp(e) - 1`, exact near zero.
    public static Column expm1(Column e) {
        return call("expm1", e);
    }

    /// [#expm1(Column)] of the column of this name.
    public static Column expm1(String columnName) {
        return expm1(Column.named(columnName));
    }

    /// The natural logarithm.
    public static Column ln(Column e) {
        return call("ln", e);
    }

    /// The natural logarithm.
    public static Column log(Column e) {
        return call("ln", e);
    }

    /// [#log(Column)] of the column of this name.
    public static Column log(String columnName) {
        return log(Column.named(columnName));
    }

    /// The logarithm to a base.
    public static Column log(double base, Column e) {
        return call("log", lit(base), e);
    }

    /// The logarithm to base 10.
    public static Column log10(Column e) {
        return call("log10", e);
    }

    /// [#log10(Column)] of the column of this name.
    public static Column log10(String columnName) {
        return log10(Column.named(columnName));
    }

    /// The logarithm to base 2.
    public static Column log2(Column e) {
        return call("log2", e);
    }

    /// [#log2(Column)] of the column of this name.
    public static Column log2(String columnName) {
        return log2(Column.named(columnName));
    }

    /// `ln(e + 1)`, exact near zero.
    public static Column log1p(Column e) {
        return call("log1p", e);
    }

    /// [#log1p(Column)] of the column of this name.
    public static Column log1p(String columnName) {
        return log1p(Column.named(columnName));
    }

    /// `base` to the power of `exponent`.
    public static Column pow(Column base, Column exponent) {
        return call("power", base, exponent);
    }

    /// `base` to the power of `exponent`.
    public static Column pow(Column base, double exponent) {
        return call("power", base, lit(exponent));
    }

    /// `base` to the power of `exponent`.
    public static Column power(Column base, Column exponent) {
        return call("power", base, exponent);
    }

    /// The sine of an angle in radians.
    public static Column sin(Column e) {
        return call("sin", e);
    }

    /// [#sin(Column)] of the column of this name.
    public static Column sin(String columnName) {
        return sin(Column.named(columnName));
    }

    /// The cosine of an angle in radians.
    public static Column cos(Column e) {
        return call("cos", e);
    }

    /// [#cos(Column)] of the column of this name.
    public static Column cos(String columnName) {
        return cos(Column.named(columnName));
    }

    /// The tangent of an angle in radians.
    public static Column tan(Column e) {
        return call("tan", e);
    }

    /// [#tan(Column)] of the column of this name.
    public static Column tan(String columnName) {
        return tan(Column.named(columnName));
    }

    /// The inverse of the sine, in radians.
    public static Column asin(Column e) {
        return call("asin", e);
    }

    /// [#asin(Column)] of the column of this name.
    public static Column asin(String columnName) {
        return asin(Column.named(columnName));
    }

    /// The inverse of the cosine, in radians.
    public static Column acos(Column e) {
        return call("acos", e);
    }

    /// [#acos(Column)] of the column of this name.
    public static Column acos(String columnName) {
        return acos(Column.named(columnName));
    }

    /// The inverse of the tangent, in radians.
    public static Column atan(Column e) {
        return call("atan", e);
    }

    /// [#atan(Column)] of the column of this name.
    public static Column atan(String columnName) {
        return atan(Column.named(columnName));
    }

    /// The angle of the point (x, y), in radians.
    public static Column atan2(Column y, Column x) {
        return call("atan2", y, x);
    }

    /// The hyperbolic sine.
    public static Column sinh(Column e) {
        return call("sinh", e);
    }

    /// [#sinh(Column)] of the column of this name.
    public static Column sinh(String columnName) {
        return sinh(Column.named(columnName));
    }

    /// The hyperbolic cosine.
    public static Column cosh(Column e) {
        return call("cosh", e);
    }

    /// [#cosh(Column)] of the column of this name.
    public static Column cosh(String columnName) {
        return cosh(Column.named(columnName));
    }

    /// The hyperbolic tangent.
    public static Column tanh(Column e) {
        return call("tanh", e);
    }

    /// [#tanh(Column)] of the column of this name.
    public static Column tanh(String columnName) {
        return tanh(Column.named(columnName));
    }

    /// Radians as degrees.
    public static Column degrees(Column e) {
        return call("degrees", e);
    }

    /// [#degrees(Column)] of the column of this name.
    public static Column degrees(String columnName) {
        return degrees(Column.named(columnName));
    }

    /// Degrees as radians.
    public static Column radians(Column e) {
        return call("radians", e);
    }

    /// [#radians(Column)] of the column of this name.
    public static Column radians(String columnName) {
        return radians(Column.named(columnName));
    }

    /// The number pi.
    public static Column pi() {
        return call("pi");
    }

    /// The number e.
    public static Column e() {
        return call("e");
    }

    /// -1, 0 or 1 by the sign of the value.
    public static Column sign(Column e) {
        return call("signum", e);
    }

    /// -1, 0 or 1 by the sign of the value.
    public static Column signum(Column e) {
        return call("signum", e);
    }

    /// [#signum(Column)] of the column of this name.
    public static Column signum(String columnName) {
        return signum(Column.named(columnName));
    }

    /// The factorial of a number from 0 to 20.
    public static Column factorial(Column e) {
        return call("factorial", e);
    }
}

package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.NullType;
import dev.penstock.plan.logical.Expr;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Functions that take functions. A lambda is bound after the arguments before it, whose types say those of its parameters
/// ([#parameters]); the type of the call follows from the lambda's.
public final class HigherOrderFunctions {
    /// A parameter of a lambda.
    public record Parameter(DataType type, boolean nullable) {}

    /// The place of the first lambda among the arguments, by function.
    private static final Map<String, Integer> FIRST_LAMBDA = Map.ofEntries(
            Map.entry("transform", 1), Map.entry("filter", 1), Map.entry("exists", 1),
            Map.entry("forall", 1), Map.entry("array_sort", 1), Map.entry("aggregate", 2),
            Map.entry("zip_with", 2), Map.entry("map_filter", 1), Map.entry("transform_keys", 1),
            Map.entry("transform_values", 1), Map.entry("map_zip_with", 2));

    static final List<FunctionDefinition> ROWS = List.of(
            scalar("transform").binds(HigherOrderFunctions::transform).says(
                    "The array of what a function makes of each element, and perhaps its index.",
                    "SELECT transform(array(1, 2), x -> x + 1)"),
            scalar("filter").binds(c -> kept(c, 0)).says(
                    "The elements for which a function is true.",
                    "SELECT filter(array(1, 2), x -> x > 1)"),
            scalar("exists").binds(c -> tested(c)).says(
                    "True when a function is true for an element.",
                    "SELECT exists(array(1, 2), x -> x > 1)"),
            scalar("forall").binds(c -> tested(c)).says(
                    "True when a function is true for all elements.",
                    "SELECT forall(array(1, 2), x -> x > 0)"),
            scalar("aggregate").alias("reduce").binds(HigherOrderFunctions::aggregate).says(
                    "What a function makes of a start value and each element in turn.",
                    "SELECT aggregate(array(1, 2), 0, (a, x) -> a + x)"),
            scalar("array_sort").binds(HigherOrderFunctions::sorted).says(
                    "The array in rising order, nulls last, or in the order of a function.",
                    "SELECT array_sort(array(2, 1))"),
            scalar("zip_with").binds(HigherOrderFunctions::zipped).says(
                    "What a function makes of the elements of two arrays, pair by pair.",
                    "SELECT zip_with(array(1), array(2), (x, y) -> x + y)"),
            scalar("map_filter").binds(c -> kept(c, 0)).says(
                    "The entries for which a function is true.",
                    "SELECT map_filter(map('a', 1), (k, v) -> v > 0)"),
            scalar("transform_keys").binds(HigherOrderFunctions::keys).says(
                    "The map with keys that a function makes of its entries.",
                    "SELECT transform_keys(map('a', 1), (k, v) -> upper(k))"),
            scalar("transform_values").binds(HigherOrderFunctions::values).says(
                    "The map with values that a function makes of its entries.",
                    "SELECT transform_values(map('a', 1), (k, v) -> v + 1)"),
            scalar("map_zip_with").binds(HigherOrderFunctions::zippedMaps).says(
                    "The map of what a function makes of the values of two maps, key by key.",
                    "SELECT map_zip_with(map('a', 1), map('a', 2), (k, x, y) -> x + y)"));

    private HigherOrderFunctions() {}

    /// Whether argument `index` of a function is a lambda.
    public static boolean isLambda(String function, int index) {
        var first = FIRST_LAMBDA.get(function);
        return first != null && index >= first;
    }

    /// The most parameters that the lambda at `index` may have, given the arguments before it. Empty when those have the wrong types.
    public static Optional<List<Parameter>> parameters(String function, int index,
            List<Expr> before) {
        return switch (function) {
            case "transform", "filter" -> element(before.get(0))
                    .map(e -> List.of(e, new Parameter(DataType.INT, false)));
            case "exists", "forall" -> element(before.get(0)).map(List::of);
            case "array_sort" -> element(before.get(0)).map(e -> List.of(e, e));
            case "aggregate" -> index == 2
                    ? element(before.get(0))
                            .map(e -> List.of(new Parameter(before.get(1).type(), true), e))
                    : Optional.of(List.of(new Parameter(before.get(1).type(), true)));
            case "zip_with" -> element(before.get(0)).flatMap(left -> element(before.get(1)).map(
                    right -> List.of(maybe(left.type()), maybe(right.type()))));
            case "map_filter", "transform_keys", "transform_values" -> entry(before.get(0));
            case "map_zip_with" -> entry(before.get(0)).flatMap(left -> entry(before.get(1)).map(
                    right -> List.of(left.get(0), maybe(left.get(1).type()),
                            maybe(right.get(1).type()))));
            default -> Optional.empty();
        };
    }

    private static Parameter maybe(DataType type) {
        return new Parameter(type, true);
    }

    private static Optional<Parameter> element(Expr array) {
        return switch (array.type()) {
            case ArrayType(var element, var nulls) -> Optional.of(new Parameter(element, nulls));
            case NullType _ -> Optional.of(new Parameter(DataType.NULL, true));
            default -> Optional.empty();
        };
    }

    private static Optional<List<Parameter>> entry(Expr map) {
        return map.type() instanceof MapType(var key, var value, var nulls)
                ? Optional.of(List.of(new Parameter(key, false), new Parameter(value, nulls)))
                : Optional.empty();
    }

    private static Expr call(CallSite site, DataType type, boolean nullable) {
        return new Expr.Call(site.function().name(), site.arguments(), type, nullable,
                site.mode());
    }

    private static void count(CallSite site, int least, int most) {
        if (site.size() < least || site.size() > most) {
            throw FunctionErrors.wrongCount(site,
                    least == most ? String.valueOf(least) : "[" + least + ", " + most + "]");
        }
    }

    private static Expr transform(CallSite site) {
        count(site, 2, 2);
        var lambda = site.argument(1);
        return call(site, new ArrayType(lambda.type(), lambda.nullable()),
                site.argument(0).nullable());
    }

    /// The site with the body of its lambda as a boolean.
    private static CallSite predicate(CallSite site) {
        count(site, 2, 2);
        var lambda = (Expr.Lambda) site.argument(1);
        if (lambda.type() instanceof NullType) {
            var body = site.coercion().cast(lambda.body(), DataType.BOOLEAN);
            return site.with(List.of(site.argument(0),
                    new Expr.Lambda(lambda.first(), lambda.parameters(), body)));
        }
        if (!lambda.type().equals(DataType.BOOLEAN)) {
            throw FunctionErrors.unexpectedType(site, 1, "\"BOOLEAN\"");
        }
        return site;
    }

    private static Expr kept(CallSite site, int index) {
        var tested = predicate(site);
        return call(tested, site.type(index), site.argument(index).nullable());
    }

    private static Expr tested(CallSite site) {
        var tested = predicate(site);
        var element = element(site.argument(0)).orElseThrow();
        return call(tested, DataType.BOOLEAN, site.argument(0).nullable() || element.nullable()
                || tested.argument(1).nullable());
    }

    private static Expr aggregate(CallSite site) {
        count(site, 3, 4);
        var merge = site.argument(2);
        if (!Types.sameButNullability(merge.type(), site.type(1))) {
            throw FunctionErrors.unexpectedType(site, 2, FunctionErrors.quoted(site.type(1)));
        }
        var last = site.arguments().getLast();
        return call(site, last.type(), site.argument(0).nullable() || last.nullable()
                || site.argument(1).nullable());
    }

    private static Expr sorted(CallSite site) {
        count(site, 1, 2);
        if (!(site.type(0) instanceof ArrayType(var element, _))) {
            throw FunctionErrors.unexpectedType(site, 0, "\"ARRAY\"");
        }
        if (site.size() == 1 && !Types.isOrdered(element)) {
            throw FunctionErrors.notOrdered(site, site.type(0));
        }
        if (site.size() == 2 && !site.type(1).equals(DataType.INT)) {
            throw FunctionErrors.unexpectedType(site, 1, "\"INT\"");
        }
        return call(site, site.type(0), site.argument(0).nullable());
    }

    private static Expr zipped(CallSite site) {
        count(site, 3, 3);
        var lambda = site.argument(2);
        return call(site, new ArrayType(lambda.type(), lambda.nullable()),
                site.argument(0).nullable() || site.argument(1).nullable());
    }

    private static Expr keys(CallSite site) {
        count(site, 2, 2);
        var map = (MapType) site.type(0);
        return call(site, new MapType(site.type(1), map.value(), map.valueContainsNull()),
                site.argument(0).nullable());
    }

    private static Expr values(CallSite site) {
        count(site, 2, 2);
        var map = (MapType) site.type(0);
        return call(site, new MapType(map.key(), site.type(1), site.argument(1).nullable()),
                site.argument(0).nullable());
    }

    private static Expr zippedMaps(CallSite site) {
        count(site, 3, 3);
        var left = (MapType) site.type(0);
        var right = (MapType) site.type(1);
        if (!Types.sameButNullability(left.key(), right.key())) {
            throw FunctionErrors.differentTypes(site);
        }
        return call(site, new MapType(left.key(), site.type(2), site.argument(2).nullable()),
                site.argument(0).nullable() || site.argument(1).nullable());
    }
}

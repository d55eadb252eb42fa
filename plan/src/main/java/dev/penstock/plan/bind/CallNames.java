package dev.penstock.plan.bind;

import dev.penstock.plan.spec.Expression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// How Spark writes calls: some names in capital letters, and arguments that were left out with the value they have then.
final class CallNames {
    private static final Set<String> CAPITALS = Set.of("sqrt", "cbrt", "exp", "expm1", "sin", "cos",
            "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
            "degrees", "radians", "sec", "csc", "cot", "log", "log2", "log10", "log1p", "ceil",
            "floor", "atan2", "power", "hypot", "signum");

    /// What follows the arguments of a call, by its name and how many it has.
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("months_between/2", ", true"),
            Map.entry("unix_timestamp/1", ", yyyy-MM-dd HH:mm:ss"),
            Map.entry("to_unix_timestamp/1", ", yyyy-MM-dd HH:mm:ss"),
            Map.entry("from_unixtime/1", ", yyyy-MM-dd HH:mm:ss"),
            Map.entry("str_to_map/1", ", ,, :"), Map.entry("str_to_map/2", ", :"),
            Map.entry("round/1", ", 0"), Map.entry("bround/1", ", 0"),
            Map.entry("substring/2", ", 2147483647"), Map.entry("substr/2", ", 2147483647"),
            Map.entry("split/2", ", -1"), Map.entry("regexp_replace/3", ", 1"),
            Map.entry("regexp_extract/2", ", 1"), Map.entry("regexp_extract_all/2", ", 1"),
            Map.entry("regexp_instr/2", ", 0"), Map.entry("overlay/3", ", -1"),
            Map.entry("locate/2", ", 1"), Map.entry("position/2", ", 1"),
            Map.entry("lpad/2", ",  "), Map.entry("rpad/2", ",  "),
            Map.entry("sort_array/1", ", true"), Map.entry("mask/1", ", X, x, n, NULL"),
            Map.entry("mask/2", ", x, n, NULL"), Map.entry("mask/3", ", n, NULL"),
            Map.entry("mask/4", ", NULL"), Map.entry("percentile/2", ", 1"));

    /// What `array_sort` compares with.
    private static final String COMPARISON = ", lambdafunction((IF(((V IS NULL) AND (V IS NULL)), 0, "
            + "(IF((V IS NULL), 1, (IF((V IS NULL), -1, (IF((V < V), -1, (IF((V > V), 1, 0))))))))))"
            + ", V, V)";

    /// Functions whose second argument says only how nulls are treated.
    private static final Set<String> FIRST_ONLY = Set.of("first", "last", "any_value",
            "first_value", "last_value");

    private static final Set<String> RANKS = Set.of("rank", "dense_rank", "percent_rank");

    private CallNames() {}

    static String of(String name, int arguments) {
        if (RANKS.contains(name)) {
            return name.toUpperCase(Locale.ROOT);
        }
        boolean digits = arguments == 2 && (name.equals("ceil") || name.equals("floor"));
        return CAPITALS.contains(name) && arguments > 0 && !digits
                ? name.toUpperCase(Locale.ROOT)
                : name;
    }

    static String defaults(String name, int arguments) {
        if (name.equals("array_sort") && arguments == 1) {
            return COMPARISON.replace("V", "namedlambdavariable()");
        }
        return DEFAULTS.getOrDefault(name + "/" + arguments, "");
    }

    static List<Expression> shown(String name, List<Expression> arguments) {
        if (name.equals("nth_value") && arguments.size() == 3) {
            return arguments.subList(0, 2);
        }
        return FIRST_ONLY.contains(name) && arguments.size() == 2
                ? arguments.subList(0, 1)
                : arguments;
    }
}

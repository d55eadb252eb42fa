package dev.penstock.plan.function;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// All functions by name. Names do not depend on case. Immutable.
public final class FunctionCatalog {
    private final Map<String, FunctionDefinition> byName = new HashMap<>();
    private final Map<String, FunctionDefinition> canonical = new LinkedHashMap<>();

    private FunctionCatalog(Map<String, List<FunctionDefinition>> families) {
        families.forEach((family, rows) -> rows.forEach(
                row -> add(new FunctionDefinition(row.names(), family, row.kind(), row.signatures(),
                        row.binding(), row.behaviour(), row.documentation()))));
    }

    private void add(FunctionDefinition function) {
        canonical.put(function.name(), function);
        for (var name : function.names()) {
            var other = byName.put(name, function);
            assert other == null : name + " is in " + function.family() + " and in "
                    + (other == null ? "" : other.family());
        }
    }

    private static final class Standard {
        static final FunctionCatalog CATALOG = new FunctionCatalog(families());

        private static Map<String, List<FunctionDefinition>> families() {
            var families = new LinkedHashMap<String, List<FunctionDefinition>>();
            families.put("arithmetic", ArithmeticFunctions.ROWS);
            families.put("comparison", ComparisonFunctions.ROWS);
            families.put("conditional", ConditionalFunctions.ROWS);
            families.put("math", MathFunctions.ROWS);
            families.put("string", StringFunctions.ROWS);
            families.put("datetime", DatetimeFunctions.ROWS);
            families.put("complex", ComplexFunctions.ROWS);
            families.put("json", JsonFunctions.ROWS);
            families.put("lambda", HigherOrderFunctions.ROWS);
            families.put("aggregate", AggregateFunctions.ROWS);
            families.put("generator", GeneratorFunctions.ROWS);
            families.put("window", WindowFunctions.ROWS);
            families.put("grouping", GroupingFunctions.ROWS);
            families.put("cast", CastFunctions.ROWS);
            families.put("other", OtherFunctions.ROWS);
            return families;
        }
    }

    /// The functions that Penstock comes with.
    public static FunctionCatalog standard() {
        return Standard.CATALOG;
    }

    /// The function that a name or alias means.
    public Optional<FunctionDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /// All functions, family by family, each once.
    public Collection<FunctionDefinition> all() {
        return java.util.Collections.unmodifiableCollection(canonical.values());
    }
}

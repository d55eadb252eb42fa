package dev.penstock.plan.bind;

import dev.penstock.plan.function.Coercion;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation.SubqueryAlias;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known at a place of the query: the world, and the common tables in reach. `views` are those being bound, outermost first;
/// `enclosing` is there within a subquery.
record BindContext(Catalog catalog, FunctionCatalog functions, Settings settings,
        Map<String, CommonTable> commonTables,
        List<List<String>> views, Optional<Enclosing> enclosing) {
    /// A view within a view within ... at most so deep, Spark's `spark.sql.view.maxNestedViewDepth`.
    static final int MAX_VIEW_DEPTH = 100;

    /// A table of `WITH`, and what is known where it was defined.
    record CommonTable(SubqueryAlias definition, BindContext context) {}

    BindContext {
        commonTables = Map.copyOf(commonTables);
        views = List.copyOf(views);
    }

    Coercion coercion() {
        return new Coercion(settings.ansi());
    }

    boolean same(String left, String right) {
        return settings.caseSensitive() ? left.equals(right) : left.equalsIgnoreCase(right);
    }

    /// The text of an expression, as column names and messages show it.
    String text(Expression expression) {
        return new SqlText(settings.zone()).of(expression);
    }

    Optional<CommonTable> commonTable(List<String> name) {
        return name.size() == 1
                ? Optional.ofNullable(commonTables.get(key(name.getFirst())))
                : Optional.empty();
    }

    BindContext withCommonTable(SubqueryAlias definition) {
        var more = new HashMap<>(commonTables);
        more.put(key(definition.name()), new CommonTable(definition, this));
        return new BindContext(catalog, functions, settings, more, views, enclosing);
    }

    /// What a view sees: no common tables of its user.
    BindContext within(List<String> view) {
        var path = new java.util.ArrayList<>(views);
        path.add(view);
        return new BindContext(catalog, functions, settings, Map.of(), path, Optional.empty());
    }

    /// What a subquery sees.
    BindContext inside(Enclosing query) {
        return new BindContext(catalog, functions, settings, commonTables, views,
                Optional.of(query));
    }

    private String key(String name) {
        return settings.caseSensitive() ? name : name.toLowerCase(java.util.Locale.ROOT);
    }
}

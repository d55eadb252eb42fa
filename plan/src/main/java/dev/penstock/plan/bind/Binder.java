package dev.penstock.plan.bind;

import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.function.FunctionCatalog;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.List;
import java.util.Map;

/// Turns what a user said into typed algebra. Immutable; as safe for use by several threads as its catalog is.
public final class Binder {
    private final BindContext context;

    public Binder(Catalog catalog, FunctionCatalog functions, Settings settings) {
        this.context = new BindContext(catalog, functions, settings, Map.of(), List.of(),
                java.util.Optional.empty());
    }

    /// The query as algebra. The schema has the column names that Spark gives them.
    ///
    /// @throws UserException with Spark's condition, and the position where the text is known, for anything that is wrong with it
    public Logical bind(Relation relation) {
        return new RelationBinder(context).bind(relation).visiblePlan();
    }

    /// An expression over the columns of `input`; without aggregates, stars and generators.
    ///
    /// @throws UserException as [#bind(Relation)]
    public Expr bindExpression(Expression expression, Schema input) {
        return new ExpressionBinder(context, Place.of(Scope.of(input, List.of()), Clause.SELECT))
                .bind(expression);
    }

    /// The name that a column of a select list bears without an alias.
    public String nameOf(Expression expression) {
        return new SelectList(context,
                Bound.of(new Logical.Values(new Schema(List.of()), List.of())),
                java.util.Optional.empty(), java.util.Optional.empty(), List.of())
                .nameOf(expression);
    }
}

package dev.penstock.plan.bind;

import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The query around a subquery, as the subquery sees it: names that mean nothing within may mean a column outside. Gathers the expressions over the
/// query around that are used so. Used for one subquery.
final class Enclosing {
    private final ExpressionBinder around;
    private final List<Expr> outer = new ArrayList<>();

    Enclosing(ExpressionBinder around) {
        this.around = around;
    }

    /// What the subquery is to read for a name, or empty when the name means nothing outside either.
    Optional<Expr> find(List<String> name, Optional<Long> plan) {
        return around.find(name, plan).map(expression -> {
            int index = outer.indexOf(expression);
            if (index < 0) {
                index = outer.size();
                outer.add(expression);
            }
            return new Expr.Outer(index, expression.type(), expression.nullable());
        });
    }

    /// The expressions that [Expr.Outer] numbers, over the query around.
    List<Expr> outer() {
        return List.copyOf(outer);
    }
}

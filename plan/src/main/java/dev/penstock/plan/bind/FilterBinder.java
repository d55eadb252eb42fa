package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.Map;

/// Binds `WHERE`.
record FilterBinder(BindContext context) {
    Bound bind(Relation.Filter filter) {
        var input = new RelationBinder(context).bind(filter.input());
        return where(input, filter.condition());
    }

    private Bound where(Bound input, Expression condition) {
        try {
            var bound = new ExpressionBinder(context, Place.of(input.scope(), Clause.WHERE))
                    .condition(condition);
            return new Bound(new Logical.Filter(input.plan(), bound), input.scope());
        } catch (UserException e) {
            if (e.condition().equals("INVALID_WHERE_CONDITION")) {
                // The message shows the whole condition, which the place of the aggregate does not know.
                throw new UserException(e.condition(),
                        Map.of("condition", quoted(context.text(condition)), "expressionList",
                                e.parameters().getOrDefault("expressionList", "")),
                        e.position().orElse(null), null);
            }
            throw e;
        }
    }
}

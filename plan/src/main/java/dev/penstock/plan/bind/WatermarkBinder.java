package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;
import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.function.Durations;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import java.util.List;
import java.util.Map;

/// Binds `withWatermark` and `WATERMARK ... DELAY OF`.
record WatermarkBinder(BindContext context) {
    Bound bind(Bound input, Expression column, String delay) {
        if (SqlText.bare(column) instanceof Expression.Alias alias) {
            var extended = new ColumnsBinder(context).withColumns(input, List.of(alias));
            return bind(extended, Expression.Attribute.of(alias.names().getFirst()), delay);
        }
        var bound = new ExpressionBinder(context, Place.of(input.scope(), Clause.SELECT))
                .bind(column);
        var text = context.text(column);
        if (!(bound instanceof Expr.Column(int index, var type, _))) {
            throw new UserException("EVENT_TIME_MUST_BE_TOP_LEVEL_COLUMN",
                    Map.of("eventExpr", quoted(text)));
        }
        if (!type.equals(DataType.TIMESTAMP)) {
            throw new UserException("EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE",
                    Map.of("eventName", identifier(text), "eventType", quoted(type)));
        }
        long micros = Durations.delayMicros(delay);
        if (micros < 0) {
            throw new UserException("NEGATIVE_WATERMARK_DELAY", Map.of("delay", delay));
        }
        return new Bound(new Logical.Watermark(input.plan(), index, micros), input.scope());
    }
}

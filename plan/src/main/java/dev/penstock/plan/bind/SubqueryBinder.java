package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.SubqueryKind;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Binds queries within expressions, which may read columns of the query around them.
final class SubqueryBinder {
    private final ExpressionBinder expressions;
    private final BindContext context;
    private final Enclosing enclosing;

    SubqueryBinder(ExpressionBinder expressions) {
        this.expressions = expressions;
        this.context = expressions.context();
        this.enclosing = new Enclosing(expressions);
    }

    private Logical plan(Relation query) {
        if (expressions.place().clause() == Clause.VALUES) {
            throw new UserException(
                    "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.SCALAR_SUBQUERY_IN_VALUES", Map.of());
        }
        return new RelationBinder(context.inside(enclosing)).bind(query).visiblePlan();
    }

    Expr scalar(Expression.ScalarSubquery subquery) {
        var plan = plan(subquery.query());
        if (plan.schema().size() != 1) {
            throw new UserException(
                    "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
                    Map.of("number", String.valueOf(plan.schema().size())));
        }
        return new Expr.Subquery(SubqueryKind.SCALAR, plan, enclosing.outer(), List.of(),
                plan.schema().type(0), true);
    }

    Expr exists(Expression.Exists subquery) {
        var plan = plan(subquery.query());
        return new Expr.Subquery(SubqueryKind.EXISTS, plan, enclosing.outer(), List.of(),
                DataType.BOOLEAN, false);
    }

    Expr in(Expression.InSubquery subquery) {
        var values = subquery.values().stream().map(expressions::bind).toList();
        var plan = plan(subquery.query());
        var schema = plan.schema();
        if (schema.size() != values.size()) {
            throw new UserException("DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH",
                    Map.of("sqlExpr", quoted(context.text(subquery)), "leftLength",
                            String.valueOf(values.size()), "rightLength",
                            String.valueOf(schema.size()), "leftColumns",
                            String.join(", ", subquery.values().stream()
                                    .map(v -> quoted(context.text(v))).toList()),
                            "rightColumns", String.join(", ", schema.names().stream()
                                    .map(n -> quoted(n)).toList())));
        }
        var cast = new ArrayList<Expr>();
        var fields = new ArrayList<Field>();
        for (int i = 0; i < values.size(); i++) {
            var value = values.get(i);
            var field = schema.field(i);
            var type = context.coercion().widest(value.type(), field.type())
                    .orElseThrow(() -> mismatch(subquery, values, schema));
            cast.add(context.coercion().cast(value, type));
            fields.add(new Field(field.name(), type, field.nullable()));
        }
        boolean nullable = cast.stream().anyMatch(Expr::nullable)
                || fields.stream().anyMatch(Field::nullable);
        return new Expr.Subquery(SubqueryKind.IN,
                new SetBinder(context).cast(plan, new Schema(fields)), enclosing.outer(), cast,
                DataType.BOOLEAN, nullable);
    }

    private UserException mismatch(Expression.InSubquery subquery, List<Expr> values,
            Schema schema) {
        return new UserException("DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH",
                Map.of("sqlExpr", quoted(context.text(subquery)), "mismatchedColumns",
                        String.join(", ", schema.names()), "leftType",
                        String.join(", ", values.stream().map(v -> quoted(v.type())).toList()),
                        "rightType",
                        String.join(", ", schema.types().stream().map(t -> quoted(t)).toList())));
    }
}

package dev.penstock.plan.bind;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.bind.Scope.Column;
import dev.penstock.plan.function.CallSite;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Functions in `FROM`, and `LATERAL VIEW`.
record TableFunctions(BindContext context) {
    Bound bind(Relation.TableFunction function) {
        var name = function.name().getLast();
        var call = new Expression.Function(function.name(), function.arguments(), false,
                java.util.Optional.empty(), List.of(),
                java.util.Optional.empty());
        if (name.equalsIgnoreCase("range")) {
            return range(call);
        }
        if (!CallBinder.isGenerator(context, call)) {
            throw new UserException("UNRESOLVABLE_TABLE_VALUED_FUNCTION",
                    Map.of("name", FunctionErrors.identifier(function.name())));
        }
        var one = SourceBinder.oneRow();
        return generate(one, call, false, List.of(), List.of());
    }

    private Bound range(Expression.Function call) {
        var numbers = new ArrayList<Long>();
        var binder = new ExpressionBinder(context, Place.of(Scope.NOTHING, Clause.VALUES));
        for (var argument : call.arguments()) {
            var bound = context.coercion().cast(binder.bind(argument), DataType.LONG);
            if (!(bound instanceof Expr.Literal(Long value, _))) {
                throw BindErrors.notYet("range(...) of " + context.text(argument),
                        "Its arguments have to be whole numbers.");
            }
            numbers.add(value);
        }
        return switch (numbers.size()) {
            case 1 -> SourceBinder.range(0, numbers.get(0), 1);
            case 2 -> SourceBinder.range(numbers.get(0), numbers.get(1), 1);
            // The fourth says how many partitions.
            case 3, 4 -> SourceBinder.range(numbers.get(0), numbers.get(1), numbers.get(2));
            default -> throw FunctionErrors.wrongCount("range", "[1, 2, 3, 4]", numbers.size());
        };
    }

    Bound lateralView(Bound input, Relation.LateralView view) {
        if (!CallBinder.isGenerator(context, view.generator())) {
            throw CallBinder.notGenerator(view.generator(), context);
        }
        var function = (Expression.Function) SqlText.bare(view.generator());
        return generate(input, function, view.outer(),
                view.name().isEmpty() ? List.of() : List.of(view.name()), view.columns());
    }

    private Bound generate(Bound input, Expression.Function function, boolean outer,
            List<String> qualifier, List<String> names) {
        CallSite.Typed call = CallBinder.generator(context, input.scope(), function);
        var generated = SelectList.generated(call, names);
        boolean keepsRows = outer || CallBinder.name(function).endsWith("_outer");
        int first = input.plan().schema().size();
        var columns = new ArrayList<Column>();
        for (int i = 0; i < generated.size(); i++) {
            columns.add(Scope.column(generated.field(i), qualifier, first + i));
        }
        var plan = new Logical.Generate(input.plan(), call.function(), call.arguments(), keepsRows,
                generated);
        return new Bound(plan, input.scope().with(columns));
    }
}

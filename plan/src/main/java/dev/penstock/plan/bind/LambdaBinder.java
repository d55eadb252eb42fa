package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.FunctionDefinition;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.HigherOrderFunctions;
import dev.penstock.plan.function.HigherOrderFunctions.Parameter;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.spec.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds lambdas: each after the arguments before it. Its variables hide columns of their names, and those of lambdas around it.
final class LambdaBinder {
    /// A variable in reach.
    record Variable(String name, Expr.Parameter parameter) {}

    private LambdaBinder() {}

    /// The argument at `index` of a call, given those before it.
    static Expr argument(ExpressionBinder binder, FunctionDefinition function,
            Expression.Function call, Expression argument, List<Expr> before) {
        boolean takesLambda = HigherOrderFunctions.isLambda(function.name(), before.size());
        var bare = SqlText.bare(argument);
        if (!takesLambda) {
            if (bare instanceof Expression.Lambda) {
                throw new UserException("INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION",
                        Map.of("class", function.name()));
            }
            return binder.bind(argument);
        }
        var parameters = HigherOrderFunctions.parameters(function.name(), before.size(), before)
                .orElseThrow(() -> wrongInput(binder, function, call, before));
        var lambda = bare instanceof Expression.Lambda written
                ? written
                : new Expression.Lambda(List.of(), argument);
        return bind(binder, function.name(), lambda, parameters);
    }

    private static UserException wrongInput(ExpressionBinder binder, FunctionDefinition function,
            Expression.Function call, List<Expr> before) {
        boolean map = function.name().contains("map") || function.name().startsWith("transform_");
        return new UserException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                Map.of("sqlExpr", quoted(binder.context().text(call)), "paramIndex",
                        FunctionErrors.ordinal(0), "requiredType", map ? "\"MAP\"" : "\"ARRAY\"",
                        "inputSql",
                        quoted(binder.context().text(call.arguments().getFirst())), "inputType",
                        quoted(before.getFirst().type())));
    }

    private static Expr bind(ExpressionBinder binder, String function, Expression.Lambda lambda,
            List<Parameter> parameters) {
        int given = lambda.parameters().size();
        boolean mayLeaveIndex = function.equals("transform") || function.equals("filter");
        if (given > 0 && given != parameters.size()
                && !(mayLeaveIndex && given == parameters.size() - 1)) {
            throw new UserException("INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH",
                    Map.of("expectedNumArgs", String.valueOf(given), "actualNumArgs",
                            String.valueOf(parameters.size())));
        }
        var names = new ArrayList<String>();
        for (var name : lambda.parameters()) {
            if (names.stream().anyMatch(n -> binder.context().same(n, name))) {
                throw new UserException("INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES",
                        Map.of("args", String.join(", ", lambda.parameters()),
                                "caseSensitiveConfig",
                                "\"spark.sql.caseSensitive\""));
            }
            names.add(name);
        }
        var variables = new ArrayList<>(binder.variables());
        int first = variables.size();
        var types = new ArrayList<dev.penstock.data.DataType>();
        int count = given == 0 ? parameters.size() : given;
        for (int i = 0; i < count; i++) {
            var parameter = parameters.get(i);
            types.add(parameter.type());
            variables.add(new Variable(i < given ? names.get(i) : "",
                    new Expr.Parameter(first + i, parameter.type(), parameter.nullable())));
        }
        return new Expr.Lambda(first, types,
                binder.within(variables).bind(lambda.body()));
    }

    /// The variable, or a field of it, that a name means.
    static Optional<Expr> find(ExpressionBinder binder, List<String> name) {
        var variables = binder.variables();
        for (int i = variables.size() - 1; i >= 0; i--) {
            var variable = variables.get(i);
            if (!variable.name().isEmpty()
                    && binder.context().same(variable.name(), name.getFirst())) {
                Expr value = variable.parameter();
                for (var field : name.subList(1, name.size())) {
                    value = Names.field(binder.context(), value, field);
                }
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}

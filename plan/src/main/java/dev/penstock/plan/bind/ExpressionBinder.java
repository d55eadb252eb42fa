package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;
import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.NullType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.bind.Place.Named;
import dev.penstock.plan.function.CastFunctions;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.spec.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds expressions at one place of a query.
final class ExpressionBinder {
    private final BindContext context;
    private final Place place;
    private final List<LambdaBinder.Variable> variables;

    ExpressionBinder(BindContext context, Place place) {
        this(context, place, List.of());
    }

    private ExpressionBinder(BindContext context, Place place,
            List<LambdaBinder.Variable> variables) {
        this.context = context;
        this.place = place;
        this.variables = List.copyOf(variables);
    }

    /// The variables of the lambdas around, outermost first.
    List<LambdaBinder.Variable> variables() {
        return variables;
    }

    /// This binder within a lambda, with all variables in reach there.
    ExpressionBinder within(List<LambdaBinder.Variable> inReach) {
        return new ExpressionBinder(context, place, inReach);
    }

    Place place() {
        return place;
    }

    BindContext context() {
        return context;
    }

    ExpressionBinder at(Place other) {
        return new ExpressionBinder(context, other, variables);
    }

    Expr bind(Expression expression) {
        return switch (expression) {
            case Expression.At(var inner, var position) -> {
                try {
                    yield bind(inner);
                } catch (UserException e) {
                    throw e.at(position);
                }
            }
            case Expression.Literal(var value, var type) ->
                new Expr.Literal(value, Types.plain(type));
            case Expression.Attribute attribute -> attribute(attribute);
            case Expression.Function function -> new CallBinder(this).bind(function);
            case Expression.Cast cast -> cast(cast);
            case Expression.Alias(var child, _, _) -> bind(child);
            case Expression.SortOrder(var child, _, _) -> bind(child);
            case Expression.Case choice -> choose(choice);
            case Expression.Extract extract -> extract(extract);
            case Expression.UpdateField update -> updateField(update);
            case Expression.Parameter(var name) ->
                throw new UserException("UNBOUND_SQL_PARAMETER", Map.of("name", identifier(name)));
            case Expression.Star _,Expression.ColumnsMatching _ ->
                throw BindErrors.starHere("expression");
            case Expression.NamedArgument(var name, _) ->
                throw BindErrors.notYet("A named argument (" + name + " => ...)");
            case Expression.Lambda _ -> throw new UserException(
                    "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION",
                    Map.of("class", context.text(expression)));
            case Expression.LambdaVariable(var name) -> LambdaBinder.find(this, List.of(name))
                    .orElseThrow(() -> Names.missing(place.scope(), List.of(name)));
            case Expression.Over over -> new WindowBinder(this).bind(over);
            case Expression.ScalarSubquery subquery -> new SubqueryBinder(this).scalar(subquery);
            case Expression.Exists subquery -> new SubqueryBinder(this).exists(subquery);
            case Expression.InSubquery subquery -> new SubqueryBinder(this).in(subquery);
        };
    }

    /// A condition, which has to be boolean.
    Expr condition(Expression expression) {
        var bound = bind(expression);
        if (bound.type() instanceof NullType) {
            return context.coercion().cast(bound, DataType.BOOLEAN);
        }
        if (!bound.type().equals(DataType.BOOLEAN)) {
            var text = context.text(expression);
            throw place.clause() == Clause.JOIN
                    ? BindErrors.joinNotBoolean(text, bound.type())
                    : BindErrors.notBoolean(text, bound.type());
        }
        return bound;
    }

    private Expr attribute(Expression.Attribute attribute) {
        return find(attribute.name(), attribute.planId())
                .orElseThrow(() -> Names.missing(place.scope(), attribute.name()));
    }

    /// What a name means here, or in a query around this one; empty when it means nothing.
    Optional<Expr> find(List<String> name, Optional<Long> plan) {
        var variable = LambdaBinder.find(this, name);
        if (variable.isPresent()) {
            return variable;
        }
        if (place.aliasesFirst()) {
            var alias = alias(name);
            if (alias.isPresent()) {
                return alias;
            }
        }
        var column = Names.find(context, place.scope(), name, plan);
        if (column.isEmpty() && plan.isPresent()) {
            column = Names.find(context, place.scope(), name, Optional.empty());
        }
        return column.or(() -> alias(name)).or(() -> specialName(name))
                .or(() -> context.enclosing().flatMap(query -> query.find(name, plan)));
    }

    private Optional<Expr> alias(List<String> name) {
        var found = place.aliases().stream().filter(a -> context.same(a.name(), name.getFirst()))
                .map(Named::expression).distinct().toList();
        if (found.size() > 1) {
            throw new UserException("AMBIGUOUS_LATERAL_COLUMN_ALIAS",
                    Map.of("name", identifier(name), "n", String.valueOf(found.size())));
        }
        return found.stream().findFirst().map(expression -> {
            var result = expression;
            for (var field : name.subList(1, name.size())) {
                result = Names.field(context, result, field);
            }
            return result;
        });
    }

    /// Functions that SQL calls without brackets.
    private Optional<Expr> specialName(List<String> name) {
        var known = List.of("current_date", "current_timestamp", "localtimestamp", "current_user",
                "user", "session_user", "current_catalog",
                "current_database", "current_schema");
        return name.size() == 1
                && known.contains(name.getFirst().toLowerCase(java.util.Locale.ROOT))
                        ? Optional.of(bind(Expression.Function.of(name.getFirst())))
                        : Optional.empty();
    }

    private Expr cast(Expression.Cast cast) {
        var mode = cast.mode() == Expression.Cast.Mode.TRY
                ? ErrorMode.TRY
                : context.coercion().mode();
        return CastFunctions.cast(bind(cast.child()), Types.plain(cast.type()), mode,
                context.text(cast));
    }

    private Expr choose(Expression.Case choice) {
        var conditions = new ArrayList<Expr>();
        var values = new ArrayList<Expr>();
        for (var branch : choice.branches()) {
            var condition = choice.operand()
                    .<Expression>map(o -> Expression.Function.of("=", o, branch.condition()))
                    .orElse(branch.condition());
            conditions.add(branchCondition(choice, condition, conditions.size()));
            values.add(bind(branch.value()));
        }
        values.add(
                choice.otherwise().map(this::bind).orElse(new Expr.Literal(null, DataType.NULL)));
        var types = values.stream().map(Expr::type).toList();
        var type = context.coercion().widest(types).orElseThrow(() -> new UserException(
                "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
                Map.of("sqlExpr", quoted(context.text(choice)), "functionName", "`casewhen`",
                        "dataType",
                        "[" + String.join(", ", types.stream().map(FunctionErrors::quoted).toList())
                                + "]")));
        var branches = new ArrayList<Expr.When>();
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(
                    new Expr.When(conditions.get(i), context.coercion().cast(values.get(i), type)));
        }
        var otherwise = context.coercion().cast(values.getLast(), type);
        boolean nullable = otherwise.nullable()
                || branches.stream().anyMatch(b -> b.value().nullable());
        return new Expr.Case(branches, otherwise, type, nullable);
    }

    private Expr branchCondition(Expression.Case choice, Expression condition, int index) {
        var bound = bind(condition);
        if (bound.type() instanceof NullType) {
            return context.coercion().cast(bound, DataType.BOOLEAN);
        }
        if (!bound.type().equals(DataType.BOOLEAN)) {
            throw new UserException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                    Map.of("sqlExpr", quoted(context.text(choice)), "paramIndex",
                            FunctionErrors.ordinal(index), "requiredType", "\"BOOLEAN\"",
                            "inputSql", quoted(context.text(condition)), "inputType",
                            quoted(bound.type())));
        }
        return bound;
    }

    private Expr extract(Expression.Extract extract) {
        var child = bind(extract.child());
        var key = SqlText.bare(extract.key());
        boolean named = key instanceof Expression.Literal(String _, _);
        return switch (child.type()) {
            case StructType _ when key instanceof Expression.Literal(String name, _) ->
                Names.field(context, child, name);
            case StructType _ -> throw new UserException("INVALID_EXTRACT_FIELD_TYPE",
                    Map.of("extraction", quoted(context.text(key))));
            case ArrayType(StructType _, _) when named
                    && key instanceof Expression.Literal(String name, _) ->
                Names.field(context, child, name);
            case ArrayType _ -> element("get_array_item", extract, child);
            case MapType _ -> element("get_map_value", extract, child);
            default -> throw new UserException("INVALID_EXTRACT_BASE_FIELD_TYPE",
                    Map.of("base", quoted(context.text(extract.child())), "other",
                            quoted(child.type())));
        };
    }

    private Expr element(String function, Expression.Extract extract, Expr child) {
        return new CallBinder(this).call(function, context.text(extract),
                List.of(child, bind(extract.key())),
                List.of(context.text(extract.child()), context.text(extract.key())));
    }

    /// A struct made again from its fields; null stays null.
    private Expr updateField(Expression.UpdateField update) {
        var struct = bind(update.struct());
        var rebuilt = rebuild(struct, update.field(), update.value().map(this::bind),
                context.text(update.struct()));
        if (!struct.nullable()) {
            return rebuilt;
        }
        var isNull = new Expr.Call("isnull", List.of(struct), DataType.BOOLEAN, false,
                ErrorMode.ANSI);
        return new Expr.Case(List.of(new Expr.When(isNull, new Expr.Literal(null, rebuilt.type()))),
                rebuilt, rebuilt.type(), true);
    }

    private Expr rebuild(Expr struct, List<String> path, Optional<Expr> value, String text) {
        if (!(struct.type() instanceof StructType(var fields))) {
            throw new UserException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                    Map.of("sqlExpr", quoted("update_fields(" + text + ")"), "paramIndex", "first",
                            "requiredType", "\"STRUCT\"", "inputSql",
                            quoted(text), "inputType", quoted(struct.type())));
        }
        var names = new ArrayList<String>();
        var values = new ArrayList<Expr>();
        boolean found = false;
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            Expr own = new Expr.FieldOf(struct, i, field.type(),
                    struct.nullable() || field.nullable());
            if (context.same(field.name(), path.getFirst())) {
                found = true;
                if (path.size() > 1) {
                    own = rebuild(own, path.subList(1, path.size()), value, text);
                } else if (value.isEmpty()) {
                    continue;
                } else {
                    own = value.get();
                }
            }
            names.add(field.name());
            values.add(own);
        }
        if (!found && value.isPresent() && path.size() == 1) {
            names.add(path.getFirst());
            values.add(value.get());
        }
        if (values.isEmpty()) {
            throw new UserException("DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS",
                    Map.of("sqlExpr", quoted("update_fields(" + text + ")")));
        }
        return new CallBinder(this).call("struct", text, values, names);
    }
}

package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.bind.Place.Named;
import dev.penstock.plan.bind.Scope.Column;
import dev.penstock.plan.function.CallSite;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Binds a select list over one input: expands stars, names columns, turns a generator into a node below. Used once.
final class SelectList {
    private final BindContext context;
    private final Scope scope;
    private final Optional<AggregateCollector> aggregates;
    private final Optional<WindowCollector> windows;
    private final List<Named> names;
    private final List<SelectItem> items = new ArrayList<>();
    private Logical input;

    /// `names` are more names in reach beside the columns, such as that of a window grouped by.
    SelectList(BindContext context, Bound input, Optional<AggregateCollector> aggregates,
            Optional<WindowCollector> windows, List<Named> names) {
        this.context = context;
        this.scope = input.scope();
        this.input = input.plan();
        this.aggregates = aggregates;
        this.windows = windows;
        this.names = new ArrayList<>(names);
    }

    List<SelectItem> bind(List<Expression> columns) {
        var generators = columns.stream().filter(c -> CallBinder.isGenerator(context, unaliased(c)))
                .toList();
        if (generators.size() > 1) {
            var texts = generators.stream().map(g -> quoted(context.text(unaliased(g))))
                    .collect(Collectors.joining(", "));
            throw new UserException("UNSUPPORTED_GENERATOR.MULTI_GENERATOR",
                    Map.of("num", String.valueOf(generators.size()), "generators", texts));
        }
        columns.forEach(this::add);
        return List.copyOf(items);
    }

    /// The input, with a node for the generator of the list above it.
    Logical input() {
        return input;
    }

    private void add(Expression column) {
        switch (column) {
            case Expression.At(var inner, var position) -> {
                try {
                    add(inner);
                } catch (UserException e) {
                    throw e.at(position);
                }
            }
            case Expression.Star star ->
                Stars.expand(context, scope, star).forEach(e -> items.add(SelectItem.of(e)));
            case Expression.ColumnsMatching(var regex, _) ->
                Stars.matching(scope, regex).forEach(e -> items.add(SelectItem.of(e)));
            case Expression.Alias alias when CallBinder.isGenerator(context, alias.child()) ->
                generate(alias.child(), alias.names());
            case Expression.Function function when CallBinder.isGenerator(context, function) ->
                generate(function, List.of());
            case Expression.Alias(var child, var aliases, var metadata) -> {
                if (aliases.size() != 1) {
                    throw BindErrors.aliasCount(aliases.size(), 1);
                }
                addItem(child, aliases.getFirst(),
                        metadata.isEmpty() ? Field.NO_METADATA : metadata, true);
            }
            default -> addItem(column, nameOf(column), Field.NO_METADATA, false);
        }
    }

    private void addItem(Expression child, String name, String metadata, boolean aliased) {
        var place = new Place(scope, names, false, aggregates, windows, Clause.SELECT);
        var bound = new ExpressionBinder(context, place).bind(child);
        Optional<Column> source = aliased ? Optional.empty() : sourceOf(bound);
        var item = new SelectItem(name, bound, source, metadata, context.text(child));
        items.add(item);
        if (aliased) {
            // Later columns of the list may use this one's name.
            names.add(item.named());
        }
    }

    private Optional<Column> sourceOf(Expr bound) {
        return bound instanceof Expr.Column(int index, _, _)
                ? scope.columns().stream().filter(c -> c.index() == index && !c.hidden())
                        .findFirst()
                : Optional.empty();
    }

    private static Expression unaliased(Expression column) {
        return switch (column) {
            case Expression.At(var inner, _) -> unaliased(inner);
            case Expression.Alias(var child, _, _) -> unaliased(child);
            default -> column;
        };
    }

    /// The name that Spark gives a column without an alias.
    String nameOf(Expression column) {
        return switch (column) {
            case Expression.At(var inner, _) -> nameOf(inner);
            case Expression.Attribute(var name, _) -> name.getLast();
            case Expression.Cast(var child, _, _) when SqlText
                    .bare(child) instanceof Expression.Attribute(var name, _) ->
                name.getLast();
            case Expression.Function function when WindowNodes
                    .isWindow(CallBinder.name(function)) ->
                CallBinder.name(function);
            case Expression.Extract(var child, var key) when SqlText
                    .bare(key) instanceof Expression.Literal(String field, _) ->
                context.text(child) + (hasFields(child) ? "." + field : "[" + field + "]");
            default -> context.text(column);
        };
    }

    /// Whether an expression is a struct, or an array of structs, as far as it can be bound here.
    private boolean hasFields(Expression expression) {
        try {
            var place = new Place(scope, names, false, aggregates, windows, Clause.SELECT);
            return switch (new ExpressionBinder(context, place).bind(expression).type()) {
                case StructType _ -> true;
                case DataType.ArrayType(var element, _) -> element instanceof StructType;
                default -> false;
            };
        } catch (UserException _) {
            return false;
        }
    }

    private void generate(Expression expression, List<String> aliases) {
        var function = (Expression.Function) SqlText.bare(expression);
        var call = CallBinder.generator(context, scope, function);
        boolean outer = CallBinder.name(function).endsWith("_outer");
        var generated = outer
                ? nullable(generated(call, aliases))
                : generated(call, aliases);
        int first = input.schema().size();
        input = new Logical.Generate(input, call.function(), call.arguments(),
                outer, generated);
        for (int i = 0; i < generated.size(); i++) {
            var field = generated.field(i);
            items.add(new SelectItem(field.name(),
                    new Expr.Column(first + i, field.type(), field.nullable()), Optional.empty(),
                    Field.NO_METADATA, field.name()));
        }
    }

    /// An outer generator gives nulls for a row without any.
    private static Schema nullable(Schema schema) {
        return new Schema(schema.fields().stream().map(f -> f.withNullable(true)).toList());
    }

    /// The columns that a generator gives, under the user's names when there are any; one name may stand for the whole.
    static Schema generated(CallSite.Typed call, List<String> aliases) {
        var fields = ((StructType) call.type()).fields();
        if (!aliases.isEmpty() && aliases.size() != fields.size()) {
            throw new UserException("UDTF_ALIAS_NUMBER_MISMATCH",
                    Map.of("aliasesSize", String.valueOf(fields.size()), "aliasesNames",
                            String.join(",", aliases)));
        }
        var named = new ArrayList<Field>();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            named.add(aliases.isEmpty() ? field : field.withName(aliases.get(i)));
        }
        return new Schema(named);
    }

    /// True for a literal that is a position in the select list.
    static Optional<Integer> position(Expression expression) {
        return SqlText.bare(
                expression) instanceof Expression.Literal(Integer position, DataType.IntType _)
                        ? Optional.of(position)
                        : Optional.empty();
    }
}

package dev.penstock.plan.bind;

import static dev.penstock.plan.function.FunctionErrors.identifier;
import static dev.penstock.plan.function.FunctionErrors.quoted;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.function.CastFunctions;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.GroupKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Binds `PIVOT`: for each value a column for each aggregate, over the rows that have that value, which a `FILTER` of the aggregate picks.
///
/// Where all aggregates are numbers or booleans, Spark gives null for a group without rows of a value, even for `count`; otherwise the
/// aggregate is that of no rows. So does this.
final class PivotBinder {
    /// Aggregates that are null over no rows, so that nothing has to be asked about the rows.
    private static final Set<String> NULL_WITHOUT_ROWS = Set.of("sum", "avg", "min", "max", "first",
            "last", "any_value");

    private final BindContext context;
    private final Bound input;
    private final Relation.Aggregate aggregate;
    private final Relation.Pivot pivot;

    PivotBinder(BindContext context, Bound input, Relation.Aggregate aggregate) {
        this.context = context;
        this.input = input;
        this.aggregate = aggregate;
        this.pivot = aggregate.pivot().orElseThrow();
    }

    /// The select list, with placeholders for the aggregates that `collector` gets.
    record Columns(List<SelectItem> keys, List<SelectItem> values) {}

    private record Value(String name, Expr condition) {}

    Columns bind(AggregateCollector collector) {
        if (aggregate.kind() != GroupKind.GROUP_BY && aggregate.kind() != GroupKind.REMAINING) {
            throw new UserException("UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY", Map.of());
        }
        var column = new ExpressionBinder(context, Place.of(input.scope(), Clause.GROUP_BY))
                .bind(pivot.column());
        if (!Types.isOrdered(column.type())) {
            throw new UserException("INCOMPARABLE_PIVOT_COLUMN",
                    Map.of("columnName", identifier(context.text(pivot.column()))));
        }
        var plain = new AggregateCollector();
        var written = aggregate.output().subList(aggregate.grouping().size(),
                aggregate.output().size());
        var list = new SelectList(context, input, Optional.of(plain), Optional.empty(), List.of());
        var aggregates = list.bind(written);
        aggregates.forEach(item -> checkAggregated(item.expression()));
        var values = pivot.values().stream().map(v -> value(column, v)).toList();
        return new Columns(keys(column, aggregates, plain),
                values(values, aggregates, plain, collector));
    }

    /// The keys as written, or all columns that nothing mentions.
    private List<SelectItem> keys(Expr column, List<SelectItem> aggregates,
            AggregateCollector plain) {
        if (aggregate.kind() == GroupKind.GROUP_BY) {
            return new SelectList(context, input, Optional.empty(), Optional.empty(), List.of())
                    .bind(aggregate.grouping());
        }
        var mentioned = new HashSet<Integer>();
        collect(column, mentioned);
        aggregates.forEach(item -> collect(item.expression(), mentioned));
        plain.calls().forEach(call -> {
            call.arguments().forEach(a -> collect(a, mentioned));
            call.filter().ifPresent(f -> collect(f, mentioned));
        });
        return input.scope().visible().stream().filter(c -> !mentioned.contains(c.index()))
                .map(c -> new SelectItem(c.name(), c.expression(), Optional.of(c),
                        input.plan().schema().field(c.index()).metadata(), c.name()))
                .toList();
    }

    private static void collect(Expr expression, Set<Integer> columns) {
        if (expression instanceof Expr.Column(int index, _, _)) {
            columns.add(index);
        }
        expression.children().forEach(child -> collect(child, columns));
    }

    private void checkAggregated(Expr expression) {
        if (expression instanceof Expr.Column(int index, _, _)) {
            var name = input.scope().columns().stream().filter(c -> c.index() == index).findFirst()
                    .map(c -> String.join(".", c.path())).orElse("");
            throw new UserException("_LEGACY_ERROR_TEMP_1006", Map.of("sql", name));
        }
        expression.children().forEach(this::checkAggregated);
    }

    private Value value(Expr column, Expression written) {
        var bound = new ExpressionBinder(context, Place.of(input.scope(), Clause.VALUES))
                .bind(written);
        var text = new ValueText(context.settings().zone()).of(bound)
                .orElseThrow(() -> new UserException("NON_LITERAL_PIVOT_VALUES",
                        Map.of("expression", quoted(context.text(written)))));
        var name = SqlText.bare(written) instanceof Expression.Alias(_, var names, _)
                ? names.getFirst()
                : text;
        var same = new Expr.Call("nseq", List.of(column, fit(column.type(), bound, text)),
                DataType.BOOLEAN, false, context.coercion().mode());
        return new Value(name, same);
    }

    private Expr fit(DataType type, Expr value, String text) {
        if (Types.sameButNullability(value.type(), type)) {
            return value;
        }
        try {
            return CastFunctions.cast(value, type, context.coercion().mode(), text);
        } catch (UserException _) {
            throw new UserException("PIVOT_VALUE_DATA_TYPE_MISMATCH",
                    Map.of("value", text, "valueType", value.type().simpleString(), "pivotType",
                            type.simpleString()));
        }
    }

    private List<SelectItem> values(List<Value> values, List<SelectItem> aggregates,
            AggregateCollector plain, AggregateCollector collector) {
        boolean absentIsNull = aggregates.stream().map(i -> i.expression().type())
                .allMatch(t -> t.isNumeric() || t.equals(DataType.BOOLEAN));
        var items = new ArrayList<SelectItem>();
        for (var value : values) {
            for (var item : aggregates) {
                var name = aggregates.size() == 1
                        ? value.name()
                        : value.name() + "_" + item.name();
                var cell = item.expression()
                        .mapUp(e -> AggregateCollector.isPlaceholder(e)
                                ? collector.add(of(value, call(plain, e), absentIsNull))
                                : e);
                if (absentIsNull && !isNullWithoutRows(item.expression(), plain)) {
                    cell = whenPresent(value, cell, collector);
                }
                items.add(new SelectItem(name, cell, Optional.empty(), Field.NO_METADATA, name));
            }
        }
        return items;
    }

    private static AggregateCall call(AggregateCollector plain, Expr placeholder) {
        return plain.calls()
                .get(((Expr.Parameter) placeholder).index() - AggregateCollector.FIRST);
    }

    private static boolean isNullWithoutRows(Expr expression, AggregateCollector plain) {
        return AggregateCollector.isPlaceholder(expression)
                && NULL_WITHOUT_ROWS.contains(call(plain, expression).function());
    }

    /// The call over the rows of a value. Where Spark replaces the arguments of the others by null, `first` and `last` pass them over.
    private static AggregateCall of(Value value, AggregateCall call, boolean absentIsNull) {
        var filter = call.filter()
                .<Expr>map(f -> new Expr.Call("and", List.of(value.condition(), f),
                        DataType.BOOLEAN, f.nullable(), ErrorMode.ANSI))
                .orElse(value.condition());
        boolean ignoreNulls = call.ignoreNulls() || !absentIsNull;
        return new AggregateCall(call.function(), call.arguments(), call.distinct(),
                Optional.of(filter), ignoreNulls, call.type(), call.nullable(), call.mode());
    }

    private static Expr whenPresent(Value value, Expr cell, AggregateCollector collector) {
        var rows = collector.add(new AggregateCall("count", List.of(), false,
                Optional.of(value.condition()), false, DataType.LONG, false, ErrorMode.ANSI));
        var none = new Expr.Call("eq", List.of(rows, new Expr.Literal(0L, DataType.LONG)),
                DataType.BOOLEAN, false, ErrorMode.ANSI);
        return new Expr.Case(
                List.of(new Expr.When(none, new Expr.Literal(null, cell.type()))), cell,
                cell.type(), true);
    }
}

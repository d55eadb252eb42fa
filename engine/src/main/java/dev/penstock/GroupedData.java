package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Reshaping;
import dev.penstock.engine.session.Sql;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Attribute;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.GroupKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The rows of a [DataFrame] in groups, waiting to be aggregated. The result has the grouping columns, then the aggregates.
public final class GroupedData {
    private final DataFrame input;
    private final GroupKind kind;
    private final List<Expression> grouping;
    private final List<List<Expression>> sets;
    private final Optional<Relation.Pivot> pivot;

    GroupedData(DataFrame input, GroupKind kind, List<Expression> grouping) {
        this(input, kind, grouping, List.of(), Optional.empty());
    }

    GroupedData(DataFrame input, GroupKind kind, List<Expression> grouping,
            List<List<Expression>> sets, Optional<Relation.Pivot> pivot) {
        this.input = input;
        this.kind = kind;
        this.grouping = grouping;
        this.sets = sets;
        this.pivot = pivot;
    }

    /// The values of these aggregates for each group.
    public DataFrame agg(Column first, Column... others) {
        return aggregate(Stream.concat(Stream.of(first), Arrays.stream(others))
                .map(Column::expression).toList());
    }

    /// Column name to name of function: `agg(Map.of("price", "max"))`.
    public DataFrame agg(Map<String, String> functions) {
        return aggregate(functions.entrySet().stream()
                .map(f -> call(f.getValue(), Functions.col(f.getKey()))).toList());
    }

    private GroupPrograms programs(String operator) {
        if (kind != GroupKind.GROUP_BY || pivot.isPresent()) {
            throw new UserException("INVALID_CALL", Map.of("reason",
                    operator + " takes rows that are grouped by groupBy, without a pivot"));
        }
        return new GroupPrograms(input, grouping);
    }

    /// What a program of the user makes of the rows of each key and of state that it keeps; its rows have the columns `outputSchema`.
    public DataFrame transformWithState(StatefulProcessor processor, TimeMode timeMode,
            OutputMode outputMode, Schema outputSchema) {
        return programs("transformWithState").processor(processor, timeMode, outputMode,
                Optional.empty(), outputSchema);
    }

    /// As [#transformWithState(StatefulProcessor, TimeMode, OutputMode, Schema)], with columns as in `CREATE TABLE`.
    public DataFrame transformWithState(StatefulProcessor processor, TimeMode timeMode,
            OutputMode outputMode, String outputSchema) {
        return transformWithState(processor, timeMode, outputMode, Sql.schema(outputSchema));
    }

    /// As [#transformWithState(StatefulProcessor, TimeMode, OutputMode, Schema)]; before the first row comes, a
    /// [StatefulProcessorWithInitialState] is given the rows of `initialState`, which end and are grouped by keys of the same types.
    public DataFrame transformWithState(StatefulProcessor processor, TimeMode timeMode,
            OutputMode outputMode, GroupedData initialState, Schema outputSchema) {
        return programs("transformWithState").processor(processor, timeMode, outputMode,
                Optional.of(initialState.programs("transformWithState")), outputSchema);
    }

    /// As [#transformWithState(StatefulProcessor, TimeMode, OutputMode, GroupedData, Schema)], with columns as in `CREATE TABLE`.
    public DataFrame transformWithState(StatefulProcessor processor, TimeMode timeMode,
            OutputMode outputMode, GroupedData initialState, String outputSchema) {
        return transformWithState(processor, timeMode, outputMode, initialState,
                Sql.schema(outputSchema));
    }

    /// One row for each key that has rows in an epoch or times out, of its rows and one value of state, of type `stateType`. For output mode `update`.
    public <S> DataFrame mapGroupsWithState(MapGroupsWithStateFunction<S> function,
            DataType stateType, Schema outputSchema, GroupStateTimeout timeout) {
        var programs = programs("mapGroupsWithState");
        return programs.<S>function("mapGroupsWithState",
                (key, values, state) -> List.of(function.call(key, values, state)).iterator(),
                OutputMode.UPDATE, programs.settings(stateType, outputSchema, timeout));
    }

    /// Any rows for each key that has rows in an epoch or times out, of its rows and one value of state, of type `stateType`. `outputMode`, `append` or
    /// `update`, has to be that of the query.
    public <S> DataFrame flatMapGroupsWithState(FlatMapGroupsWithStateFunction<S> function,
            OutputMode outputMode, DataType stateType, Schema outputSchema,
            GroupStateTimeout timeout) {
        var programs = programs("flatMapGroupsWithState");
        return programs.function("flatMapGroupsWithState", function, outputMode,
                programs.settings(stateType, outputSchema, timeout));
    }

    private static Expression call(String function, Column column) {
        if (function.equals("count")) {
            return Functions.count(column).expression();
        }
        return Function.of(function, column.expression());
    }

    private DataFrame aggregate(List<Expression> aggregates) {
        var output = new ArrayList<>(grouping);
        output.addAll(aggregates);
        return new DataFrame(input.session(),
                new Relation.Aggregate(input.relation(), kind, grouping, sets, pivot, output,
                        Optional.empty()));
    }

    /// How many rows each group has, as column `count`.
    public DataFrame count() {
        return aggregate(
                List.of(Alias.of(Function.of("count", new Literal(1, DataType.INT)), "count")));
    }

    /// The sums of the named columns; without names, of all columns with numbers that are not grouped by.
    public DataFrame sum(String... columns) {
        return each("sum", columns);
    }

    /// The means of the named columns; without names, of all columns with numbers that are not grouped by.
    public DataFrame avg(String... columns) {
        return each("avg", columns);
    }

    /// As [#avg].
    public DataFrame mean(String... columns) {
        return avg(columns);
    }

    /// The least values of the named columns; without names, of all columns with numbers that are not grouped by.
    public DataFrame min(String... columns) {
        return each("min", columns);
    }

    /// The greatest values of the named columns; without names, of all columns with numbers that are not grouped by.
    public DataFrame max(String... columns) {
        return each("max", columns);
    }

    private DataFrame each(String function, String... columns) {
        List<String> names = columns.length > 0 ? List.of(columns) : numericColumns();
        return aggregate(names.stream().map(name -> call(function, Functions.col(name))).toList());
    }

    private List<String> numericColumns() {
        var grouped = grouping.stream().filter(Attribute.class::isInstance)
                .map(g -> ((Attribute) g).name().getLast()).toList();
        return input.schema().fields().stream().filter(f -> f.type().isNumeric()).map(Field::name)
                .filter(name -> grouped.stream().noneMatch(name::equalsIgnoreCase))
                .map(GroupedData::quoted).toList();
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /// Makes columns of the values that occur in a column; they are looked up at once. For queries that end.
    public GroupedData pivot(String column) {
        return pivot(Functions.col(column));
    }

    /// As [#pivot(String)], of the values of an expression.
    public GroupedData pivot(Column column) {
        return pivoted(column.expression(), new Reshaping(input.session().backend())
                .pivotValues(input.relation(), column.expression()));
    }

    /// Makes a column for each of the given values of a column. Without any, as [#pivot(String)].
    public GroupedData pivot(String column, List<?> values) {
        return pivot(Functions.col(column), values);
    }

    /// Makes a column for each of the given values. Without any, as [#pivot(Column)].
    public GroupedData pivot(Column column, List<?> values) {
        return values.isEmpty()
                ? pivot(column)
                : pivoted(column.expression(), values.stream()
                        .map(value -> Functions.lit(value).expression()).toList());
    }

    private GroupedData pivoted(Expression column, List<Expression> values) {
        if (pivot.isPresent()) {
            throw new UserException("REPEATED_CLAUSE",
                    Map.of("clause", "PIVOT", "operation", "SUBQUERY"));
        }
        return new GroupedData(input, kind, grouping, sets,
                Optional.of(new Relation.Pivot(column, values)));
    }
}

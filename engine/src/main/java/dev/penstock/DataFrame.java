package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Result;
import dev.penstock.engine.session.Reshaping;
import dev.penstock.engine.session.SchemaTree;
import dev.penstock.engine.session.StatisticQueries;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Function;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.SortOrder;
import dev.penstock.plan.spec.Expression.Star;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Relation.GroupKind;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.plan.spec.Relation.SetKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A query: rows in named columns, read from tables, streams and other queries.
///
/// A data frame holds no rows. It is run, from its sources on, whenever rows are asked for ([#collect], [#show], [#count], ...), or is started as
/// a stream with [#writeStream]. Wrong names and types are reported then, or by [#schema]. Never changes; may be used by any thread.
public final class DataFrame {
    private static final AtomicLong IDS = new AtomicLong();

    private final Session session;
    private final Relation relation;
    private final long id = IDS.incrementAndGet();

    DataFrame(Session session, Relation relation) {
        this.session = session;
        this.relation = relation;
    }

    /// The session that runs this query.
    public Session session() {
        return session;
    }

    /// The query in the form that all front ends build.
    public Relation relation() {
        return new Relation.Identified(relation, id);
    }

    private DataFrame with(Relation changed) {
        return new DataFrame(session, changed);
    }

    /// Column `name` of this data frame, which tells it from columns of that name of others; `*` for all.
    public Column col(String name) {
        return new Column(Column.attribute(name, Optional.of(id)));
    }

    /// As [#col].
    public Column apply(String name) {
        return col(name);
    }

    /// The given columns. Aggregate functions among them make it a query of one row.
    public DataFrame select(Column... columns) {
        return with(new Relation.Project(relation(), Column.expressions(columns)));
    }

    /// The columns of these names.
    public DataFrame select(String column, String... columns) {
        return select(ScalarFunctions.columns(column, columns));
    }

    /// SQL expressions: `selectExpr("key", "value * 2 AS doubled")`.
    public DataFrame selectExpr(String... expressions) {
        return select(Arrays.stream(expressions).map(Column::parsed).toArray(Column[]::new));
    }

    /// The rows for which the condition is true.
    public DataFrame filter(Column condition) {
        return with(new Relation.Filter(relation(), condition.expression()));
    }

    /// The rows for which the SQL condition is true.
    public DataFrame filter(String condition) {
        return filter(Column.parsed(condition));
    }

    /// As [#filter(Column)].
    public DataFrame where(Column condition) {
        return filter(condition);
    }

    /// As [#filter(String)].
    public DataFrame where(String condition) {
        return filter(condition);
    }

    /// All columns and one more, or one replaced when the name exists.
    public DataFrame withColumn(String name, Column column) {
        return withColumns(Map.of(name, column));
    }

    /// All columns and some more, of which those whose names exist are replaced.
    public DataFrame withColumns(Map<String, Column> columns) {
        var aliases = columns.entrySet().stream()
                .map(c -> Alias.of(c.getValue().expression(), c.getKey())).toList();
        return with(new Relation.WithColumns(relation(), aliases));
    }

    /// The same rows with a column under another name; nothing happens when there is no such column.
    public DataFrame withColumnRenamed(String existing, String renamed) {
        return withColumnsRenamed(Map.of(existing, renamed));
    }

    /// The same rows with columns under other names, old name to new name.
    public DataFrame withColumnsRenamed(Map<String, String> names) {
        return with(new Relation.RenameColumns(relation(), names));
    }

    /// All columns but those of these names.
    public DataFrame drop(String... names) {
        return with(new Relation.DropColumns(relation(), List.of(), List.of(names)));
    }

    /// All columns but these.
    public DataFrame drop(Column column, Column... others) {
        var all = Stream.concat(Stream.of(column), Arrays.stream(others)).map(Column::expression)
                .toList();
        return with(new Relation.DropColumns(relation(), all, List.of()));
    }

    /// The same columns under these names, one each.
    public DataFrame toDF(String... names) {
        var existing = columns();
        if (existing.length != names.length) {
            throw new UserException("ASSIGNMENT_ARITY_MISMATCH",
                    Map.of("numTarget", String.valueOf(names.length), "numExpr",
                            String.valueOf(existing.length)));
        }
        return with(new Relation.SubqueryAlias(relation(), "toDF", List.of(names))).select("*");
    }

    /// The same rows under a name, for names such as `t.column`.
    public DataFrame as(String name) {
        return with(new Relation.SubqueryAlias(relation(), name, List.of()));
    }

    /// As [#as].
    public DataFrame alias(String name) {
        return as(name);
    }

    /// The rows in groups of equal values.
    public GroupedData groupBy(Column... columns) {
        return new GroupedData(this, GroupKind.GROUP_BY, Column.expressions(columns));
    }

    /// The rows in groups of equal values of the columns of these names.
    public GroupedData groupBy(String column, String... columns) {
        return groupBy(ScalarFunctions.columns(column, columns));
    }

    /// Groups by the columns, by all but the last, and so on to one group of all.
    public GroupedData rollup(Column... columns) {
        return new GroupedData(this, GroupKind.ROLLUP, Column.expressions(columns));
    }

    /// As [#rollup(Column...)], of the columns of these names.
    public GroupedData rollup(String column, String... columns) {
        return rollup(ScalarFunctions.columns(column, columns));
    }

    /// Groups by every subset of the columns.
    public GroupedData cube(Column... columns) {
        return new GroupedData(this, GroupKind.CUBE, Column.expressions(columns));
    }

    /// As [#cube(Column...)], of the columns of these names.
    public GroupedData cube(String column, String... columns) {
        return cube(ScalarFunctions.columns(column, columns));
    }

    /// Groups by each of these lists of columns. The result has `columns` first, null where a row's list lacks them.
    public GroupedData groupingSets(List<List<Column>> sets, Column... columns) {
        return new GroupedData(this, GroupKind.GROUPING_SETS, Column.expressions(columns),
                sets.stream().map(set -> set.stream().map(Column::expression).toList()).toList(),
                Optional.empty());
    }

    /// One row of aggregates over all rows.
    public DataFrame agg(Column first, Column... others) {
        return groupBy().agg(first, others);
    }

    /// One row of aggregates over all rows, column name to name of function.
    public DataFrame agg(Map<String, String> functions) {
        return groupBy().agg(functions);
    }

    /// All pairs of rows.
    public DataFrame crossJoin(DataFrame right) {
        return join(right, JoinType.CROSS, Optional.empty(), List.of());
    }

    /// All pairs of rows; SQL's join without a condition.
    public DataFrame join(DataFrame right) {
        return join(right, JoinType.INNER, Optional.empty(), List.of());
    }

    /// The pairs of rows that agree in a column, which appears once.
    public DataFrame join(DataFrame right, String usingColumn) {
        return join(right, new String[]{usingColumn});
    }

    /// The pairs of rows that agree in some columns, each of which appears once.
    public DataFrame join(DataFrame right, String[] usingColumns) {
        return join(right, usingColumns, "inner");
    }

    /// A join of this type on equality of a column, which appears once.
    public DataFrame join(DataFrame right, String usingColumn, String joinType) {
        return join(right, new String[]{usingColumn}, joinType);
    }

    /// A join of this type (`inner`, `left`, `right`, `full`, `left_semi`, `left_anti`, `cross`) on equality of columns.
    public DataFrame join(DataFrame right, String[] usingColumns, String joinType) {
        return join(right, joinType(joinType), Optional.empty(), List.of(usingColumns));
    }

    /// The pairs of rows for which the condition is true.
    public DataFrame join(DataFrame right, Column condition) {
        return join(right, condition, "inner");
    }

    /// A join of this type (`inner`, `left`, `right`, `full`, `left_semi`, `left_anti`, `cross`) on a condition.
    public DataFrame join(DataFrame right, Column condition, String joinType) {
        return join(right, joinType(joinType), Optional.of(condition.expression()), List.of());
    }

    private DataFrame join(DataFrame right, JoinType type, Optional<Expression> condition,
            List<String> using) {
        return with(new Relation.Join(relation(), right.relation(), type, condition, using, false,
                false));
    }

    private static JoinType joinType(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace("_", "")) {
            case "inner" -> JoinType.INNER;
            case "outer", "full", "fullouter" -> JoinType.FULL;
            case "left", "leftouter" -> JoinType.LEFT;
            case "right", "rightouter" -> JoinType.RIGHT;
            case "semi", "leftsemi" -> JoinType.LEFT_SEMI;
            case "anti", "leftanti" -> JoinType.LEFT_ANTI;
            case "cross" -> JoinType.CROSS;
            default -> throw new UserException("UNSUPPORTED_JOIN_TYPE",
                    Map.of("typ", name, "supported",
                            "'inner', 'left', 'right', 'full', 'left_semi', 'left_anti', 'cross'"));
        };
    }

    private DataFrame combine(DataFrame other, SetKind kind, boolean all) {
        return with(
                new Relation.SetOperation(relation(), other.relation(), kind, all, false, false));
    }

    /// The rows of both, repetitions kept; columns go by position.
    public DataFrame union(DataFrame other) {
        return combine(other, SetKind.UNION, true);
    }

    /// As [#union].
    public DataFrame unionAll(DataFrame other) {
        return union(other);
    }

    /// The rows of both, repetitions kept; columns go by name.
    public DataFrame unionByName(DataFrame other) {
        return unionByName(other, false);
    }

    /// The rows of both, repetitions kept; columns go by name, and those that one side lacks are null there if that is allowed.
    public DataFrame unionByName(DataFrame other, boolean allowMissingColumns) {
        return with(new Relation.SetOperation(relation(), other.relation(), SetKind.UNION, true,
                true, allowMissingColumns));
    }

    /// The different rows that are in both.
    public DataFrame intersect(DataFrame other) {
        return combine(other, SetKind.INTERSECT, false);
    }

    /// The rows that are in both, as often as in the one that has fewer.
    public DataFrame intersectAll(DataFrame other) {
        return combine(other, SetKind.INTERSECT, true);
    }

    /// The different rows that are not in the other.
    public DataFrame except(DataFrame other) {
        return combine(other, SetKind.EXCEPT, false);
    }

    /// The rows, each as often as it is here more than in the other.
    public DataFrame exceptAll(DataFrame other) {
        return combine(other, SetKind.EXCEPT, true);
    }

    /// The different rows.
    public DataFrame distinct() {
        return dropDuplicates();
    }

    /// One row of each set of rows that agree in the named columns; without names, in all.
    public DataFrame dropDuplicates(String... columns) {
        return with(new Relation.Deduplicate(relation(), List.of(columns), false));
    }

    /// As [#dropDuplicates] for streams with a watermark: rows agree only when their times are no further apart than its delay.
    public DataFrame dropDuplicatesWithinWatermark(String... columns) {
        return with(new Relation.Deduplicate(relation(), List.of(columns), true));
    }

    /// The rows in order.
    public DataFrame orderBy(Column... columns) {
        return sorted(true, columns);
    }

    /// The rows in ascending order of the columns of these names.
    public DataFrame orderBy(String column, String... columns) {
        return orderBy(ScalarFunctions.columns(column, columns));
    }

    /// As [#orderBy(Column...)].
    public DataFrame sort(Column... columns) {
        return orderBy(columns);
    }

    /// As [#orderBy(String, String...)].
    public DataFrame sort(String column, String... columns) {
        return orderBy(column, columns);
    }

    /// The rows in order within each partition; there is one.
    public DataFrame sortWithinPartitions(Column... columns) {
        return sorted(false, columns);
    }

    private DataFrame sorted(boolean global, Column... columns) {
        List<SortOrder> orders = Arrays.stream(columns).map(Column::sortOrder).toList();
        return with(new Relation.Sort(relation(), orders, global));
    }

    /// At most `n` rows.
    public DataFrame limit(int n) {
        return with(new Relation.Limit(relation(), new Literal(n, DataType.INT)));
    }

    /// All but the first `n` rows.
    public DataFrame offset(int n) {
        return with(new Relation.Offset(relation(), new Literal(n, DataType.INT)));
    }

    /// Says that `eventTime` is the time at which a row's event happened, and that rows are late by at most `delayThreshold`, e.g. `10 seconds`.
    public DataFrame withWatermark(String eventTime, String delayThreshold) {
        return with(new Relation.Watermark(relation(),
                Column.attribute(eventTime, Optional.empty()), delayThreshold));
    }

    /// A part of the rows, drawn by chance.
    public DataFrame sample(double fraction) {
        return with(new Relation.Sample(relation(), 0, fraction, false, Optional.empty()));
    }

    /// A part of the rows, drawn by chance from a seed.
    public DataFrame sample(double fraction, long seed) {
        return with(new Relation.Sample(relation(), 0, fraction, false, Optional.of(seed)));
    }

    /// For each row, one row a value column with its name and its value, beside the id columns.
    public DataFrame unpivot(Column[] ids, Column[] values, String variableName,
            String valueName) {
        return unpivot(ids, Optional.of(Column.expressions(values).stream()
                .map(Relation.UnpivotValue::of).toList()), variableName, valueName);
    }

    /// For each row, one row for each column that is no id, with its name and its value, beside the id columns.
    public DataFrame unpivot(Column[] ids, String variableName, String valueName) {
        return unpivot(ids, Optional.empty(), variableName, valueName);
    }

    private DataFrame unpivot(Column[] ids, Optional<List<Relation.UnpivotValue>> values,
            String variableName, String valueName) {
        return with(new Relation.Unpivot(relation(), Optional.of(Column.expressions(ids)), values,
                variableName, List.of(valueName), true));
    }

    /// As [#unpivot(Column[], Column[], String, String)].
    public DataFrame melt(Column[] ids, Column[] values, String variableName, String valueName) {
        return unpivot(ids, values, variableName, valueName);
    }

    /// As [#unpivot(Column[], String, String)].
    public DataFrame melt(Column[] ids, String variableName, String valueName) {
        return unpivot(ids, variableName, valueName);
    }

    /// Statistics of columns.
    public DataFrameStatFunctions stat() {
        return new DataFrameStatFunctions(this);
    }

    /// Looks at aggregates of the rows while they pass; whoever runs the query gives them under this name.
    public DataFrame observe(String name, Column first, Column... others) {
        var metrics = new ArrayList<Expression>();
        metrics.add(first.expression());
        metrics.addAll(Column.expressions(others));
        return with(new Relation.Observe(relation(), name, metrics));
    }

    /// The columns of `schema`, found by name and cast.
    public DataFrame to(Schema schema) {
        return with(new Relation.ToSchema(relation(), schema));
    }

    /// The columns whose names match a Java regular expression.
    public Column colRegex(String regex) {
        return new Column(new Expression.ColumnsMatching(
                regex.startsWith("`") ? regex.substring(1, regex.length() - 1) : regex,
                Optional.empty()));
    }

    /// The columns as rows, under the values of the first column as names. Runs the query.
    public DataFrame transpose() {
        return with(new Reshaping(session.backend()).transpose(relation(), Optional.empty()));
    }

    /// These statistics (without, the usual ones, quartiles among them), a row each, of the columns with numbers or text.
    public DataFrame summary(String... statistics) {
        return with(new StatisticQueries(session.backend()).summary(relation(),
                List.of(statistics)));
    }

    /// A hint to the planner, such as `broadcast`. It never changes the result.
    public DataFrame hint(String name, Object... parameters) {
        return with(new Relation.Hint(relation(), name,
                Arrays.stream(parameters).map(p -> Functions.lit(p).expression()).toList()));
    }

    /// The same rows: how they are spread over workers is not for the user to say.
    public DataFrame repartition(int partitions, Column... columns) {
        assert partitions > 0 : "a positive number of partitions";
        return with(new Relation.Repartition(relation(), Column.expressions(columns)));
    }

    /// The same rows: there is one process.
    public DataFrame coalesce(int partitions) {
        return repartition(partitions);
    }

    /// Each row as JSON text in column `value`.
    public DataFrame toJSON() {
        var struct = Function.of("struct", Star.ALL);
        return select(new Column(Alias.of(Function.of("to_json", struct), "value")));
    }

    /// Applies a function to this, for chains of methods.
    public DataFrame transform(UnaryOperator<DataFrame> function) {
        return function.apply(this);
    }

    /// What to do about nulls.
    public NaFunctions na() {
        return new NaFunctions(this);
    }

    /// `count`, `mean`, `stddev`, `min` and `max` of the columns (without names, of all that hold numbers or text), a row each, as text.
    public DataFrame describe(String... columns) {
        return with(new StatisticQueries(session.backend()).describe(relation(), List.of(columns)));
    }

    /// The columns of the result.
    public Schema schema() {
        return session.backend().schema(relation());
    }

    /// Prints the columns of the result as a tree.
    public void printSchema() {
        session.print(SchemaTree.text(schema()) + "\n");
    }

    /// The names of the columns.
    public String[] columns() {
        return schema().names().toArray(String[]::new);
    }

    /// The names of the columns with those of their types.
    public Map<String, String> dtypes() {
        var types = new LinkedHashMap<String, String>();
        schema().fields().forEach(field -> types.put(field.name(), field.type().simpleString()));
        return types;
    }

    /// True when some source never ends; such a query can be started with [#writeStream] only.
    public boolean isStreaming() {
        return session.backend().streaming(relation());
    }

    private Result run() {
        return session.backend().run(relation());
    }

    /// Runs the query and gives its rows.
    public List<Row> collectAsList() {
        return Row.rows(run());
    }

    /// Runs the query and gives its rows.
    public Row[] collect() {
        return collectAsList().toArray(Row[]::new);
    }

    /// Runs the query and gives its rows one by one.
    public Iterator<Row> toLocalIterator() {
        return collectAsList().iterator();
    }

    /// The first `n` rows.
    public Row[] take(int n) {
        return limit(n).collect();
    }

    /// The first `n` rows.
    public List<Row> takeAsList(int n) {
        return limit(n).collectAsList();
    }

    /// The first `n` rows.
    public Row[] head(int n) {
        return take(n);
    }

    /// The last `n` rows.
    public Row[] tail(int n) {
        return with(new Reshaping(session.backend()).tail(relation(), n)).collect();
    }

    /// The first row; null when there is none.
    public @Nullable Row first() {
        var rows = takeAsList(1);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /// As [#first].
    public @Nullable Row head() {
        return first();
    }

    /// How many rows there are.
    public long count() {
        var row = groupBy().count().collectAsList().getFirst();
        return row.getLong(0);
    }

    /// True when there is no row.
    public boolean isEmpty() {
        return first() == null;
    }

    /// Prints the first 20 rows as a table, long values cut to 20 characters.
    public void show() {
        show(20);
    }

    /// Prints the first rows as a table, long values cut to 20 characters.
    public void show(int numRows) {
        show(numRows, true);
    }

    /// Prints the first 20 rows as a table.
    public void show(boolean truncate) {
        show(20, truncate);
    }

    /// Prints the first rows as a table, with long values cut to 20 characters or not.
    public void show(int numRows, boolean truncate) {
        show(numRows, truncate ? 20 : 0);
    }

    /// Prints the first rows as a table, with values cut to `truncate` characters unless it is 0.
    public void show(int numRows, int truncate) {
        show(numRows, truncate, false);
    }

    /// Prints the first rows, with values cut to `truncate` characters unless it is 0; with `vertical` a line a value.
    public void show(int numRows, int truncate, boolean vertical) {
        session.print(session.backend().shown(relation(), numRows, truncate, vertical) + "\n");
    }

    /// Prints how the query is run.
    public void explain() {
        explain("simple");
    }

    /// Prints how the query is run, with `extended` also what it was made from.
    public void explain(boolean extended) {
        explain(extended ? "extended" : "simple");
    }

    /// Prints how the query is run: `simple`, `extended`, `codegen`, `cost` or `formatted`.
    public void explain(String mode) {
        session.print(session.backend().explained(relation(), mode) + "\n");
    }

    /// Gives the query a name in this session. It is run anew at each use.
    public void createOrReplaceTempView(String name) {
        session.backend().createTemporaryView(name, relation(), true);
    }

    /// As [#createOrReplaceTempView], but the name must be free.
    public void createTempView(String name) {
        session.backend().createTemporaryView(name, relation(), false);
    }

    /// Writes the rows of a query that ends.
    public DataFrameWriter write() {
        return new DataFrameWriter(this);
    }

    /// Starts the query as a stream that goes on until it is stopped.
    public StreamWriter writeStream() {
        return new StreamWriter(this);
    }

    /// Names the data frame in messages by its columns: `[id: bigint, name: string]`.
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        dtypes().forEach((name, type) -> parts.add(name + ": " + type));
        return "[" + String.join(", ", parts) + "]";
    }
}

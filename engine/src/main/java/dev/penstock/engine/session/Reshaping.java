package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.function.Coercion;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.Literal;
import dev.penstock.plan.spec.Expression.SortOrder;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Columns to rows and rows to columns, written as queries of plainer kinds. What turns values into columns looks at the data at once.
/// Safe for use by any thread.
public final class Reshaping {
    /// Spark's `spark.sql.transposeMaxValues`.
    private static final int MOST_COLUMNS = 500;

    private static final String MOST_PIVOT_VALUES = "spark.sql.pivotMaxValues";

    private final Backend session;

    public Reshaping(Backend session) {
        this.session = session;
    }

    private Coercion coercion() {
        return new Coercion(!session.configuration().find(Configuration.ANSI).orElse("true")
                .equalsIgnoreCase("false"));
    }

    /// The values of a column that a pivot makes columns of, in order. Runs the query.
    ///
    /// @throws UserException when there are more than `spark.sql.pivotMaxValues`, or the query is a stream
    public List<Expression> pivotValues(Relation input, Expression column) {
        if (session.streaming(input)) {
            throw new UserException("_LEGACY_ERROR_TEMP_3063", Map.of());
        }
        int most = Integer.parseInt(session.configuration().find(MOST_PIVOT_VALUES)
                .orElse("10000"));
        var distinct = new Relation.Deduplicate(
                new Relation.Project(input, List.of(Alias.of(column, "value"))), List.of(), false);
        var sorted = new Relation.Sort(new Relation.Limit(distinct,
                new Literal(most + 1, DataType.INT)),
                List.of(SortOrder.ascending(Expression.Attribute.of("value"))), true);
        var found = session.run(sorted);
        if (found.rows() > most) {
            throw new UserException("_LEGACY_ERROR_TEMP_1324", Map.of("pivotColumn",
                    session.schema(new Relation.Project(input, List.of(column))).field(0).name(),
                    "maxValues", String.valueOf(most), "config", MOST_PIVOT_VALUES));
        }
        var type = found.schema().type(0);
        var values = new ArrayList<Expression>();
        for (var batch : found.batches()) {
            for (int i = 0; i < batch.count(); i++) {
                values.add(new Literal(Values.get(batch.column(0), type, batch.rows().at(i)),
                        type));
            }
        }
        return values;
    }

    /// The last rows, in their order. Counts the rows.
    public Relation tail(Relation input, int rows) {
        if (rows < 0) {
            throw new UserException("INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
                    Map.of("expr", "\"" + rows + "\"", "name", "tail", "v", String.valueOf(rows)));
        }
        var count = new Relation.Aggregate(input, Relation.GroupKind.GROUP_BY, List.of(), List.of(),
                Optional.empty(),
                List.of(Parts.call("count", new Literal(1, DataType.INT))), Optional.empty());
        var row = session.run(count).batches().getFirst();
        var total = (Long) Objects.requireNonNull(
                Values.get(row.column(0), DataType.LONG, row.rows().at(0)));
        return new Relation.Offset(input,
                new Literal(Math.max(0, total - rows), DataType.LONG));
    }

    /// The columns as rows, under the values of the index column (without one, of the first) as names. Runs the query.
    public Relation transpose(Relation input, Optional<Expression> index) {
        var schema = session.schema(input);
        if (schema.size() == 0) {
            return LocalRows.nothing();
        }
        var key = index.orElseGet(() -> Parts.column(schema.field(0)));
        var keyField = session.schema(new Relation.Project(input, List.of(key))).field(0);
        if (!Types.isAtomic(keyField.type())) {
            throw new UserException("TRANSPOSE_INVALID_INDEX_COLUMN", Map.of("reason",
                    "Index column must be of atomic type, but found: " + keyField.type()
                            .simpleString()));
        }
        var data = schema.fields().stream()
                .filter(f -> !f.name().equalsIgnoreCase(keyField.name())).toList();
        var type = data.isEmpty() ? DataType.STRING : leastCommon(data);
        return transposed(rowsByKey(input, key, data, type), data, type);
    }

    private DataType leastCommon(List<Field> data) {
        var coercion = coercion();
        var type = data.getFirst().type();
        for (var field : data) {
            var soFar = type;
            type = coercion.tightest(soFar, field.type())
                    .orElseThrow(() -> new UserException("TRANSPOSE_NO_LEAST_COMMON_TYPE",
                            Map.of("dt1", soFar.sql(), "dt2", field.type().sql())));
        }
        return type;
    }

    private Result rowsByKey(Relation input, Expression key, List<Field> data, DataType type) {
        var present = new Relation.Filter(input, Parts.call("isnotnull", key));
        var sorted = new Relation.Sort(present, List.of(SortOrder.ascending(key)), true);
        var columns = new ArrayList<Expression>();
        columns.add(Alias.of(Parts.cast(key, DataType.STRING), "key"));
        data.forEach(f -> columns.add(Alias.of(Parts.cast(Parts.column(f), type), f.name())));
        var rows = session.run(new Relation.Limit(new Relation.Project(sorted, columns),
                new Literal(MOST_COLUMNS + 1, DataType.INT)));
        if (rows.rows() > MOST_COLUMNS) {
            throw new UserException("TRANSPOSE_EXCEED_ROW_LIMIT",
                    Map.of("maxValues", String.valueOf(MOST_COLUMNS), "config",
                            "spark.sql.transposeMaxValues"));
        }
        return rows;
    }

    private static Relation transposed(Result result, List<Field> data, DataType type) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("key", DataType.STRING, false));
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var field : data) {
            var row = new ArrayList<@Nullable Object>();
            row.add(field.name());
            rows.add(row);
        }
        for (var batch : result.batches()) {
            for (int i = 0; i < batch.count(); i++) {
                int at = batch.rows().at(i);
                fields.add(Field.of(
                        String.valueOf(Values.get(batch.column(0), DataType.STRING, at)), type));
                for (int column = 0; column < rows.size(); column++) {
                    rows.get(column).add(Values.get(batch.column(column + 1), type, at));
                }
            }
        }
        return LocalRows.of(new Schema(fields), rows);
    }
}

package dev.penstock.plan.spec;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.error.Position;
import dev.penstock.plan.spec.Expression.Alias;
import dev.penstock.plan.spec.Expression.SortOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A query as the user wrote it: something that gives rows.
public sealed interface Relation {
    /// The same relation with the place in the text where it was read.
    record At(Relation relation, Position position) implements Relation {}

    /// The same relation under the number by which [Expression.Attribute#planId] refers to it.
    record Identified(Relation relation, long planId) implements Relation {}

    /// A table or view by name. `streaming` is `FROM STREAM t` or `readStream.table`.
    record NamedTable(List<String> name, Map<String, String> options,
            boolean streaming) implements Relation {
        public NamedTable {
            name = List.copyOf(name);
            options = Map.copyOf(options);
        }
    }

    /// A source that is not in the catalog: `read.format(...)`. `format` is empty when the session's default is meant.
    record DataSource(String format, Optional<Schema> schema, Map<String, String> options,
            List<String> paths, boolean streaming)
            implements
                Relation {
        public DataSource {
            options = Map.copyOf(options);
            paths = List.copyOf(paths);
        }
    }

    /// A query as text, for a cluster that reads it itself. `arguments` are the values of its parameters, by name, or by number from 0.
    record Sql(String text, Map<String, Expression> arguments) implements Relation {
        public Sql {
            arguments = Map.copyOf(arguments);
        }
    }

    /// Rows that came with the query.
    record LocalData(Schema schema, List<Batch> batches) implements Relation {
        public LocalData {
            batches = List.copyOf(batches);
        }
    }

    /// `VALUES (...), (...)`; the columns are called `col1`, `col2`, ...
    record Values(List<List<Expression>> rows) implements Relation {
        public Values {
            rows = List.copyOf(rows);
        }
    }

    /// One row without columns: `SELECT 1` without `FROM`.
    record OneRow() implements Relation {}

    /// Column `id`: `start`, `start + step`, ... below (above, for a negative step) `end`.
    record Range(long start, long end, long step) implements Relation {}

    /// A table function: `FROM range(10)`, `FROM explode(...)`.
    record TableFunction(List<String> name, List<Expression> arguments) implements Relation {
        public TableFunction {
            name = List.copyOf(name);
            arguments = List.copyOf(arguments);
        }
    }

    /// `SELECT`; aggregate functions in it make it a global aggregation.
    record Project(Relation input, List<Expression> columns) implements Relation {
        public Project {
            columns = List.copyOf(columns);
        }
    }

    record Filter(Relation input, Expression condition) implements Relation {}

    record Join(Relation left, Relation right, JoinType type, Optional<Expression> condition,
            List<String> using,
            boolean natural, boolean lateral) implements Relation {
        public Join {
            using = List.copyOf(using);
        }
    }

    enum JoinType {
        INNER, LEFT, RIGHT, FULL, LEFT_SEMI, LEFT_ANTI, CROSS
    }

    /// `UNION`, `INTERSECT`, `EXCEPT`; by position, or by name with missing columns allowed or not.
    record SetOperation(Relation left, Relation right, SetKind kind, boolean all, boolean byName,
            boolean allowMissingColumns)
            implements
                Relation {}

    enum SetKind {
        UNION, INTERSECT, EXCEPT
    }

    /// `GROUP BY`. `output` is the whole select list, grouping columns included, in its order; for a DataFrame the front end has put
    /// the grouping columns before the aggregates. `sets` holds, for GROUPING_SETS, the lists of grouping expressions.
    record Aggregate(Relation input, GroupKind kind, List<Expression> grouping,
            List<List<Expression>> sets, Optional<Pivot> pivot,
            List<Expression> output, Optional<Expression> having) implements Relation {
        public Aggregate {
            grouping = List.copyOf(grouping);
            sets = List.copyOf(sets);
            output = List.copyOf(output);
        }
    }

    /// ALL is `GROUP BY ALL`; REMAINING, only with a pivot, groups by all columns that neither the pivot nor the output mentions.
    enum GroupKind {
        GROUP_BY, ROLLUP, CUBE, GROUPING_SETS, ALL, REMAINING
    }

    /// Turns the values of a column into columns; without `values` those that occur.
    record Pivot(Expression column, List<Expression> values) {
        public Pivot {
            values = List.copyOf(values);
        }
    }

    /// `UNPIVOT`: for each row and each of `values` a row with the value's name and its columns, under the names `valueColumns`, beside the ids.
    /// Without `ids` these are all columns that are no values; without `values` those are all columns that are no ids.
    record Unpivot(Relation input, Optional<List<Expression>> ids,
            Optional<List<UnpivotValue>> values, String nameColumn, List<String> valueColumns,
            boolean includeNulls) implements Relation {
        public Unpivot {
            ids = ids.map(List::copyOf);
            values = values.map(List::copyOf);
            valueColumns = List.copyOf(valueColumns);
        }
    }

    /// Columns that make a row of [Unpivot], which bears their names unless it has an alias.
    record UnpivotValue(List<Expression> columns, Optional<String> alias) {
        public UnpivotValue {
            columns = List.copyOf(columns);
        }

        public static UnpivotValue of(Expression column) {
            return new UnpivotValue(List.of(column), Optional.empty());
        }
    }

    /// `QUALIFY`: the rows of a [Project] or [Aggregate] for which a condition about functions over windows is true.
    record Qualify(Relation input, Expression condition) implements Relation {}

    record Sort(Relation input, List<SortOrder> orders, boolean global) implements Relation {
        public Sort {
            orders = List.copyOf(orders);
        }
    }

    record Limit(Relation input, Expression rows) implements Relation {}

    record Offset(Relation input, Expression rows) implements Relation {}

    record Tail(Relation input, Expression rows) implements Relation {}

    /// Rows that differ in the named columns; without names, in all. SQL's `DISTINCT` and DataFrame's `distinct` and `dropDuplicates`.
    record Deduplicate(Relation input, List<String> columns,
            boolean withinWatermark) implements Relation {
        public Deduplicate {
            columns = List.copyOf(columns);
        }
    }

    /// `(query) AS name(columns)`; without `columns` they keep their names.
    record SubqueryAlias(Relation input, String name, List<String> columns) implements Relation {
        public SubqueryAlias {
            columns = List.copyOf(columns);
        }
    }

    /// `WITH name(columns) AS (query), ... body`.
    record With(List<SubqueryAlias> definitions, Relation body,
            boolean recursive) implements Relation {
        public With {
            definitions = List.copyOf(definitions);
        }
    }

    /// All columns of the input, of which some are replaced, followed by new ones.
    record WithColumns(Relation input, List<Alias> columns) implements Relation {
        public WithColumns {
            columns = List.copyOf(columns);
        }
    }

    /// Old name to new name; names that do not occur are passed over.
    record RenameColumns(Relation input, Map<String, String> names) implements Relation {
        public RenameColumns {
            names = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(names));
        }
    }

    /// Drops columns, those given as expressions and those given as names; what does not occur is passed over.
    record DropColumns(Relation input, List<Expression> columns,
            List<String> names) implements Relation {
        public DropColumns {
            columns = List.copyOf(columns);
            names = List.copyOf(names);
        }
    }

    /// New names for all columns, in order.
    record ToNames(Relation input, List<String> names) implements Relation {
        public ToNames {
            names = List.copyOf(names);
        }
    }

    /// The columns of `schema`, found by name and cast.
    record ToSchema(Relation input, Schema schema) implements Relation {}

    /// `LATERAL VIEW [OUTER] generator name AS columns`.
    record LateralView(Relation input, Expression generator, boolean outer, String name,
            List<String> columns) implements Relation {
        public LateralView {
            columns = List.copyOf(columns);
        }
    }

    /// Event time is `column`, and rows may be late by `delay` (an interval as text, `10 seconds`).
    record Watermark(Relation input, Expression column, String delay) implements Relation {}

    /// What a program of the user makes of the rows of each key. `initial` are rows, grouped by keys of the same types, of which it makes state before.
    record GroupProgram(Relation input, List<Expression> grouping, UserProgram program,
            Optional<Grouped> initial) implements Relation {
        public GroupProgram {
            grouping = List.copyOf(grouping);
        }
    }

    /// A relation and what it is grouped by.
    record Grouped(Relation input, List<Expression> grouping) {
        public Grouped {
            grouping = List.copyOf(grouping);
        }
    }

    /// How rows are spread over workers; has no meaning for the result.
    record Repartition(Relation input, List<Expression> columns) implements Relation {
        public Repartition {
            columns = List.copyOf(columns);
        }
    }

    /// `/*+ NAME(...) */`.
    record Hint(Relation input, String name, List<Expression> parameters) implements Relation {
        public Hint {
            parameters = List.copyOf(parameters);
        }
    }

    /// A named set of aggregates observed while rows pass.
    record Observe(Relation input, String name, List<Expression> metrics) implements Relation {
        public Observe {
            metrics = List.copyOf(metrics);
        }

        /// The query that gives the metrics as its one row.
        public Aggregate aggregation() {
            return new Aggregate(input, GroupKind.GROUP_BY, List.of(), List.of(), Optional.empty(),
                    metrics, Optional.empty());
        }
    }

    /// `TABLESAMPLE`: rows with a chance between the bounds, decided by the seed.
    record Sample(Relation input, double lower, double upper, boolean withReplacement,
            Optional<Long> seed) implements Relation {}
}

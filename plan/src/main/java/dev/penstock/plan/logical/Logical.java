package dev.penstock.plan.logical;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Expr.Order;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.plan.spec.UserProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A query as algebra: each node turns the rows of its inputs into rows of its schema.
///
/// Every node means a table (a bag of rows); over streams it means that table after each epoch.
public sealed interface Logical {
    Schema schema();

    List<Logical> inputs();

    /// True when some leaf never ends.
    default boolean streaming() {
        return inputs().stream().anyMatch(Logical::streaming);
    }

    /// Rows of a source outside the query. `format` names a connector, or is [#TABLE] for a table of the catalog, whose name is then
    /// in `name`. `columns` are the positions of the source's columns that are read, in output order.
    record Scan(String format, String name, Map<String, String> options, Schema sourceSchema,
            List<Integer> columns,
            boolean streaming) implements Logical {
        /// The format of a table that lives in this process.
        public static final String TABLE = "table";

        public Scan {
            options = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(options));
            columns = List.copyOf(columns);
        }

        @Override
        public Schema schema() {
            return new Schema(columns.stream().map(sourceSchema::field).toList());
        }

        @Override
        public List<Logical> inputs() {
            return List.of();
        }
    }

    /// Rows that came with the query.
    record LocalData(Schema schema, List<Batch> batches) implements Logical {
        public LocalData {
            batches = List.copyOf(batches);
        }

        @Override
        public List<Logical> inputs() {
            return List.of();
        }
    }

    /// Rows of expressions without columns; one row of no columns is `SELECT` without `FROM`.
    record Values(Schema schema, List<List<Expr>> rows) implements Logical {
        public Values {
            rows = List.copyOf(rows);
        }

        @Override
        public List<Logical> inputs() {
            return List.of();
        }
    }

    /// One long column: `start`, `start + step`, ... below (above, for a negative step) `end`.
    record Range(Schema schema, long start, long end, long step) implements Logical {
        @Override
        public List<Logical> inputs() {
            return List.of();
        }
    }

    /// The rows for which `condition` is true, not false or null.
    record Filter(Logical input, Expr condition) implements Logical {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// One column an expression; `schema` gives the names.
    record Project(Logical input, List<Expr> columns, Schema schema) implements Logical {
        public Project {
            columns = List.copyOf(columns);
            assert columns.size() == schema.size() : "a name a column";
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// The rows in groups of equal keys (null equals null, NaN equals NaN); gives the keys followed by the aggregates.
    /// Without keys there is one group, and it exists even without rows. Without aggregates it is `DISTINCT`.
    record Aggregate(Logical input, List<Expr> keys, List<AggregateCall> aggregates,
            Schema schema) implements Logical {
        public Aggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
            assert keys.size() + aggregates.size() == schema.size() : "a name a column";
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// Pairs of rows for which each left key equals its right key (null equals nothing) and `residual`, over the left columns followed
    /// by the right ones, is true. Keys are over their own side. A rule finds them; before it, all is in `residual`.
    record Join(Logical left, Logical right, JoinType type, List<Expr> leftKeys,
            List<Expr> rightKeys, Optional<Expr> residual)
            implements
                Logical {
        public Join {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
            assert leftKeys.size() == rightKeys.size() : "keys come in pairs";
        }

        @Override
        public Schema schema() {
            return switch (type) {
                case INNER, CROSS -> left.schema().concat(right.schema());
                case LEFT -> left.schema().concat(nullable(right.schema()));
                case RIGHT -> nullable(left.schema()).concat(right.schema());
                case FULL -> nullable(left.schema()).concat(nullable(right.schema()));
                case LEFT_SEMI, LEFT_ANTI -> left.schema();
            };
        }

        private static Schema nullable(Schema schema) {
            return new Schema(schema.fields().stream().map(f -> f.withNullable(true)).toList());
        }

        @Override
        public List<Logical> inputs() {
            return List.of(left, right);
        }
    }

    /// All rows of all inputs, which have the same types.
    record Union(List<Logical> inputs, Schema schema) implements Logical {
        public Union {
            inputs = List.copyOf(inputs);
        }
    }

    /// The rows in order, of which `offset` are passed over and at most `limit` given. Without orders any rows will do, but always the
    /// same ones; without a limit all.
    record Sort(Logical input, List<Order> orders, Optional<Long> limit,
            long offset) implements Logical {
        public Sort {
            orders = List.copyOf(orders);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// The same rows; event time is the column, and a row may be late by `delayMicros` (a month counts 31 days).
    record Watermark(Logical input, int column, long delayMicros) implements Logical {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// The first row of those that are equal in the columns `keys`, in the order in which rows come. With `withinWatermark` a row is forgotten once the watermark is at
    /// its event time plus the watermark's delay; in a query that ends, never.
    record Deduplicate(Logical input, List<Integer> keys,
            boolean withinWatermark) implements Logical {
        public Deduplicate {
            keys = List.copyOf(keys);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// The rows as they are, of which metrics are reported, epoch by epoch. `metrics` gives them as its one row; its only leaf, of the input's columns, stands
    /// for the rows of an epoch.
    record Observe(Logical input, String name, Logical metrics) implements Logical {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// For each row, its columns followed by those of each row that the generator makes of it (`explode`, `posexplode`, `inline`,
    /// `stack`, and the windows of a sliding `window`); with `outer`, one row of nulls when it makes none.
    record Generate(Logical input, String generator, List<Expr> arguments, boolean outer,
            Schema generated) implements Logical {
        public Generate {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Schema schema() {
            return input.schema().concat(generated);
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// Its input's columns followed by the value of each call, over the rows that are equal in `partition`, in order. Rows that are equal in
    /// the order stand in the order of all their columns, so that a value depends on the rows alone.
    record Window(Logical input, List<Expr> partition, List<Order> orders, List<WindowCall> calls,
            Schema schema) implements Logical {
        public Window {
            partition = List.copyOf(partition);
            orders = List.copyOf(orders);
            calls = List.copyOf(calls);
            assert input.schema().size() + calls.size() == schema.size() : "a name a column";
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }

        /// All expressions over the input.
        public List<Expr> expressions() {
            var all = new ArrayList<>(partition);
            orders.forEach(o -> all.add(o.expression()));
            calls.forEach(c -> all.addAll(c.expressions()));
            return all;
        }
    }

    /// For each row of the left side, the rows of the right one, in which [Expr.Outer] number `i` is the value of `outer.get(i)` over that
    /// row: a `LATERAL` join, INNER or LEFT. `residual` is over both sides. A rule makes joins of them.
    record Apply(Logical left, Logical right, JoinType type, List<Expr> outer,
            Optional<Expr> residual) implements Logical {
        public Apply {
            outer = List.copyOf(outer);
        }

        @Override
        public Schema schema() {
            return new Join(left, right, type, List.of(), List.of(), Optional.empty()).schema();
        }

        @Override
        public List<Logical> inputs() {
            return List.of(left, right);
        }
    }

    /// What a program of the user makes of the rows of each key and of the state that it keeps for the key. Rows that it has given are never taken back.
    /// `initial` are rows from which it makes state before the first row comes; they end.
    record GroupProgram(Logical input, Groups groups, Optional<Logical> initial,
            Optional<Groups> initialGroups, UserProgram program) implements Logical {
        /// How rows are grouped: the keys over them, and the columns of a key and of a row under the names that the program knows.
        public record Groups(List<Expr> keys, Schema key, Schema row) {
            public Groups {
                keys = List.copyOf(keys);
                assert keys.size() == key.size() : "a name a key";
            }

            Groups map(java.util.function.UnaryOperator<Expr> change) {
                return new Groups(keys.stream().map(change).toList(), key, row);
            }
        }

        @Override
        public Schema schema() {
            return program.output();
        }

        @Override
        public List<Logical> inputs() {
            return initial.map(rows -> List.of(input, rows)).orElse(List.of(input));
        }
    }

    /// Each change of its input's table as a row, which is never taken back. `key` are the columns by which a removed row and the one that takes its
    /// place are known to be one row that was updated; without, nothing is an update. `name` is that of the query.
    record Changelog(Logical input, Optional<List<Integer>> key, Form form,
            String name) implements Logical {
        /// COLUMNS: the columns of the input, then [#CHANGE_COLUMNS], and two rows for an update. ENVELOPE: the key and the change as JSON, as Debezium
        /// writes it.
        public enum Form {
            COLUMNS, ENVELOPE
        }

        /// What is said of each change: its kind, the epoch that made it and the time of that epoch. The names are those of Spark's `changes`.
        public static final Schema CHANGE_COLUMNS = Schema.of(
                new Field("_change_type", DataType.STRING, false),
                new Field("_commit_version", DataType.LONG, false),
                new Field("_commit_timestamp", DataType.TIMESTAMP, false));
        private static final Schema ENVELOPE_COLUMNS = Schema.of(
                new Field("key", DataType.STRING, true),
                new Field("value", DataType.STRING, false));

        public Changelog {
            key = key.map(List::copyOf);
        }

        /// The changes of the result of a query.
        public static Changelog of(Logical query, Form form, String name) {
            return new Changelog(query, ResultKeys.of(query), form, name);
        }

        @Override
        public Schema schema() {
            return switch (form) {
                case COLUMNS -> input.schema().concat(CHANGE_COLUMNS);
                case ENVELOPE -> ENVELOPE_COLUMNS;
            };
        }

        @Override
        public List<Logical> inputs() {
            return List.of(input);
        }
    }

    /// This node over other inputs, as many as it has.
    default Logical withInputs(List<Logical> newInputs) {
        return switch (this) {
            case Scan _,LocalData _,Values _,Range _ -> this;
            case Filter node -> new Filter(newInputs.getFirst(), node.condition());
            case Project node -> new Project(newInputs.getFirst(), node.columns(), node.schema());
            case Aggregate node ->
                new Aggregate(newInputs.getFirst(), node.keys(), node.aggregates(), node.schema());
            case Join node -> new Join(newInputs.get(0), newInputs.get(1), node.type(),
                    node.leftKeys(), node.rightKeys(),
                    node.residual());
            case Union node -> new Union(newInputs, node.schema());
            case Sort node ->
                new Sort(newInputs.getFirst(), node.orders(), node.limit(), node.offset());
            case Watermark node ->
                new Watermark(newInputs.getFirst(), node.column(), node.delayMicros());
            case Deduplicate node -> new Deduplicate(newInputs.getFirst(), node.keys(),
                    node.withinWatermark());
            case Observe node -> new Observe(newInputs.getFirst(), node.name(), node.metrics());
            case Generate node -> new Generate(newInputs.getFirst(), node.generator(),
                    node.arguments(), node.outer(), node.generated());
            case Window(_, var partition, var orders, var calls, var schema) ->
                new Window(newInputs.getFirst(), partition, orders, calls, schema);
            case Apply(_, _, var type, var outer, var residual) ->
                new Apply(newInputs.get(0), newInputs.get(1), type, outer, residual);
            case GroupProgram(_, var groups, var initial, var initialGroups, var program) ->
                new GroupProgram(newInputs.get(0), groups, initial.map(_ -> newInputs.get(1)),
                        initialGroups, program);
            case Changelog(_, var key, var form, var name) ->
                new Changelog(newInputs.getFirst(), key, form, name);
        };
    }

    /// This node with `change` applied to each of its own expressions as a whole; inputs stay.
    default Logical mapExpressions(java.util.function.UnaryOperator<Expr> change) {
        return switch (this) {
            case Scan _,LocalData _,Range _,Union _,Watermark _,Deduplicate _,Changelog _,Observe _ ->
                this;
            case Values(var schema, var rows) -> new Values(schema,
                    rows.stream().map(r -> r.stream().map(change).toList()).toList());
            case Filter(var input, var condition) -> new Filter(input, change.apply(condition));
            case Project(var input, var columns, var schema) ->
                new Project(input, columns.stream().map(change).toList(), schema);
            case Aggregate(var input, var keys, var calls, var schema) ->
                new Aggregate(input, keys.stream().map(change).toList(),
                        calls.stream().map(c -> c.map(change)).toList(), schema);
            case Join(var left, var right, var type, var leftKeys, var rightKeys, var residual) ->
                new Join(left, right, type,
                        leftKeys.stream().map(change).toList(),
                        rightKeys.stream().map(change).toList(), residual.map(change));
            case Sort(var input, var orders, var limit, var offset) ->
                new Sort(input, orders.stream().map(o -> o.map(change)).toList(), limit, offset);
            case Generate(var input, var generator, var arguments, var outer, var generated) ->
                new Generate(input, generator, arguments.stream().map(change).toList(), outer,
                        generated);
            case Window(var input, var partition, var orders, var calls, var schema) ->
                new Window(input, partition.stream().map(change).toList(),
                        orders.stream().map(o -> o.map(change)).toList(),
                        calls.stream().map(c -> c.map(change)).toList(), schema);
            case Apply(var left, var right, var type, var outer, var residual) ->
                new Apply(left, right, type, outer.stream().map(change).toList(),
                        residual.map(change));
            case GroupProgram(var input, var groups, var initial, var initialGroups, var program) ->
                new GroupProgram(input, groups.map(change), initial,
                        initialGroups.map(g -> g.map(change)), program);
        };
    }

    /// This tree with `rewrite` applied to every node, inputs first.
    default Logical mapUp(java.util.function.UnaryOperator<Logical> rewrite) {
        var mapped = new ArrayList<Logical>();
        for (var input : inputs()) {
            mapped.add(input.mapUp(rewrite));
        }
        return rewrite.apply(mapped.equals(inputs()) ? this : withInputs(mapped));
    }
}

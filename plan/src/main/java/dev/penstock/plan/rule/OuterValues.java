package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.WindowCall;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs a subquery for all combinations of outer values at once: each node of it gets the values as columns behind its own, and does for each
/// combination what it did before. The combinations, each once, come in where the subquery reads none any more.
final class OuterValues {
    private final Logical values;
    private final int count;

    OuterValues(Logical around, List<Expr> outer) {
        values = Plans.aggregate(around, outer);
        count = outer.size();
    }

    Uncorrelated bind(Logical subquery) {
        var plan = with(subquery);
        int width = subquery.schema().size();
        var conditions = new ArrayList<Expr>();
        for (int i = 0; i < count; i++) {
            var field = values.schema().field(i);
            conditions.add(Plans.same(new Expr.Outer(i, field.type(), field.nullable()),
                    Plans.column(plan, width + i)));
        }
        return new Uncorrelated(plan, conditions, Optional.empty());
    }

    /// The columns of `plan`, followed by the outer values.
    private Logical with(Logical plan) {
        if (!Uncorrelated.readsOuter(plan)) {
            return new Logical.Join(plan, values, JoinType.CROSS, List.of(), List.of(),
                    Optional.empty());
        }
        int width = plan.inputs().isEmpty() ? 0 : plan.inputs().getFirst().schema().size();
        return switch (plan) {
            case Logical.Filter(var input, var condition) ->
                new Logical.Filter(with(input), inside(condition, width));
            case Logical.Project(var input, var columns, var schema) -> {
                var below = with(input);
                var all = new ArrayList<>(columns.stream().map(c -> inside(c, width)).toList());
                all.addAll(Plans.columns(below, width, width + count));
                yield new Logical.Project(below, all, withFields(schema));
            }
            case Logical.Aggregate node -> aggregate(node, width);
            case Logical.Join join -> join(join);
            case Logical.Union(var inputs, var schema) ->
                new Logical.Union(inputs.stream().map(this::with).toList(), withFields(schema));
            case Logical.Sort sort -> sort(sort, width);
            case Logical.Watermark(var input, int column, long delay) ->
                new Logical.Watermark(with(input), column, delay);
            case Logical.Deduplicate _,Logical.Observe _ -> throw Plans
                    .notYet("dropDuplicates or observe in a correlated subquery");
            case Logical.Generate node -> {
                var generate = new Logical.Generate(with(node.input()), node.generator(),
                        node.arguments().stream().map(a -> inside(a, width)).toList(),
                        node.outer(), node.generated());
                yield valuesLast(generate, width);
            }
            case Logical.Window node -> valuesLast(window(node, width), width);
            case Logical.Values node -> values(node);
            case Logical.GroupProgram _ -> throw Plans
                    .notYet("a program over groups in a correlated subquery");
            case Logical.Scan _,Logical.LocalData _,Logical.Range _,Logical.Apply _,Logical.Changelog _ ->
                throw new AssertionError("reads no outer values: " + plan);
        };
    }

    private Schema withFields(Schema schema) {
        return Plans.schema(schema.fields(), values.schema().fields());
    }

    /// An expression over an input of `width` columns that are followed by the outer values.
    private static Expr inside(Expr expression, int width) {
        return expression.mapUp(e -> e instanceof Expr.Outer(int index, var type, boolean nullable)
                ? new Expr.Column(width + index, type, nullable)
                : e);
    }

    /// Moves the outer values, which begin at column `at`, behind all others.
    private Logical valuesLast(Logical plan, int at) {
        int all = plan.schema().size();
        var columns = Plans.columns(plan, 0, at);
        columns.addAll(Plans.columns(plan, at + count, all));
        columns.addAll(Plans.columns(plan, at, at + count));
        return Plans.project(plan, columns);
    }

    private Logical values(Logical.Values node) {
        if (node.rows().size() != 1) {
            throw Plans.notYet("VALUES of several rows with columns of the query around");
        }
        var columns = new ArrayList<>(
                node.rows().getFirst().stream().map(e -> inside(e, 0)).toList());
        columns.addAll(Plans.columns(values, 0, count));
        return new Logical.Project(values, columns, withFields(node.schema()));
    }

    private Logical aggregate(Logical.Aggregate node, int width) {
        var below = with(node.input());
        int keyCount = node.keys().size();
        var keys = new ArrayList<>(node.keys().stream().map(k -> inside(k, width)).toList());
        keys.addAll(Plans.columns(below, width, width + count));
        var calls = node.aggregates().stream().map(c -> c.map(a -> inside(a, width))).toList();
        var fields = new ArrayList<>(node.schema().fields().subList(0, keyCount));
        fields.addAll(values.schema().fields());
        fields.addAll(node.schema().fields().subList(keyCount, node.schema().size()));
        var grouped = valuesLast(new Logical.Aggregate(below, keys, calls, new Schema(fields)),
                keyCount);
        return keyCount == 0 ? withEmptyGroups(grouped, node) : grouped;
    }

    /// An aggregation without keys has a row also for outer values without rows.
    private Logical withEmptyGroups(Logical grouped, Logical.Aggregate node) {
        int results = node.schema().size();
        var alive = new ArrayList<>(Plans.columns(grouped, 0, results + count));
        alive.add(Plans.literal(true));
        var marked = Plans.project(grouped, alive);
        var conditions = new ArrayList<Expr>();
        for (int i = 0; i < count; i++) {
            var field = values.schema().field(i);
            conditions.add(Plans.same(Plans.column(values, i),
                    new Expr.Column(count + results + i, field.type(), field.nullable())));
        }
        var joined = new Logical.Join(values, marked, JoinType.LEFT, List.of(), List.of(),
                Expressions.conjunction(conditions));
        var missing = Plans.isNull(Plans.column(joined, count + results + count));
        var columns = new ArrayList<Expr>();
        for (int i = 0; i < results; i++) {
            AggregateCall call = node.aggregates().get(i);
            var nothing = PullUpConditions.ofNothing(call);
            var column = Plans.column(joined, count + i);
            columns.add(nothing.nullable() ? column : Plans.choose(missing, nothing, column));
        }
        columns.addAll(Plans.columns(joined, 0, count));
        return new Logical.Project(joined, columns, withFields(node.schema()));
    }

    private Logical join(Logical.Join join) {
        boolean keepsRight = join.type() == JoinType.RIGHT;
        boolean inner = join.type() == JoinType.INNER || join.type() == JoinType.CROSS;
        if (join.type() == JoinType.FULL) {
            throw Plans.notYet("A FULL join within a correlated subquery");
        }
        boolean right = keepsRight || Uncorrelated.readsOuter(join.right());
        boolean left = !(keepsRight || inner) || Uncorrelated.readsOuter(join.left()) || !right;
        var newLeft = left ? with(join.left()) : join.left();
        var newRight = right ? with(join.right()) : join.right();
        int leftWidth = join.left().schema().size();
        int rightWidth = join.right().schema().size();
        int newWidth = newLeft.schema().size();
        int valuesAt = left ? leftWidth : newWidth + rightWidth;
        var conditions = new ArrayList<Expr>();
        for (var conjunct : join.residual().map(Expressions::conjuncts).orElse(List.of())) {
            var moved = Expressions.renumber(conjunct,
                    i -> i < leftWidth ? i : i - leftWidth + newWidth);
            conditions.add(inside(moved, valuesAt));
        }
        for (int i = 0; left && right && i < count; i++) {
            var field = values.schema().field(i);
            conditions.add(Plans.same(
                    new Expr.Column(leftWidth + i, field.type(), field.nullable()),
                    new Expr.Column(newWidth + rightWidth + i, field.type(), field.nullable())));
        }
        var type = inner
                ? conditions.isEmpty() ? JoinType.CROSS : JoinType.INNER
                : join.type();
        var joined = new Logical.Join(newLeft, newRight, type, join.leftKeys(), join.rightKeys(),
                Expressions.conjunction(conditions));
        if (type == JoinType.LEFT_SEMI || type == JoinType.LEFT_ANTI) {
            return joined;
        }
        var columns = Plans.columns(joined, 0, leftWidth);
        columns.addAll(Plans.columns(joined, newWidth, newWidth + rightWidth));
        int from = keepsRight ? newWidth + rightWidth : valuesAt;
        columns.addAll(Plans.columns(joined, from, from + count));
        return Plans.project(joined, columns);
    }

    /// The first rows of each combination.
    private Logical sort(Logical.Sort sort, int width) {
        var below = with(sort.input());
        if (sort.limit().isEmpty() && sort.offset() == 0) {
            return below;
        }
        var number = new WindowCall(
                new AggregateCall("row_number", List.of(), false, Optional.empty(), false,
                        DataType.INT, false, Expr.ErrorMode.ANSI),
                new WindowCall.Frame(true, new WindowCall.Unbounded(), new WindowCall.Rows(0)));
        var window = new Logical.Window(below, Plans.columns(below, width, width + count),
                sort.orders().stream().map(o -> o.map(e -> inside(e, width))).toList(),
                List.of(number), Plans.schema(below.schema().fields(),
                        List.of(new Field("number", DataType.INT, false))));
        var column = new Expr.Cast(Plans.column(window, width + count), DataType.LONG, false,
                Expr.ErrorMode.ANSI);
        var conditions = new ArrayList<Expr>();
        sort.limit().ifPresent(limit -> conditions.add(Plans.call("le", false, column,
                Plans.number(limit > Long.MAX_VALUE - sort.offset()
                        ? Long.MAX_VALUE
                        : limit + sort.offset()))));
        if (sort.offset() > 0) {
            conditions.add(Plans.call("gt", false, column, Plans.number(sort.offset())));
        }
        var filtered = new Logical.Filter(window,
                Expressions.conjunction(conditions).orElseThrow());
        return Plans.without(filtered, width + count, width + count + 1);
    }

    private Logical window(Logical.Window node, int width) {
        var below = with(node.input());
        var partition = new ArrayList<>(
                node.partition().stream().map(e -> inside(e, width)).toList());
        partition.addAll(Plans.columns(below, width, width + count));
        return new Logical.Window(below, partition,
                node.orders().stream().map(o -> o.map(e -> inside(e, width))).toList(),
                node.calls().stream().map(c -> c.map(e -> inside(e, width))).toList(),
                Plans.schema(below.schema().fields(),
                        node.schema().fields().subList(width, node.schema().size())));
    }
}

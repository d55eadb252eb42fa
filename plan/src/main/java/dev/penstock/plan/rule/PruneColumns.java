package dev.penstock.plan.rule;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.WindowCall;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Reads and computes only the columns that someone uses. Works from the result down to the sources.
public record PruneColumns() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        var all = new BitSet();
        all.set(0, plan.schema().size());
        return prune(plan, all).plan();
    }

    /// A plan that has at least the columns asked for; `positions` says where each old column is now, -1 for those that are gone.
    private static final class Pruned {
        private final Logical plan;
        private final int[] positions;

        Pruned(Logical plan, int[] positions) {
            this.plan = plan;
            this.positions = positions;
        }

        Logical plan() {
            return plan;
        }

        int[] positions() {
            return positions;
        }

        static Pruned same(Logical plan) {
            int[] positions = new int[plan.schema().size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = i;
            }
            return new Pruned(plan, positions);
        }

        Expr in(Expr expression) {
            return Expressions.renumber(expression, i -> positions[i]);
        }
    }

    private static Pruned prune(Logical plan, BitSet wanted) {
        return switch (plan) {
            case Logical.Scan scan -> scan(scan, wanted);
            case Logical.LocalData _,Logical.Values _,Logical.Range _ -> Pruned.same(plan);
            case Logical.Filter(var input, var condition) -> {
                var below = prune(input, and(wanted, List.of(condition)));
                yield new Pruned(new Logical.Filter(below.plan(), below.in(condition)),
                        below.positions());
            }
            case Logical.Project project -> project(project, wanted);
            case Logical.Aggregate aggregate -> aggregate(aggregate, wanted);
            case Logical.Join join -> join(join, wanted);
            case Logical.Union union -> union(union, wanted);
            case Logical.Sort(var input, var orders, var limit, long offset) -> {
                var below = prune(input,
                        and(wanted, orders.stream().map(Expr.Order::expression).toList()));
                yield new Pruned(
                        new Logical.Sort(below.plan(),
                                orders.stream().map(o -> o.map(below::in)).toList(), limit, offset),
                        below.positions());
            }
            case Logical.Watermark(var input, int column, long delay) -> {
                var more = (BitSet) wanted.clone();
                more.set(column);
                var below = prune(input, more);
                yield new Pruned(
                        new Logical.Watermark(below.plan(), below.positions()[column], delay),
                        below.positions());
            }
            case Logical.Deduplicate deduplicate -> deduplicate(deduplicate, wanted);
            case Logical.Observe node -> {
                var all = new BitSet();
                all.set(0, node.schema().size());
                var below = prune(node.input(), all);
                yield new Pruned(node.withInputs(List.of(below.plan())), below.positions());
            }
            case Logical.Generate generate -> generate(generate, wanted);
            case Logical.Window window -> window(window, wanted);
            case Logical.Apply _ -> Pruned.same(plan);
            case Logical.GroupProgram _,Logical.Changelog _ -> whole(plan);
        };
    }

    private static BitSet and(BitSet wanted, List<Expr> expressions) {
        var all = (BitSet) wanted.clone();
        expressions.forEach(e -> Expressions.collect(e, all));
        return all;
    }

    /// What is wanted, or one column: a batch without columns would not know how many rows it has.
    private static BitSet atLeastOne(BitSet wanted) {
        if (!wanted.isEmpty()) {
            return wanted;
        }
        var one = new BitSet();
        one.set(0);
        return one;
    }

    private static int[] positions(BitSet kept, int size) {
        int[] positions = new int[size];
        int next = 0;
        for (int i = 0; i < size; i++) {
            positions[i] = kept.get(i) ? next++ : -1;
        }
        return positions;
    }

    private static Pruned scan(Logical.Scan scan, BitSet wanted) {
        if (scan.columns().isEmpty()) {
            return Pruned.same(scan);
        }
        var kept = atLeastOne(wanted);
        var columns = kept.stream().mapToObj(i -> scan.columns().get(i)).toList();
        var pruned = new Logical.Scan(scan.format(), scan.name(), scan.options(),
                scan.sourceSchema(), columns, scan.streaming());
        return new Pruned(pruned, positions(kept, scan.columns().size()));
    }

    private static Pruned project(Logical.Project project, BitSet wanted) {
        if (project.columns().isEmpty()) {
            return Pruned.same(project);
        }
        var kept = atLeastOne(wanted);
        var columns = kept.stream().mapToObj(i -> project.columns().get(i)).toList();
        var fields = kept.stream().mapToObj(i -> project.schema().field(i)).toList();
        var below = prune(project.input(), and(new BitSet(), columns));
        var pruned = new Logical.Project(below.plan(), columns.stream().map(below::in).toList(),
                new Schema(fields));
        return new Pruned(pruned, positions(kept, project.columns().size()));
    }

    private static Pruned aggregate(Logical.Aggregate node, BitSet wanted) {
        int keys = node.keys().size();
        var kept = (BitSet) wanted.clone();
        kept.set(0, keys);
        if (kept.isEmpty() && node.schema().size() > 0) {
            kept.set(0);
        }
        var calls = new ArrayList<AggregateCall>();
        var fields = new ArrayList<Field>();
        var used = new ArrayList<Expr>(node.keys());
        for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
            fields.add(node.schema().field(i));
            if (i >= keys) {
                var call = node.aggregates().get(i - keys);
                calls.add(call);
                used.addAll(call.arguments());
                call.filter().ifPresent(used::add);
            }
        }
        var below = prune(node.input(), and(new BitSet(), used));
        var pruned = new Logical.Aggregate(below.plan(),
                node.keys().stream().map(below::in).toList(),
                calls.stream().map(c -> c.map(below::in)).toList(), new Schema(fields));
        return new Pruned(pruned, positions(kept, node.schema().size()));
    }

    private static Pruned join(Logical.Join join, BitSet wanted) {
        int width = join.left().schema().size();
        boolean leftOnly = join.type() == JoinType.LEFT_SEMI || join.type() == JoinType.LEFT_ANTI;
        var all = and(wanted, join.residual().map(List::of).orElse(List.of()));
        var left = prune(join.left(), and(all.get(0, width), join.leftKeys()));
        var right = prune(join.right(),
                and(all.get(width, Math.max(width, all.length())), join.rightKeys()));
        int leftWidth = left.plan().schema().size();
        int[] both = new int[width + right.positions().length];
        System.arraycopy(left.positions(), 0, both, 0, width);
        for (int i = 0; i < right.positions().length; i++) {
            both[width + i] = right.positions()[i] < 0 ? -1 : leftWidth + right.positions()[i];
        }
        var pruned = new Logical.Join(left.plan(), right.plan(), join.type(),
                join.leftKeys().stream().map(left::in).toList(),
                join.rightKeys().stream().map(right::in).toList(),
                join.residual().map(r -> Expressions.renumber(r, i -> both[i])));
        return new Pruned(pruned, leftOnly ? left.positions() : both);
    }

    /// The inputs of a union have to agree, so each gives exactly what is wanted.
    private static Pruned union(Logical.Union union, BitSet wanted) {
        var kept = atLeastOne(wanted);
        var inputs = union.inputs().stream().map(input -> exactly(input, kept)).toList();
        var schema = new Schema(kept.stream().mapToObj(i -> union.schema().field(i)).toList());
        return new Pruned(new Logical.Union(inputs, schema),
                positions(kept, union.schema().size()));
    }

    private static Logical exactly(Logical input, BitSet wanted) {
        var pruned = prune(input, wanted);
        if (pruned.plan().schema().size() == wanted.cardinality()) {
            return pruned.plan();
        }
        var schema = input.schema();
        var columns = wanted.stream()
                .<Expr>mapToObj(i -> new Expr.Column(pruned.positions()[i], schema.type(i),
                        schema.field(i).nullable()))
                .toList();
        return new Logical.Project(pruned.plan(), columns,
                new Schema(wanted.stream().mapToObj(schema::field).toList()));
    }

    /// Event time is used too: it tells what is late.
    private static Pruned deduplicate(Logical.Deduplicate node, BitSet wanted) {
        var more = (BitSet) wanted.clone();
        node.keys().forEach(more::set);
        EventTimes.column(node.input()).ifPresent(more::set);
        EventTimes.firstDeadline(node.input())
                .ifPresent(d -> Expressions.collect(d.expression(), more));
        var below = prune(node.input(), more);
        return new Pruned(new Logical.Deduplicate(below.plan(),
                node.keys().stream().map(k -> below.positions()[k]).toList(),
                node.withinWatermark()), below.positions());
    }

    /// Whoever is above, all columns of the inputs are read, in their places.
    private static Pruned whole(Logical node) {
        return Pruned.same(node.withInputs(node.inputs().stream().map(input -> {
            var all = new BitSet();
            all.set(0, input.schema().size());
            return exactly(input, all);
        }).toList()));
    }

    private static Pruned window(Logical.Window node, BitSet wanted) {
        int width = node.input().schema().size();
        int[] positions = new int[node.schema().size()];
        var calls = new ArrayList<WindowCall>();
        var fields = new ArrayList<Field>();
        for (int i = 0; i < node.calls().size(); i++) {
            boolean kept = wanted.get(width + i);
            positions[width + i] = kept ? calls.size() : -1;
            if (kept) {
                calls.add(node.calls().get(i));
                fields.add(node.schema().field(width + i));
            }
        }
        if (calls.isEmpty()) {
            var below = prune(node.input(), wanted.get(0, width));
            System.arraycopy(below.positions(), 0, positions, 0, width);
            return new Pruned(below.plan(), positions);
        }
        var kept = new Logical.Window(node.input(), node.partition(), node.orders(), calls,
                node.input().schema().concat(new Schema(fields)));
        var below = prune(node.input(), and(wanted.get(0, width), kept.expressions()));
        System.arraycopy(below.positions(), 0, positions, 0, width);
        int newWidth = below.plan().schema().size();
        for (int i = width; i < positions.length; i++) {
            positions[i] = positions[i] < 0 ? -1 : newWidth + positions[i];
        }
        var schema = below.plan().schema().concat(new Schema(fields));
        return new Pruned(new Logical.Window(below.plan(),
                node.partition().stream().map(below::in).toList(),
                node.orders().stream().map(o -> o.map(below::in)).toList(),
                calls.stream().map(c -> c.map(below::in)).toList(), schema), positions);
    }

    private static Pruned generate(Logical.Generate node, BitSet wanted) {
        int width = node.input().schema().size();
        var below = prune(node.input(), and(wanted.get(0, width), node.arguments()));
        int[] positions = new int[width + node.generated().size()];
        System.arraycopy(below.positions(), 0, positions, 0, width);
        for (int i = 0; i < node.generated().size(); i++) {
            positions[width + i] = below.plan().schema().size() + i;
        }
        return new Pruned(new Logical.Generate(below.plan(), node.generator(),
                node.arguments().stream().map(below::in).toList(),
                node.outer(), node.generated()), positions);
    }
}

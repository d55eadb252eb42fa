package dev.penstock.plan.rule;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Takes conditions with outer values out of a subquery, where the nodes above them let conditions pass.
final class PullUpConditions {
    private PullUpConditions() {}

    static Optional<Uncorrelated> of(Logical plan) {
        if (!Uncorrelated.readsOuter(plan)) {
            return Optional.of(new Uncorrelated(plan, List.of(), Optional.empty()));
        }
        return switch (plan) {
            case Logical.Filter(var input, var condition) ->
                of(input).flatMap(below -> filter(below, condition));
            case Logical.Project project -> of(project.input()).flatMap(b -> project(b, project));
            case Logical.Aggregate node -> of(node.input()).flatMap(b -> aggregate(b, node));
            case Logical.Sort(var input, _, var limit, long offset) when limit.isEmpty()
                    && offset == 0 ->
                of(input);
            case Logical.Join join -> join(join);
            default -> Optional.empty();
        };
    }

    private static Optional<Uncorrelated> filter(Uncorrelated below, Expr condition) {
        if (below.whenEmpty().isPresent()) {
            return Optional.empty();
        }
        var local = new ArrayList<Expr>();
        var within = new ArrayList<>(below.within());
        for (var conjunct : Expressions.conjuncts(condition)) {
            (Uncorrelated.readsOuter(conjunct) ? within : local).add(conjunct);
        }
        var plan = Expressions.conjunction(local)
                .<Logical>map(c -> new Logical.Filter(below.plan(), c)).orElse(below.plan());
        return Optional.of(new Uncorrelated(plan, within, Optional.empty()));
    }

    private static BitSet columns(List<Expr> expressions) {
        var columns = new BitSet();
        expressions.forEach(e -> Expressions.collect(e, columns));
        return columns;
    }

    private static Optional<Uncorrelated> project(Uncorrelated below, Logical.Project node) {
        if (node.columns().stream().anyMatch(Uncorrelated::readsOuter)) {
            return Optional.empty();
        }
        var needed = columns(below.within());
        var columns = new ArrayList<>(node.columns());
        int width = columns.size();
        needed.stream().forEach(i -> columns.add(Plans.column(below.plan(), i)));
        var fields = new ArrayList<>(node.schema().fields());
        needed.stream().forEach(i -> fields.add(below.plan().schema().field(i)));
        var within = below.within().stream().map(c -> Expressions.renumber(c,
                i -> width + needed.get(0, i).cardinality())).toList();
        var whenEmpty = below.whenEmpty().map(values -> node.columns().stream()
                .map(e -> Expressions.substitute(e, values)).toList());
        return Optional.of(new Uncorrelated(
                new Logical.Project(below.plan(), columns, new Schema(fields)), within,
                whenEmpty));
    }

    /// Rows of one group have to have passed the same outer values, so conditions have to be equalities, which become keys.
    private static Optional<Uncorrelated> aggregate(Uncorrelated below, Logical.Aggregate node) {
        if (below.whenEmpty().isPresent()
                || Plans.expressions(node).stream().anyMatch(Uncorrelated::readsOuter)) {
            return Optional.empty();
        }
        var keys = new ArrayList<>(node.keys());
        var within = new ArrayList<Expr>();
        int results = node.schema().size();
        for (var condition : below.within()) {
            var sides = sides(condition);
            if (sides.isEmpty()) {
                return Optional.empty();
            }
            var local = sides.get().get(1);
            int at = keys.size();
            keys.add(local);
            var column = new Expr.Column(results + at - node.keys().size(), local.type(),
                    local.nullable());
            within.add(new Expr.Call(((Expr.Call) condition).function(),
                    List.of(sides.get().get(0), column), DataType.BOOLEAN, condition.nullable(),
                    Expr.ErrorMode.ANSI));
        }
        var fields = new ArrayList<>(node.schema().fields().subList(0, node.keys().size()));
        for (int i = node.keys().size(); i < keys.size(); i++) {
            fields.add(new Field("outer" + i, keys.get(i).type(), keys.get(i).nullable()));
        }
        fields.addAll(node.schema().fields().subList(node.keys().size(), results));
        var grouped = new Logical.Aggregate(below.plan(), keys, node.aggregates(),
                new Schema(fields));
        var columns = Plans.columns(grouped, 0, node.keys().size());
        columns.addAll(Plans.columns(grouped, keys.size(), fields.size()));
        columns.addAll(Plans.columns(grouped, node.keys().size(), keys.size()));
        Optional<List<Expr>> whenEmpty = node.keys().isEmpty()
                ? Optional.of(node.aggregates().stream().map(PullUpConditions::ofNothing).toList())
                : Optional.empty();
        return Optional.of(
                new Uncorrelated(Plans.project(grouped, columns), within, whenEmpty));
    }

    /// The outer and the own side of an equality, or empty.
    private static Optional<List<Expr>> sides(Expr condition) {
        if (!(condition instanceof Expr.Call(var name, var sides, _, _, _))
                || !(name.equals("eq") || name.equals("nseq"))) {
            return Optional.empty();
        }
        for (int i = 0; i < 2; i++) {
            var outer = sides.get(i);
            var own = sides.get(1 - i);
            if (Expressions.columns(outer).isEmpty() && !Uncorrelated.readsOuter(own)) {
                return Optional.of(List.of(outer, own));
            }
        }
        return Optional.empty();
    }

    /// What an aggregate gives for no rows.
    static Expr ofNothing(AggregateCall call) {
        return switch (call.function()) {
            case "count", "count_if", "approx_count_distinct" ->
                new Expr.Literal(0L, DataType.LONG);
            case "collect_list", "collect_set" -> new Expr.Literal(List.of(), call.type());
            default -> new Expr.Literal(null, call.type());
        };
    }

    private static Optional<Uncorrelated> join(Logical.Join join) {
        boolean inner = join.type() == JoinType.INNER || join.type() == JoinType.CROSS;
        boolean leftOnly = join.type() == JoinType.LEFT_SEMI || join.type() == JoinType.LEFT_ANTI;
        if (!(inner || leftOnly) || !join.leftKeys().isEmpty()) {
            return Optional.empty();
        }
        var left = of(join.left());
        var right = of(join.right());
        if (left.isEmpty() || right.isEmpty() || left.get().whenEmpty().isPresent()
                || right.get().whenEmpty().isPresent()) {
            return Optional.empty();
        }
        if (inner) {
            return Optional.of(joined(join, left.get(), right.get()));
        }
        if (!right.get().within().isEmpty()
                || join.residual().filter(Uncorrelated::readsOuter).isPresent()) {
            return Optional.empty();
        }
        int width = join.left().schema().size();
        int newWidth = left.get().plan().schema().size();
        var residual = join.residual().map(r -> Expressions.renumber(r,
                i -> i < width ? i : i - width + newWidth));
        return Optional.of(new Uncorrelated(new Logical.Join(left.get().plan(),
                right.get().plan(), join.type(), List.of(), List.of(), residual),
                left.get().within(), Optional.empty()));
    }

    private static Uncorrelated joined(Logical.Join join, Uncorrelated left, Uncorrelated right) {
        int width = join.left().schema().size();
        int rightWidth = join.right().schema().size();
        int newWidth = left.plan().schema().size();
        var local = new ArrayList<Expr>();
        var within = new ArrayList<>(left.within());
        right.within().forEach(c -> within.add(Expressions.renumber(c, i -> i + newWidth)));
        for (var conjunct : join.residual().map(Expressions::conjuncts).orElse(List.of())) {
            var moved = Expressions.renumber(conjunct, i -> i < width ? i : i - width + newWidth);
            (Uncorrelated.readsOuter(moved) ? within : local).add(moved);
        }
        var type = local.isEmpty() ? JoinType.CROSS : JoinType.INNER;
        var plan = new Logical.Join(left.plan(), right.plan(), type, List.of(), List.of(),
                Expressions.conjunction(local));
        int all = plan.schema().size();
        var order = new ArrayList<Integer>();
        for (int i = 0; i < width; i++) {
            order.add(i);
        }
        for (int i = 0; i < rightWidth; i++) {
            order.add(newWidth + i);
        }
        for (int i = 0; i < all; i++) {
            if (!order.contains(i)) {
                order.add(i);
            }
        }
        var columns = order.stream().map(i -> Plans.column(plan, i)).toList();
        return new Uncorrelated(Plans.project(plan, columns),
                within.stream().map(c -> Expressions.renumber(c, order::indexOf)).toList(),
                Optional.empty());
    }
}

package dev.penstock.plan.rule;

import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Filters before joining, unioning and aggregating. Never below a watermark, which has to see all rows.
public record PushFilterDown() implements Rule {
    @Override
    public Logical apply(Logical plan) {
        return plan.mapUp(node -> switch (node) {
            case Logical.Filter(var input, var condition) -> push(input, condition);
            case Logical.Join join -> JoinSides.pushResidual(join);
            default -> node;
        });
    }

    private static Logical push(Logical input, Expr condition) {
        return switch (input) {
            case Logical.Filter(var below, var first) ->
                push(below, Expressions.conjunction(List.of(first, condition)).orElseThrow());
            case Logical.Project project -> throughProject(project, condition);
            case Logical.Join join -> JoinSides.pushFilter(join, condition);
            case Logical.Union(var inputs, var schema) when Expressions.isMovable(condition) ->
                new Logical.Union(inputs.stream().map(i -> push(i, condition)).toList(), schema);
            case Logical.Aggregate aggregate when !aggregate.keys().isEmpty() ->
                throughAggregate(aggregate, condition);
            case Logical.Generate generate -> throughGenerate(generate, condition);
            case Logical.Sort(var below, var orders, var limit, long offset) when limit.isEmpty()
                    && offset == 0 ->
                new Logical.Sort(push(below, condition), orders, limit, offset);
            case Logical.Window window -> throughWindow(window, condition);
            case Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.Aggregate _,Logical.Union _,Logical.Sort _,Logical.Observe _,Logical.Apply _,Logical.GroupProgram _,Logical.Changelog _ ->
                new Logical.Filter(input, condition);
            case Logical.Watermark node -> throughWatermark(node, condition);
            case Logical.Deduplicate node -> throughDeduplicate(node, condition);
        };
    }

    /// What says nothing of event time goes below, as in Spark: rows that are filtered out do not move the watermark then.
    private static Logical throughWatermark(Logical.Watermark node, Expr condition) {
        var split = Split.of(condition, c -> !Expressions.columns(c).get(node.column()));
        if (split.below().isEmpty()) {
            return new Logical.Filter(node, condition);
        }
        var below = push(node.input(), Expressions.conjunction(split.below()).orElseThrow());
        return split.keep(new Logical.Watermark(below, node.column(), node.delayMicros()));
    }

    /// Rows that are equal in the keys are equal to a condition on the keys.
    private static Logical throughDeduplicate(Logical.Deduplicate node, Expr condition) {
        var split = Split.of(condition,
                c -> Expressions.columns(c).stream().allMatch(node.keys()::contains));
        if (split.below().isEmpty()) {
            return new Logical.Filter(node, condition);
        }
        var below = push(node.input(), Expressions.conjunction(split.below()).orElseThrow());
        return split.keep(
                new Logical.Deduplicate(below, node.keys(), node.withinWatermark()));
    }

    /// A condition split in what goes below and what stays.
    record Split(List<Expr> below, List<Expr> above) {
        static Split of(Expr condition, Predicate<Expr> goesBelow) {
            var below = new ArrayList<Expr>();
            var above = new ArrayList<Expr>();
            for (var conjunct : Expressions.conjuncts(condition)) {
                (Expressions.isMovable(conjunct) && goesBelow.test(conjunct) ? below : above)
                        .add(conjunct);
            }
            return new Split(below, above);
        }

        Logical keep(Logical input) {
            return Expressions.conjunction(above).<Logical>map(c -> new Logical.Filter(input, c))
                    .orElse(input);
        }
    }

    /// What would have to be computed twice stays above.
    private static Logical throughProject(Logical.Project project, Expr condition) {
        var split = Split.of(condition, c -> Expressions.columns(c).stream()
                .allMatch(i -> Expressions.isCheap(project.columns().get(i))));
        if (split.below().isEmpty()) {
            return new Logical.Filter(project, condition);
        }
        var below = Expressions.substitute(Expressions.conjunction(split.below()).orElseThrow(),
                project.columns());
        return split.keep(new Logical.Project(push(project.input(), below), project.columns(),
                project.schema()));
    }

    private static Logical throughAggregate(Logical.Aggregate node, Expr condition) {
        var split = Split.of(condition, c -> Expressions.columns(c).length() <= node.keys().size());
        if (split.below().isEmpty()) {
            return new Logical.Filter(node, condition);
        }
        var below = Expressions.substitute(Expressions.conjunction(split.below()).orElseThrow(),
                node.keys());
        return split.keep(new Logical.Aggregate(push(node.input(), below), node.keys(),
                node.aggregates(), node.schema()));
    }

    /// Only what tells whole partitions apart goes below.
    private static Logical throughWindow(Logical.Window node, Expr condition) {
        var split = Split.of(condition,
                c -> !Expressions.columns(c).isEmpty() && Expressions.columns(c).stream()
                        .allMatch(i -> isPartitionedBy(node, i)));
        if (split.below().isEmpty()) {
            return new Logical.Filter(node, condition);
        }
        var input = push(node.input(), Expressions.conjunction(split.below()).orElseThrow());
        return split.keep(node.withInputs(List.of(input)));
    }

    private static boolean isPartitionedBy(Logical.Window node, int column) {
        return node.partition().stream()
                .anyMatch(e -> e instanceof Expr.Column(int index, _, _) && index == column);
    }

    private static Logical throughGenerate(Logical.Generate node, Expr condition) {
        int width = node.input().schema().size();
        var split = Split.of(condition, c -> Expressions.columns(c).length() <= width);
        if (split.below().isEmpty()) {
            return new Logical.Filter(node, condition);
        }
        var input = push(node.input(), Expressions.conjunction(split.below()).orElseThrow());
        return split.keep(new Logical.Generate(input, node.generator(), node.arguments(),
                node.outer(), node.generated()));
    }

    /// The filter as far below `input` as it goes.
    static Logical filtered(Logical input, List<Expr> conditions) {
        return Expressions.conjunction(conditions).map(c -> push(input, c)).orElse(input);
    }
}

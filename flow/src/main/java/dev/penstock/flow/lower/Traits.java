package dev.penstock.flow.lower;

import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.JoinBounds;
import dev.penstock.plan.logical.Logical;
import java.util.Set;

/// What can be told of a plan without running it.
final class Traits {
    /// Functions whose value depends on how often or in which order they are called.
    private static final Set<String> SEQUENTIAL = Set.of("rand", "randn", "uuid",
            "monotonically_increasing_id", "shuffle");

    private Traits() {}

    /// True when no row of the result is ever removed again. In a plan with one epoch that is always so;
    /// in output mode `append` also of groups that are given when the watermark has passed them.
    static boolean insertOnly(Logical plan, Delivery delivery) {
        if (delivery == Delivery.BATCH || !plan.streaming()) {
            return true;
        }
        return switch (plan) {
            case Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.GroupProgram _,Logical.Changelog _ ->
                true;
            case Logical.Aggregate node ->
                endsByWatermark(node, delivery)
                        || (node.aggregates().isEmpty() && insertOnly(node.input(), delivery));
            case Logical.Window _,Logical.Apply _ -> false;
            case Logical.Sort node ->
                (node.orders().isEmpty() || (node.limit().isEmpty() && node.offset() == 0))
                        && insertOnly(node.input(), delivery);
            case Logical.Filter _,Logical.Project _,Logical.Union _,Logical.Watermark _,Logical.Generate _,Logical.Deduplicate _,Logical.Observe _ ->
                plan.inputs().stream().allMatch(input -> insertOnly(input, delivery));
            case Logical.Join join -> insertOnlyJoin(join, delivery);
        };
    }

    /// A row that comes out for want of a partner is taken back when one comes.
    private static boolean insertOnlyJoin(Logical.Join join, Delivery delivery) {
        boolean keepsUnmatched = switch (join.type()) {
            case INNER, CROSS, LEFT_SEMI -> false;
            case LEFT, LEFT_ANTI -> join.right().streaming();
            case RIGHT -> join.left().streaming();
            case FULL -> true;
        };
        return (!keepsUnmatched || givesUnmatchedWhenOver(join, delivery))
                && insertOnly(join.left(), delivery)
                && insertOnly(join.right(), delivery);
    }

    /// In output mode `append` a row without a partner comes out when no partner can come any more, where the condition says when that is.
    private static boolean givesUnmatchedWhenOver(Logical.Join join, Delivery delivery) {
        if (delivery != Delivery.APPEND) {
            return false;
        }
        var bounds = JoinBounds.of(join);
        return switch (join.type()) {
            case INNER, CROSS, LEFT_SEMI -> true;
            case LEFT, LEFT_ANTI -> bounds.left().isPresent();
            case RIGHT -> bounds.right().isPresent();
            case FULL -> bounds.left().isPresent() && bounds.right().isPresent();
        };
    }

    /// True when the rows of an aggregation are given once, when the watermark has passed their group.
    static boolean endsByWatermark(Logical.Aggregate node, Delivery delivery) {
        return delivery == Delivery.APPEND && !node.aggregates().isEmpty()
                && EventTimes.endingKey(node).isPresent()
                && insertOnly(node.input(), delivery);
    }

    /// True when some operator of the plan gives rows only when the watermark has passed them.
    static boolean holdsBack(Logical plan, Delivery delivery) {
        return (plan instanceof Logical.Aggregate node && endsByWatermark(node, delivery))
                || (plan instanceof Logical.Join join && join.left().streaming()
                        && join.right().streaming())
                || plan.inputs().stream().anyMatch(input -> holdsBack(input, delivery));
    }

    /// True when within an epoch no row is given that is taken back in the same epoch: the result is that of one operator which gives its
    /// changes at the end.
    static boolean givesEachRowOnce(Logical plan) {
        return switch (plan) {
            case Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.Aggregate _,Logical.GroupProgram _,Logical.Changelog _ ->
                true;
            case Logical.Filter _,Logical.Project _,Logical.Watermark _,Logical.Generate _,Logical.Deduplicate _,Logical.Observe _ ->
                givesEachRowOnce(plan.inputs().getFirst());
            case Logical.Sort sort -> !sort.orders().isEmpty()
                    && (sort.limit().isPresent() || givesEachRowOnce(sort.input()));
            case Logical.Join _,Logical.Union _,Logical.Window _,Logical.Apply _ -> false;
        };
    }

    /// True when the expression gives the same whether its rows are computed in order on one thread or not.
    static boolean orderFree(Expr expr) {
        return switch (expr) {
            case Expr.Column _,Expr.Literal _,Expr.Parameter _ -> true;
            case Expr.Call call -> !SEQUENTIAL.contains(call.function())
                    && call.arguments().stream().allMatch(Traits::orderFree);
            case Expr.Cast cast -> orderFree(cast.child());
            case Expr.Case branches ->
                orderFree(branches.otherwise()) && branches.branches().stream()
                        .allMatch(when -> orderFree(when.condition()) && orderFree(when.value()));
            case Expr.FieldOf field -> orderFree(field.struct());
            case Expr.Lambda lambda -> orderFree(lambda.body());
            case Expr.Outer _,Expr.Subquery _ -> false;
        };
    }
}

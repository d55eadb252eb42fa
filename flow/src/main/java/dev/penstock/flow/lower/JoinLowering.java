package dev.penstock.flow.lower;

import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.HashJoin;
import dev.penstock.flow.operator.Join;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/// Lowers a join. Where one side is there first (any join of a batch query, and most of a stream with a static table) that side is kept and the other
/// streams past it; else both sides are kept.
final class JoinLowering {
    private final Lowering lowering;

    private final IntPredicate wanted;

    /// `wanted` says which output columns somebody reads.
    JoinLowering(Lowering lowering, IntPredicate wanted) {
        this.lowering = lowering;
        this.wanted = wanted;
    }

    void lower(Logical.Join node, Chain chain) {
        boolean probeLeft = probeLeft(node, lowering.oneEpoch());
        if (!lowering.oneEpoch() && !linear(node, probeLeft)) {
            lowerBothKept(node, chain);
            return;
        }
        var probe = probeLeft ? node.left() : node.right();
        var build = probeLeft ? node.right() : node.left();
        var spec = new HashJoin.Spec(kind(node.type(), probeLeft),
                buildOuter(node.type(), probeLeft), probeLeft,
                probe.schema().types(), build.schema().types(),
                node.leftKeys().stream().map(Expr::type).toList(), read(node));
        var identity = lowering.identity("join", node);
        var buildKeys = Kernels.compile(probeLeft ? node.rightKeys() : node.leftKeys(),
                lowering.context());
        var join = new HashJoin(spec, buildKeys, "", lowering.states(identity));
        lowering.lower(build, Chain.to(join.build(), build.schema().types()));
        var keys = probeLeft ? node.leftKeys() : node.rightKeys();
        UnaryOperator<Changes> step = next -> join.probe(
                Kernels.compile(keys, lowering.context()),
                node.residual().map(condition -> Kernels.compile(condition, lowering.context())),
                next);
        // Which build rows have found a partner is noted in one place, so then the rows pass on one thread.
        lowering.lower(probe, spec.buildOuter()
                ? chain.sequential(step.apply(chain.entry()))
                : lowering.step(chain, keys, step));
    }

    /// True when a streaming query keeps one side of a join only.
    static boolean isLinear(Logical.Join node) {
        return linear(node, probeLeft(node, false));
    }

    /// True when the build side never changes and none of its rows comes out alone: the join is then linear in the probe side.
    private static boolean linear(Logical.Join node, boolean probeLeft) {
        var build = probeLeft ? node.right() : node.left();
        return !build.streaming() && !buildOuter(node.type(), probeLeft)
                && (probeLeft || !semi(node.type()));
    }

    private void lowerBothKept(Logical.Join node, Chain chain) {
        var types = node.leftKeys().stream().map(Expr::type).toList();
        var spec = new Join.Spec(!semi(node.type()), leftAlone(node.type()),
                rightAlone(node.type()), types, node.left().schema().types(),
                node.right().schema().types(), Traits.insertOnly(node, lowering.delivery()),
                read(node));
        var context = lowering.context();
        var ends = new JoinEnds(lowering, node);
        var states = lowering.states(lowering.identity("join", node));
        var join = new Join(spec, Kernels.compile(node.leftKeys(), context),
                Kernels.compile(node.rightKeys(), context),
                node.residual().map(condition -> Kernels.compile(condition, context)),
                ends.ends(), ends.watched(states), chain.entry());
        lowering.lower(node.left(), ends.left(Chain.to(join.left(), node.left().schema().types())));
        lowering.lower(node.right(),
                ends.right(Chain.to(join.right(), node.right().schema().types())));
    }

    private static Join.Alone leftAlone(JoinType type) {
        return switch (type) {
            case INNER, CROSS, RIGHT -> Join.Alone.NEVER;
            case LEFT, FULL, LEFT_ANTI -> Join.Alone.WITHOUT_PARTNER;
            case LEFT_SEMI -> Join.Alone.WITH_PARTNER;
        };
    }

    private static Join.Alone rightAlone(JoinType type) {
        return switch (type) {
            case RIGHT, FULL -> Join.Alone.WITHOUT_PARTNER;
            case INNER, CROSS, LEFT, LEFT_SEMI, LEFT_ANTI -> Join.Alone.NEVER;
        };
    }

    /// The columns that are read: by those after the join, or by its own condition.
    private IntPredicate read(Logical.Join node) {
        var own = new BitSet();
        node.residual().ifPresent(condition -> Columns.addTo(own, condition));
        return column -> own.get(column) || wanted.test(column);
    }

    /// The stream is the probe side; of two tables the left one, so that the right one, usually the smaller, is kept; but for right
    /// outer joins, whose right rows all have to come out.
    private static boolean probeLeft(Logical.Join node, boolean oneEpoch) {
        if (!oneEpoch && node.left().streaming() != node.right().streaming()) {
            return node.left().streaming();
        }
        return node.type() != JoinType.RIGHT;
    }

    private static boolean semi(JoinType type) {
        return type == JoinType.LEFT_SEMI || type == JoinType.LEFT_ANTI;
    }

    private static HashJoin.Kind kind(JoinType type, boolean probeLeft) {
        return switch (type) {
            case INNER, CROSS -> HashJoin.Kind.INNER;
            case LEFT -> probeLeft ? HashJoin.Kind.OUTER : HashJoin.Kind.INNER;
            case RIGHT -> probeLeft ? HashJoin.Kind.INNER : HashJoin.Kind.OUTER;
            case FULL -> HashJoin.Kind.OUTER;
            case LEFT_SEMI -> HashJoin.Kind.SEMI;
            case LEFT_ANTI -> HashJoin.Kind.ANTI;
        };
    }

    private static boolean buildOuter(JoinType type, boolean probeLeft) {
        return switch (type) {
            case FULL -> true;
            case LEFT -> !probeLeft;
            case RIGHT -> probeLeft;
            case INNER, CROSS, LEFT_SEMI, LEFT_ANTI -> false;
        };
    }
}

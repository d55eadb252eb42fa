package dev.penstock.flow.lower;

import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.HashJoin;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.spec.Relation.JoinType;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/// Lowers a join of which one side is there first: any join of a batch query, and that of a stream with a static table.
final class JoinLowering {
    private final Lowering lowering;

    private final IntPredicate wanted;

    /// `wanted` says which output columns somebody reads.
    JoinLowering(Lowering lowering, IntPredicate wanted) {
        this.lowering = lowering;
        this.wanted = wanted;
    }

    void lower(Logical.Join node, Chain chain) {
        if (!lowering.oneEpoch() && node.left().streaming() && node.right().streaming()) {
            throw Unsupported.operator("The join of two streams");
        }
        boolean probeLeft = probeLeft(node);
        var probe = probeLeft ? node.left() : node.right();
        var build = probeLeft ? node.right() : node.left();
        var spec = new HashJoin.Spec(kind(node.type(), probeLeft),
                buildOuter(node.type(), probeLeft), probeLeft,
                probe.schema().types(), build.schema().types(),
                node.leftKeys().stream().map(Expr::type).toList(), read(node));
        if (!lowering.oneEpoch() && probe.streaming()
                && (spec.buildOuter() || (!probeLeft && semi(node.type())))) {
            throw Unsupported.operator(
                    "A " + node.type() + " join that keeps rows of the static side of a stream");
        }
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

    /// The columns that are read: by those after the join, or by its own condition.
    private IntPredicate read(Logical.Join node) {
        var own = new BitSet();
        node.residual().ifPresent(condition -> Columns.addTo(own, condition));
        return column -> own.get(column) || wanted.test(column);
    }

    /// The stream is the probe side; of two tables the left one, so that the right one, usually the smaller, is kept; but for right
    /// outer joins, whose right rows all have to come out.
    private static boolean probeLeft(Logical.Join node) {
        if (node.left().streaming() != node.right().streaming()) {
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

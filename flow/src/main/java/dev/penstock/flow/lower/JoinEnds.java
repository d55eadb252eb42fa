package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.Join;
import dev.penstock.flow.operator.JoinEnd;
import dev.penstock.flow.operator.StateFactory;
import dev.penstock.flow.operator.TimeBounds;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.EventTimes.Deadline;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.plan.logical.JoinBounds;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Activity;
import dev.penstock.store.state.Arrangement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the watermark does to a join of two streams: rows end where the condition bounds the time of their partners, and late rows are dropped. Used once.
final class JoinEnds {
    private final Lowering lowering;
    private final Logical.Join node;
    private final EventTimeLowering times;
    private final boolean ends;
    private @Nullable Activity activity;

    JoinEnds(Lowering lowering, Logical.Join node) {
        this.lowering = lowering;
        this.node = node;
        times = new EventTimeLowering(lowering);
        ends = !lowering.oneEpoch() && node.left().streaming() && node.right().streaming()
                && Traits.insertOnly(node.left(), lowering.delivery())
                && Traits.insertOnly(node.right(), lowering.delivery());
    }

    /// When the rows of each side end.
    Join.Ends ends() {
        if (!ends) {
            return Join.Ends.NEVER;
        }
        var bounds = JoinBounds.of(node);
        return new Join.Ends(bounds.left().map(d -> end(d, true)),
                bounds.right().map(d -> end(d, false)));
    }

    private JoinEnd end(Deadline deadline, boolean isLeft) {
        return new JoinEnd(Kernels.compile(deadline.expression(), lowering.context()),
                deadline.offsetMicros(), times.bounds(node.left(), node.right()),
                lowering.delivery() == Delivery.APPEND,
                hope(isLeft).map(c -> Kernels.compile(c, lowering.context())),
                lowering.eventTime());
    }

    /// What the condition says of one side alone.
    private Optional<Expr> hope(boolean isLeft) {
        int width = node.left().schema().size();
        var own = new ArrayList<Expr>();
        node.residual().ifPresent(condition -> conjuncts(condition, own));
        own.removeIf(c -> !isOf(c, isLeft, width) || !Traits.orderFree(c));
        return own.stream().map(c -> isLeft ? c : c.mapUp(e -> shifted(e, width)))
                .reduce((a, b) -> new Expr.Call("and", List.of(a, b), DataType.BOOLEAN,
                        a.nullable() || b.nullable(), ErrorMode.ANSI));
    }

    private static void conjuncts(Expr condition, List<Expr> found) {
        if (condition instanceof Expr.Call call && call.function().equals("and")) {
            call.arguments().forEach(a -> conjuncts(a, found));
        } else {
            found.add(condition);
        }
    }

    private static boolean isOf(Expr condition, boolean isLeft, int width) {
        var columns = new BitSet();
        Columns.addTo(columns, condition);
        return !columns.isEmpty()
                && (isLeft ? columns.length() <= width : columns.nextSetBit(0) >= width);
    }

    private static Expr shifted(Expr expr, int width) {
        return expr instanceof Expr.Column(int index, var type, boolean nullable)
                ? new Expr.Column(index - width, type, nullable)
                : expr;
    }

    /// The same factory; rows that are late are counted with the first arrangement that it makes.
    StateFactory watched(StateFactory states) {
        return (name, layout) -> {
            Arrangement made = states.arrangement(name, layout);
            if (activity == null) {
                activity = made.activity();
            }
            return made;
        };
    }

    /// The chain of the left side without late rows.
    Chain left(Chain chain) {
        return withoutLateRows(node.left(), chain);
    }

    /// The chain of the right side without late rows.
    Chain right(Chain chain) {
        return withoutLateRows(node.right(), chain);
    }

    private Chain withoutLateRows(Logical side, Chain chain) {
        var deadline = ends ? EventTimes.firstDeadline(side) : Optional.<Deadline>empty();
        if (deadline.isEmpty() || activity == null) {
            return chain;
        }
        // What is late for a join is late by the side that lags behind most.
        var bounds = new TimeBounds(lowering.context().epoch(),
                times.bounds(node.left(), node.right()).lagMicros(),
                times.bounds(side).held());
        return times.withoutLateRows(activity, bounds, deadline.get(), chain);
    }
}

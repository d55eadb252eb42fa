package dev.penstock.flow.lower;

import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.Join;
import dev.penstock.flow.operator.JoinEnd;
import dev.penstock.flow.operator.StateFactory;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.EventTimes.Deadline;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.JoinBounds;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Activity;
import dev.penstock.store.state.Arrangement;
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
        return new Join.Ends(bounds.left().map(this::end), bounds.right().map(this::end));
    }

    private JoinEnd end(Deadline deadline) {
        return new JoinEnd(Kernels.compile(deadline.expression(), lowering.context()),
                deadline.offsetMicros(), times.bounds(node.left(), node.right()),
                lowering.delivery() == Delivery.APPEND, lowering.eventTime());
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
        var deadline = ends ? eventTime(side) : Optional.<Deadline>empty();
        if (deadline.isEmpty() || activity == null) {
            return chain;
        }
        return times.withoutLateRows(activity, side, deadline.get(), chain);
    }

    private static Optional<Deadline> eventTime(Logical side) {
        for (int i = 0; i < side.schema().size(); i++) {
            var field = side.schema().field(i);
            var deadline = EventTimes.deadline(
                    new Expr.Column(i, field.type(), field.nullable()), side);
            if (deadline.isPresent()) {
                return deadline;
            }
        }
        return Optional.empty();
    }
}

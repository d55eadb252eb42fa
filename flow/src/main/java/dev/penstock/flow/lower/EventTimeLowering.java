package dev.penstock.flow.lower;

import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.GroupExpiry;
import dev.penstock.flow.operator.LateRows;
import dev.penstock.flow.operator.TimeBounds;
import dev.penstock.flow.operator.WatermarkMeter;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.EventTimes.Deadline;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Activity;
import dev.penstock.store.state.Arrangement;
import java.util.List;
import java.util.Optional;

/// Lowers what has to do with event time: watermarks, and what they do to the operators that keep state.
final class EventTimeLowering {
    private final Lowering lowering;

    EventTimeLowering(Lowering lowering) {
        this.lowering = lowering;
    }

    /// In a query of one epoch nothing is late.
    void watermark(Logical.Watermark node, Chain chain) {
        if (lowering.oneEpoch()) {
            lowering.lower(node.input(), chain);
            return;
        }
        var meter = new WatermarkMeter(node.column(), node.delayMicros(),
                lowering.states(lowering.identity("watermark", node)), lowering.eventTime());
        lowering.lower(node.input(), chain.before(meter::tap));
    }

    /// When the groups of an aggregation end, or the values that it has seen in them. In output mode `complete` they are kept, since the result is given
    /// whole; also over rows that can be removed, which may be later than the watermark.
    Optional<GroupExpiry> expiry(Logical.Aggregate node, Arrangement entries) {
        if (!ends() || !Traits.insertOnly(node.input(), lowering.delivery())) {
            return Optional.empty();
        }
        var key = EventTimes.endingKey(node);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GroupExpiry(entries, key.getAsInt(),
                deadline(node).orElseThrow().offsetMicros(), bounds(node.input()),
                lowering.eventTime()));
    }

    /// The chain with what drops late rows in front of it.
    Chain withoutLateRows(Activity activity, Logical.Aggregate node, Chain chain) {
        var deadline = ends() ? deadline(node) : Optional.<Deadline>empty();
        return deadline.map(d -> withoutLateRows(activity, node.input(), d, chain)).orElse(chain);
    }

    /// The chain, for rows of `input`, with what drops rows that are over in front of it.
    Chain withoutLateRows(Activity activity, Logical input, Deadline deadline, Chain chain) {
        return withoutLateRows(activity, bounds(input), deadline, chain);
    }

    /// The chain with what drops rows that are over by `bounds` in front of it.
    Chain withoutLateRows(Activity activity, TimeBounds bounds, Deadline deadline, Chain chain) {
        var late = new LateRows(activity, bounds, deadline.offsetMicros(),
                lowering.eventTime());
        return lowering.step(chain, List.of(deadline.expression()),
                next -> late.tap(Kernels.compile(deadline.expression(), lowering.context()),
                        next));
    }

    /// True when groups that are over are forgotten.
    boolean ends() {
        return switch (lowering.delivery()) {
            case APPEND, UPDATE, CHANGES -> true;
            case BATCH, COMPLETE, COMPLETE_CHANGES -> false;
        };
    }

    private static Optional<Deadline> deadline(Logical.Aggregate node) {
        var key = EventTimes.endingKey(node);
        return key.isEmpty()
                ? Optional.empty()
                : EventTimes.deadline(node.keys().get(key.getAsInt()), node.input());
    }

    /// The watermark as an operator over these inputs sees it.
    TimeBounds bounds(Logical... inputs) {
        long lag = 0;
        boolean held = false;
        for (var input : inputs) {
            lag = Math.max(lag, EventTimes.lagMicros(input));
            held |= Traits.holdsBack(input, lowering.delivery());
        }
        return new TimeBounds(lowering.context().epoch(), lag, held);
    }
}

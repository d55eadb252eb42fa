package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.operator.Deduplicate;
import dev.penstock.flow.operator.GroupExpiry;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.EventTimes.Deadline;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.FirstByKeys;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lowers a deduplication. Keys that hold event time end with it; within the watermark, keys end with the event time of their first row and the delay.
final class DeduplicateLowering {
    private final Lowering lowering;
    private final EventTimeLowering times;

    DeduplicateLowering(Lowering lowering) {
        this.lowering = lowering;
        times = new EventTimeLowering(lowering);
    }

    void lower(Logical.Deduplicate node, Chain chain) {
        if (!Traits.insertOnly(node.input(), lowering.delivery())) {
            lowering.lower(FirstByKeys.of(node), chain);
            return;
        }
        boolean ends = !lowering.oneEpoch() && node.input().streaming();
        var eventTime = ends ? eventTime(node) : Optional.<Deadline>empty();
        var late = eventTime.or(() -> ends
                ? EventTimes.firstDeadline(node.input())
                : Optional.<Deadline>empty());
        var schema = node.schema();
        var keys = new ArrayList<Field>();
        node.keys().forEach(k -> keys.add(schema.field(k)));
        boolean within = node.withinWatermark() && ends;
        var seen = lowering.states(lowering.identity("dedup", node)).arrangement("",
                Layout.of(keys, within
                        ? List.of(new Field("", DataType.LONG, false))
                        : List.of()));
        var operator = within
                ? within(node, eventTime.orElseThrow(this::withoutWatermark), seen, chain)
                : new Deduplicate(node.keys(), Optional.empty(), seen,
                        ends ? keyExpiry(node, seen) : Optional.empty(), chain.entry());
        var below = Chain.to(operator, schema.types());
        lowering.lower(node.input(), late
                .map(d -> times.withoutLateRows(seen.activity(), node.input(), d, below))
                .orElse(below));
    }

    private Deduplicate within(Logical.Deduplicate node, Deadline eventTime, Arrangement seen,
            Chain chain) {
        var bounds = times.bounds(node.input());
        int column = ((Expr.Column) eventTime.expression()).index();
        long delay = EventTimes.delayMicros(eventTime.expression(), node.input()).orElseThrow();
        var expiry = new GroupExpiry(seen, seen.layout().keyCount(), 0, bounds,
                lowering.eventTime());
        return new Deduplicate(node.keys(),
                Optional.of(new Deduplicate.Span(column, delay, bounds)), seen,
                Optional.of(expiry), chain.entry());
    }

    private Optional<GroupExpiry> keyExpiry(Logical.Deduplicate node, Arrangement seen) {
        for (int i = 0; i < node.keys().size(); i++) {
            var deadline = EventTimes.deadline(column(node, node.keys().get(i)), node.input());
            if (deadline.isPresent()) {
                return Optional.of(new GroupExpiry(seen, i, deadline.get().offsetMicros(),
                        times.bounds(node.input()), lowering.eventTime()));
            }
        }
        return Optional.empty();
    }

    private static Expr column(Logical.Deduplicate node, int index) {
        var field = node.schema().field(index);
        return new Expr.Column(index, field.type(), field.nullable());
    }

    /// Rows are late by the event time of the input, whether or not it is among the keys.
    private static Optional<Deadline> eventTime(Logical.Deduplicate node) {
        var index = EventTimes.column(node.input());
        return index.isEmpty()
                ? Optional.empty()
                : EventTimes.deadline(column(node, index.getAsInt()), node.input());
    }

    private UserException withoutWatermark() {
        return new UserException("UNSUPPORTED_STREAMING_OPERATOR_WITHOUT_WATERMARK",
                Map.of("outputMode", lowering.delivery() == Delivery.APPEND ? "Append" : "Update",
                        "statefulOperator", "dropDuplicatesWithinWatermark"));
    }
}

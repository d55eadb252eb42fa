package dev.penstock.flow.lower;

import dev.penstock.data.Field;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.kernel.aggregate.Aggregators;
import dev.penstock.flow.operator.AggregateColumn;
import dev.penstock.flow.operator.SessionAggregate;
import dev.penstock.plan.function.TimeWindows;
import dev.penstock.plan.logical.EventTimes.Deadline;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Lowers an aggregation by sessions.
final class SessionLowering {
    private final Lowering lowering;
    private final EventTimeLowering times;

    SessionLowering(Lowering lowering) {
        this.lowering = lowering;
        times = new EventTimeLowering(lowering);
    }

    /// Which key of an aggregation is a session window.
    static OptionalInt sessionKey(Logical.Aggregate node) {
        for (int i = 0; i < node.keys().size(); i++) {
            if (node.keys().get(i) instanceof Expr.Call call
                    && call.function().equals(TimeWindows.SESSION_WINDOW)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    void lower(Logical.Aggregate node, int sessionKey, Chain chain) {
        if (!Traits.insertOnly(node.input(), lowering.delivery())) {
            throw Unsupported.operator("session_window over rows that can change");
        }
        if (node.aggregates().stream().anyMatch(AggregateCall::distinct)) {
            throw Unsupported.operator("DISTINCT in the aggregates of a session_window");
        }
        var window = (Expr.Call) node.keys().get(sessionKey);
        var keys = new ArrayList<>(node.keys());
        keys.remove(sessionKey);
        boolean whenOver = Traits.endsByWatermark(node, lowering.delivery());
        var spec = new SessionAggregate.Spec(node.schema().types(), sessionKey,
                !lowering.oneEpoch() && chain.retractions() && !whenOver, whenOver);
        var state = new ArrayList<Field>();
        var columns = columns(node, state);
        var context = lowering.context();
        var input = new SessionAggregate.Input(Kernels.compile(keys, context),
                Kernels.compile(window.arguments().get(0), context),
                Kernels.compile(window.arguments().get(1), context), columns);
        boolean timed = !lowering.oneEpoch()
                && EventTimes.deadline(window, node.input()).isPresent();
        boolean ends = timed && times.ends();
        var keeping = new SessionAggregate.Keeping(
                keys.stream().map(k -> new Field("", k.type(), k.nullable())).toList(), state,
                lowering.states(lowering.identity("session", node)));
        var operator = new SessionAggregate(spec, input, keeping,
                ends ? Optional.of(times.bounds(node.input())) : Optional.empty(),
                lowering.eventTime(), chain.entry());
        var below = Chain.to(operator, node.input().schema().types());
        // Late rows are dropped in output mode complete too, as in Spark, though nothing ends.
        lowering.lower(node.input(), timed
                ? times.withoutLateRows(operator.activity(), node.input(),
                        new Deadline(window.arguments().get(1), 0), below)
                : below, Columns.of(node));
    }

    private List<AggregateColumn> columns(Logical.Aggregate node, List<Field> state) {
        var columns = new ArrayList<AggregateColumn>();
        for (var call : node.aggregates()) {
            var aggregator = Aggregators.compile(call, lowering.context());
            columns.add(AggregateColumn.of(aggregator,
                    SessionAggregate.FIRST_AGGREGATE + state.size(),
                    call.filter().map(f -> Kernels.compile(f, lowering.context())), List.of(),
                    Optional.empty(), Optional.empty()));
            state.addAll(aggregator.state());
        }
        return columns;
    }
}

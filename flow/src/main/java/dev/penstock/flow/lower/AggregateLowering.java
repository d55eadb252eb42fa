package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.kernel.aggregate.Aggregator;
import dev.penstock.flow.kernel.aggregate.GroupAggregators;
import dev.penstock.flow.operator.AggregateColumn;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.GroupAggregate;
import dev.penstock.flow.operator.StateFactory;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Lowers an aggregation: the operator, its state, and partial aggregation in lanes where the functions allow it.
final class AggregateLowering {
    private static final StateFactory TEMPORARY = (_, layout) -> new Arrangement(layout);
    private static final Field COUNT = new Field("", DataType.LONG, false);

    private final Lowering lowering;

    AggregateLowering(Lowering lowering) {
        this.lowering = lowering;
    }

    void lower(Logical.Aggregate node, Chain chain) {
        var sessionKey = SessionLowering.sessionKey(node);
        if (sessionKey.isPresent()) {
            new SessionLowering(lowering).lower(node, sessionKey.getAsInt(), chain);
            return;
        }
        boolean insertOnly = Traits.insertOnly(node.input(), lowering.delivery());
        var keyTypes = node.keys().stream().map(Expr::type).toList();
        var resultTypes = node.aggregates().stream().map(AggregateCall::type).toList();
        boolean whenOver = Traits.endsByWatermark(node, lowering.delivery());
        var spec = new GroupAggregate.Spec(keyTypes, resultTypes,
                !lowering.oneEpoch() && chain.retractions() && !whenOver, insertOnly, whenOver);
        var states = lowering.states(lowering.identity("aggregate", node));
        var groups = groups(node, insertOnly, states);
        var times = new EventTimeLowering(lowering);
        var operator = new GroupAggregate(spec, groups, times.expiry(node, groups.entries()),
                chain.entry());
        var below = into(node, operator, insertOnly);
        lowering.lower(node.input(),
                times.withoutLateRows(groups.entries().activity(), node, below),
                Columns.of(node));
    }

    /// Over rows that can be removed, functions keep what they need to find their value again; over others the least that will do.
    private List<Aggregator> aggregators(Logical.Aggregate node, boolean insertOnly,
            StateFactory states) {
        return GroupAggregators.compile(node.aggregates(), insertOnly, lowering.context(),
                (call, layout) -> states.arrangement(".rows-" + call, layout));
    }

    /// The chain below the operator. Lanes aggregate on their own when that is possible: then only groups are handed on, not rows.
    private Chain into(Logical.Aggregate node, GroupAggregate operator, boolean insertOnly) {
        boolean mergeable = insertOnly
                && aggregators(node, true, TEMPORARY).stream().allMatch(Aggregator::mergeable)
                && node.aggregates().stream().noneMatch(AggregateCall::distinct)
                && node.keys().stream().allMatch(Traits::orderFree);
        if (!mergeable) {
            return Chain.to(operator, node.input().schema().types());
        }
        return Chain.to(operator, () -> {
            var partial = new GroupAggregate.Partial(
                    groups(node, true, TEMPORARY));
            return new PartialEnd(partial, operator);
        });
    }

    private record PartialEnd(GroupAggregate.Partial partial,
            GroupAggregate operator) implements Chain.LaneEnd {
        @Override
        public Changes entry() {
            return partial;
        }

        @Override
        public void drain() {
            operator.merge(partial);
        }
    }

    private GroupAggregate.Groups groups(Logical.Aggregate node, boolean insertOnly,
            StateFactory states) {
        var aggregators = aggregators(node, insertOnly, states);
        var keys = fields(node.keys());
        var values = new ArrayList<Field>();
        var columns = new ArrayList<AggregateColumn>();
        var firstColumns = new ArrayList<Integer>();
        for (int i = 0; i < aggregators.size(); i++) {
            var aggregator = aggregators.get(i);
            var call = node.aggregates().get(i);
            var distinct = ".distinct-" + i;
            firstColumns.add(aggregator.readsStateOf() >= 0
                    ? firstColumns.get(aggregator.readsStateOf())
                    : Integer.valueOf(keys.size() + values.size()));
            columns.add(aggregator.readsStateOf() >= 0
                    ? AggregateColumn.reading(aggregator, firstColumns.get(i))
                    : column(node, i, aggregator, firstColumns.get(i),
                            () -> states.arrangement(distinct, seen(node, call, insertOnly))));
            values.addAll(aggregator.state());
        }
        int countColumn = -1;
        if (!insertOnly) {
            countColumn = keys.size() + values.size();
            values.add(COUNT);
        }
        var entries = states.arrangement("", Layout.of(keys, values));
        return new GroupAggregate.Groups(Kernels.compile(node.keys(), lowering.context()), columns,
                entries, countColumn);
    }

    private AggregateColumn column(Logical.Aggregate node, int index, Aggregator aggregator,
            int firstColumn, Supplier<Arrangement> seen) {
        var call = node.aggregates().get(index);
        var filter = call.filter().map(condition -> Kernels.compile(condition, lowering.context()));
        if (!call.distinct()) {
            return AggregateColumn.of(aggregator, firstColumn, filter, List.of(), Optional.empty(),
                    Optional.empty());
        }
        List<Kernel> arguments = Kernels.compile(call.arguments(), lowering.context());
        var values = seen.get();
        return AggregateColumn.of(aggregator, firstColumn, filter, arguments,
                Optional.of(values), new EventTimeLowering(lowering).expiry(node, values));
    }

    /// The values that a `DISTINCT` has seen: how often each is there, when they can be removed.
    private static Layout seen(Logical.Aggregate node, AggregateCall call, boolean insertOnly) {
        var keys = new ArrayList<>(fields(node.keys()));
        keys.addAll(fields(call.arguments()));
        return Layout.of(keys, insertOnly ? List.of() : List.of(COUNT));
    }

    private static List<Field> fields(List<Expr> expressions) {
        return expressions.stream().map(e -> new Field("", e.type(), e.nullable())).toList();
    }
}

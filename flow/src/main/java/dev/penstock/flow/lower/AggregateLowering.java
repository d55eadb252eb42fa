package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.kernel.aggregate.Aggregator;
import dev.penstock.flow.kernel.aggregate.Aggregators;
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

/// Lowers an aggregation: the operator, its state, and partial aggregation in lanes where the functions allow it.
final class AggregateLowering {
    private final Lowering lowering;

    AggregateLowering(Lowering lowering) {
        this.lowering = lowering;
    }

    void lower(Logical.Aggregate node, Chain chain) {
        boolean insertOnly = Traits.insertOnly(node.input(), lowering.oneEpoch());
        var aggregators = aggregators(node);
        if (!insertOnly) {
            requireRetractable(node, aggregators);
        }
        var keyTypes = node.keys().stream().map(Expr::type).toList();
        var resultTypes = node.aggregates().stream().map(AggregateCall::type).toList();
        var spec = new GroupAggregate.Spec(keyTypes, resultTypes,
                !lowering.oneEpoch() && chain.retractions(), insertOnly);
        var states = lowering.states(lowering.identity("aggregate", node));
        var groups = groups(node, aggregators, insertOnly, states);
        var operator = new GroupAggregate(spec, groups, chain.entry());
        lowering.lower(node.input(), into(node, operator, insertOnly), Columns.of(node));
    }

    private List<Aggregator> aggregators(Logical.Aggregate node) {
        return node.aggregates().stream().map(call -> Aggregators.compile(call, lowering.context()))
                .toList();
    }

    private static void requireRetractable(Logical.Aggregate node, List<Aggregator> aggregators) {
        for (int i = 0; i < aggregators.size(); i++) {
            var call = node.aggregates().get(i);
            if (!aggregators.get(i).retractable() || call.distinct()) {
                throw Unsupported.operator(
                        "The aggregate `" + call.function() + "` over rows that can change");
            }
        }
    }

    /// The chain below the operator. Lanes aggregate on their own when that is possible: then only groups are handed on, not rows.
    private Chain into(Logical.Aggregate node, GroupAggregate operator, boolean insertOnly) {
        boolean mergeable = insertOnly
                && node.aggregates().stream().noneMatch(AggregateCall::distinct)
                && node.keys().stream().allMatch(Traits::orderFree);
        if (!mergeable) {
            return Chain.to(operator, node.input().schema().types());
        }
        return Chain.to(operator, () -> {
            StateFactory temporary = (_, layout) -> new Arrangement(layout);
            var partial = new GroupAggregate.Partial(
                    groups(node, aggregators(node), true, temporary));
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

    private GroupAggregate.Groups groups(Logical.Aggregate node, List<Aggregator> aggregators,
            boolean insertOnly, StateFactory states) {
        var keys = fields(node.keys());
        var values = new ArrayList<Field>();
        var columns = new ArrayList<AggregateColumn>();
        for (int i = 0; i < aggregators.size(); i++) {
            columns.add(column(node, i, aggregators.get(i), keys.size() + values.size(), states));
            values.addAll(aggregators.get(i).state());
        }
        int countColumn = -1;
        if (!insertOnly) {
            countColumn = keys.size() + values.size();
            values.add(new Field("", DataType.LONG, false));
        }
        var entries = states.arrangement("", Layout.of(keys, values));
        return new GroupAggregate.Groups(Kernels.compile(node.keys(), lowering.context()), columns,
                entries, countColumn);
    }

    private AggregateColumn column(Logical.Aggregate node, int index, Aggregator aggregator,
            int firstColumn, StateFactory states) {
        var call = node.aggregates().get(index);
        var filter = call.filter().map(condition -> Kernels.compile(condition, lowering.context()));
        if (!call.distinct()) {
            return AggregateColumn.of(aggregator, firstColumn, filter, List.of(), Optional.empty());
        }
        var seenKeys = new ArrayList<>(fields(node.keys()));
        seenKeys.addAll(fields(call.arguments()));
        var seen = states.arrangement(".distinct-" + index, Layout.of(seenKeys, List.of()));
        List<Kernel> arguments = Kernels.compile(call.arguments(), lowering.context());
        return AggregateColumn.of(aggregator, firstColumn, filter, arguments, Optional.of(seen));
    }

    private static List<Field> fields(List<Expr> expressions) {
        return expressions.stream().map(e -> new Field("", e.type(), e.nullable())).toList();
    }
}

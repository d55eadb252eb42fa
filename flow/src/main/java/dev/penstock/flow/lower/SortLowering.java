package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.flow.kernel.EntryOrder;
import dev.penstock.flow.kernel.EntryOrder.By;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.Limit;
import dev.penstock.flow.operator.Sort;
import dev.penstock.flow.operator.TopRows;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Layout;
import dev.penstock.store.state.OrderedRows;
import java.util.ArrayList;
import java.util.List;

/// Lowers `ORDER BY` and `LIMIT`. Of what comes whole in one epoch the rows are sorted; of a stream the first ones are kept, and without a limit there is nothing
/// to do, because a table has no order.
final class SortLowering {
    private final Lowering lowering;

    SortLowering(Lowering lowering) {
        this.lowering = lowering;
    }

    void lower(Logical.Sort node, Chain chain) {
        boolean whole = lowering.oneEpoch() || !node.input().streaming();
        boolean everything = node.limit().isEmpty() && node.offset() == 0;
        if (node.orders().isEmpty() && Traits.insertOnly(node.input(), lowering.delivery())) {
            lowerLimit(node, chain);
        } else if (whole) {
            var types = node.schema().types();
            var spec = new Sort.Spec(lowering.keys(node.orders()),
                    Lowering.directions(node.orders()), node.limit().orElse(Long.MAX_VALUE),
                    node.offset(), types);
            lowering.lower(node.input(), Chain.to(new Sort(spec, chain.entry()), types));
        } else if (everything) {
            lowering.lower(node.input(), chain);
        } else {
            lowerTop(node, chain);
        }
    }

    private void lowerLimit(Logical.Sort node, Chain chain) {
        var seen = lowering.states(lowering.identity("limit", node)).arrangement("",
                Layout.of(List.of(), List.of(Limit.STATE)));
        var limit = new Limit(node.offset(), node.limit().orElse(Long.MAX_VALUE), seen,
                chain.entry());
        lowering.lower(node.input(), chain.sequential(limit));
    }

    private void lowerTop(Logical.Sort node, Chain chain) {
        var types = node.schema().types();
        var computed = new ArrayList<Expr>();
        var by = new ArrayList<By>();
        for (var order : node.orders()) {
            int column = order.expression() instanceof Expr.Column(int index, _, _)
                    ? index
                    : types.size() + computed.size();
            if (column >= types.size()) {
                computed.add(order.expression());
            }
            by.add(new By(column, order.ascending(), order.nullsFirst()));
        }
        var columns = new ArrayList<Field>(node.schema().fields());
        computed.forEach(expression -> columns.add(Field.of("", expression.type())));
        var states = lowering.states(lowering.identity("top", node));
        var layout = OrderedRows.layout(columns);
        var rows = new OrderedRows(states.arrangement(".rows", layout), by.isEmpty()
                ? EntryOrder.ofArrival(layout)
                : EntryOrder.of(layout, by));
        var word = new Field("", DataType.LONG, false);
        var root = states.arrangement("", Layout.of(List.of(), List.of(word, word)));
        var spec = new TopRows.Spec(types, Kernels.compile(computed, lowering.context()),
                node.offset(), node.limit().orElse(Long.MAX_VALUE),
                Traits.insertOnly(node.input(), lowering.delivery()));
        lowering.lower(node.input(),
                Chain.to(new TopRows(spec, rows, root, chain.entry()), types));
    }
}

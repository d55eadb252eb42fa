package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.kernel.aggregate.Aggregators;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.Project;
import dev.penstock.flow.operator.window.ChangingWindow;
import dev.penstock.flow.operator.window.Frame;
import dev.penstock.flow.operator.window.FrameAggregate;
import dev.penstock.flow.operator.window.FrameRow;
import dev.penstock.flow.operator.window.Offset;
import dev.penstock.flow.operator.window.Ranks;
import dev.penstock.flow.operator.window.Tiles;
import dev.penstock.flow.operator.window.WholeWindow;
import dev.penstock.flow.operator.window.WindowFunction;
import dev.penstock.flow.operator.window.WindowSpec;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.WindowCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lowers functions over windows. What they are computed from and is no column of the input becomes a column in front of the operator. Used once.
final class WindowLowering {
    private final Lowering lowering;
    /// Expressions that are columns behind those of the input.
    private final List<Expr> computed = new ArrayList<>();
    /// The columns that the function in hand has asked for.
    private final List<Integer> asked = new ArrayList<>();
    private int width;

    WindowLowering(Lowering lowering) {
        this.lowering = lowering;
    }

    void lower(Logical.Window node, Chain chain) {
        lower(node, chain, RankLimit.NONE);
    }

    /// As [#lower(Logical.Window, Chain)], when only rows within the limit are looked at.
    void lower(Logical.Window node, Chain chain, RankLimit limit) {
        width = node.input().schema().size();
        var partition = node.partition().stream().map(this::column).toList();
        var orders = node.orders().stream().map(o -> new WindowSpec.OrderBy(
                column(o.expression()), o.ascending(), o.nullsFirst())).toList();
        var calls = node.calls().stream().map(call -> call(node, call)).toList();
        var types = new ArrayList<DataType>(node.input().schema().types());
        computed.forEach(e -> types.add(e.type()));
        var spec = new WindowSpec(types, width, partition, orders, calls,
                new WindowSpec.Limit(limit.rows(), limit.byRank(),
                        Traits.insertOnly(node.input(), lowering.delivery())),
                chain.retractions());
        Changes operator = lowering.oneEpoch()
                ? new WholeWindow(spec, chain.entry())
                : new ChangingWindow(spec, lowering.states(lowering.identity("window", node)),
                        chain.entry());
        lowering.lower(node.input(), computed.isEmpty()
                ? Chain.to(operator, types)
                : computing(node, Chain.to(operator, types)));
    }

    private Chain computing(Logical.Window node, Chain chain) {
        var all = new ArrayList<Expr>();
        for (var field : node.input().schema().fields()) {
            all.add(new Expr.Column(all.size(), field.type(), field.nullable()));
        }
        all.addAll(computed);
        return lowering.step(chain, all,
                next -> new Project(Kernels.compile(all, lowering.context()), next));
    }

    private int column(Expr expression) {
        int index = indexOf(expression);
        asked.add(index);
        return index;
    }

    private int indexOf(Expr expression) {
        if (expression instanceof Expr.Column(int index, _, _)) {
            return index;
        }
        int index = computed.indexOf(expression);
        if (index < 0) {
            index = computed.size();
            computed.add(expression);
        }
        return width + index;
    }

    // ---------------------------------------------------------------------------------------------- functions

    private WindowSpec.Call call(Logical.Window node, WindowCall call) {
        asked.clear();
        var function = function(node, call);
        return new WindowSpec.Call(function, asked, call.function().type());
    }

    private WindowFunction function(Logical.Window node, WindowCall call) {
        var function = call.function();
        return switch (function.function()) {
            case "row_number" -> Ranks.ROW_NUMBER;
            case "rank" -> Ranks.RANK;
            case "dense_rank" -> Ranks.DENSE_RANK;
            case "percent_rank" -> Ranks.PERCENT_RANK;
            case "cume_dist" -> Ranks.CUME_DIST;
            case "ntile" -> new Tiles(number(function, 0));
            case "lag" -> offset(function, -number(function, 1));
            case "lead" -> offset(function, number(function, 1));
            case "nth_value" -> row(node, call, number(function, 1) - 1);
            case "first", "any_value" ->
                function.filter().isEmpty() ? row(node, call, 0) : aggregate(node, call);
            case "last" ->
                function.filter().isEmpty()
                        ? row(node, call, FrameRow.LAST)
                        : aggregate(node, call);
            default -> aggregate(node, call);
        };
    }

    private static int number(AggregateCall call, int index) {
        return call.arguments().get(index) instanceof Expr.Literal(Integer number, _) ? number : 0;
    }

    private Offset offset(AggregateCall call, int offset) {
        var otherwise = call.arguments().get(2);
        boolean isNull = otherwise instanceof Expr.Literal(var value, _) && value == null;
        return new Offset(column(call.arguments().get(0)), offset, isNull ? -1 : column(otherwise),
                call.ignoreNulls());
    }

    private FrameRow row(Logical.Window node, WindowCall call, int number) {
        return new FrameRow(column(call.function().arguments().getFirst()), number,
                call.function().ignoreNulls(), frame(node, call));
    }

    private FrameAggregate aggregate(Logical.Window node, WindowCall call) {
        var overColumns = call.function().map(e -> e instanceof Expr.Literal
                ? e
                : new Expr.Column(column(e), e.type(), e.nullable()));
        var aggregator = Aggregators.compile(overColumns, lowering.context());
        // Sums of floating point numbers do not give back exactly what was added.
        boolean exact = overColumns.arguments().stream().noneMatch(
                a -> a.type().equals(DataType.DOUBLE) || a.type().equals(DataType.FLOAT));
        Optional<Kernel> filter = overColumns.filter()
                .map(condition -> Kernels.compile(condition, lowering.context()));
        return new FrameAggregate(aggregator, filter, frame(node, call),
                exact && aggregator.retractable());
    }

    private Frame frame(Logical.Window node, WindowCall call) {
        var frame = call.frame();
        var type = node.orders().isEmpty()
                ? DataType.NULL
                : node.orders().getFirst().expression().type();
        return new Frame(end(frame.lower()), end(frame.upper()), type);
    }

    private Frame.End end(WindowCall.Bound bound) {
        return switch (bound) {
            case WindowCall.Unbounded _ -> new Frame.Unbounded();
            case WindowCall.Current _ -> new Frame.Peers();
            case WindowCall.Rows(long offset) -> new Frame.Rows(Math.toIntExact(offset));
            case WindowCall.Value(var value) -> new Frame.Value(column(value));
        };
    }
}

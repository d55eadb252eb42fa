package dev.penstock.flow.lower;

import dev.penstock.data.error.UserException;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.circuit.Input;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.CompleteResult;
import dev.penstock.flow.operator.Consolidate;
import dev.penstock.flow.operator.EventTime;
import dev.penstock.flow.operator.Filter;
import dev.penstock.flow.operator.Generate;
import dev.penstock.flow.operator.Generators;
import dev.penstock.flow.operator.InsertionsOnly;
import dev.penstock.flow.operator.Observe;
import dev.penstock.flow.operator.PickColumns;
import dev.penstock.flow.operator.Project;
import dev.penstock.flow.operator.Sort;
import dev.penstock.flow.operator.StateFactory;
import dev.penstock.flow.operator.Union;
import dev.penstock.flow.operator.program.Programs;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.PlanText;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Makes a circuit of a plan: each node becomes the operators that take its inputs' rows and give its own to the node above.
///
/// The plan is walked from the top down, because an operator is made with the one that receives its output. Inputs come out in the order in which an
/// epoch has to run them: the build side of a join before its probe side.
public final class Lowering {
    private final KernelContext context;
    private final Delivery delivery;
    private final StateFactory states;
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Arrangement> state = new LinkedHashMap<>();
    private final EventTime eventTime = new EventTime();
    private final Programs programs = new Programs();
    private final List<Observe> observations = new ArrayList<>();

    private Lowering(KernelContext context, Delivery delivery, StateFactory states) {
        this.context = context;
        this.delivery = delivery;
        this.states = states;
    }

    /// The circuit of `plan`, whose result goes to `sink`. `states` is asked for each arrangement once.
    ///
    /// @throws UserException when the plan needs an operator that does not exist yet
    public static Circuit lower(Logical plan, Delivery delivery, KernelContext context,
            StateFactory states,
            Changes sink) {
        var lowering = new Lowering(context, delivery, states);
        lowering.lowerResult(plan, sink);
        return new Circuit(List.copyOf(lowering.inputs), context.epoch(), lowering.eventTime,
                List.copyOf(lowering.observations), lowering.programs, lowering.state);
    }

    private void lowerResult(Logical plan, Changes sink) {
        var types = plan.schema().types();
        boolean insertOnly = Traits.insertOnly(plan, delivery);
        switch (delivery) {
            case BATCH -> lower(plan, Chain.to(sink, types));
            case APPEND -> {
                if (!insertOnly) {
                    throw Unsupported.appendOfChanges(plan, delivery);
                }
                lower(plan, Chain.to(sink, types));
            }
            case UPDATE -> lower(plan,
                    Chain.to(insertOnly ? sink : consolidated(plan, new InsertionsOnly(sink)),
                            types).withoutRetractions());
            case COMPLETE -> lowerComplete(plan, sink);
            case CHANGES, COMPLETE_CHANGES ->
                lower(plan, Chain.to(insertOnly ? sink : consolidated(plan, sink), types));
        }
    }

    /// What a sink sees of an epoch are its results, not the ways to them.
    private static Changes consolidated(Logical plan, Changes sink) {
        return Traits.givesEachRowOnce(plan)
                ? sink
                : new Consolidate(plan.schema().types(), sink);
    }

    private void lowerComplete(Logical plan, Changes sink) {
        var types = plan.schema().types();
        Logical below = plan;
        var orders = List.<Expr.Order>of();
        var limit = Long.MAX_VALUE;
        long offset = 0;
        if (plan instanceof Logical.Sort sort) {
            below = sort.input();
            orders = sort.orders();
            limit = sort.limit().orElse(Long.MAX_VALUE);
            offset = sort.offset();
        }
        var spec = new Sort.Spec(keys(orders), directions(orders), limit, offset, types);
        var sorted = plan instanceof Logical.Sort ? Optional.of(spec) : Optional.<Sort.Spec>empty();
        var complete = new CompleteResult(types, sorted,
                states(identity("result", plan)), sink);
        lower(below, Chain.to(complete, types));
    }

    Delivery delivery() {
        return delivery;
    }

    EventTime eventTime() {
        return eventTime;
    }

    Programs programs() {
        return programs;
    }

    boolean oneEpoch() {
        return delivery == Delivery.BATCH;
    }

    KernelContext context() {
        return context;
    }

    /// A factory that makes the identity of each arrangement unique to its node.
    StateFactory states(String identity) {
        return (name, layout) -> arrangement(identity + name, layout);
    }

    private Arrangement arrangement(String identity, Layout layout) {
        var arrangement = states.arrangement(identity, layout);
        var before = state.put(identity, arrangement);
        assert before == null : "two arrangements of one identity: " + identity;
        return arrangement;
    }

    /// The stable identity of what a node keeps: its kind, its place among equals, and a hash of the plan below it.
    String identity(String kind, Logical node) {
        return kind + "-" + state.size() + "-" + PlanText.identity(node);
    }

    void lower(Logical plan, Chain chain) {
        lower(plan, chain, Columns.ALL);
    }

    /// As [#lower(Logical, Chain)], when those after the node read only the `wanted` columns.
    void lower(Logical plan, Chain chain, IntPredicate wanted) {
        switch (plan) {
            case Logical.Scan scan -> lowerScan(scan, chain);
            case Logical.LocalData _,Logical.Values _,Logical.Range _ ->
                inputs.add(new Input(plan, chain.entry(), chain.lanes()));
            case Logical.Filter(Logical.Window window, var condition) ->
                new WindowLowering(this).lower(window, step(chain, List.of(condition),
                        next -> new Filter(Kernels.compile(condition, context), next)),
                        RankLimit.of(condition, window));
            case Logical.Filter(var input, var condition) ->
                lower(input, step(chain, List.of(condition),
                        next -> new Filter(Kernels.compile(condition, context), next)));
            case Logical.Project(var input, var columns, _) -> lower(input,
                    step(chain, columns,
                            next -> new Project(Kernels.compile(columns, context), next)),
                    Columns.of(columns));
            case Logical.Deduplicate node -> new DeduplicateLowering(this).lower(node, chain);
            case Logical.Observe node ->
                lower(node.input(), chain.sequential(observe(node, chain)));
            case Logical.Watermark node -> new EventTimeLowering(this).watermark(node, chain);
            case Logical.Generate node ->
                lower(node.input(), step(chain, node.arguments(), next -> generate(node, next)));
            case Logical.Union(var unionInputs, _) -> {
                var union = new Union(unionInputs.size(), chain.entry());
                unionInputs.forEach(input -> lower(input, chain.sequential(union)));
            }
            case Logical.Aggregate node -> new AggregateLowering(this).lower(node, chain);
            case Logical.Join node -> new JoinLowering(this, wanted).lower(node, chain);
            case Logical.Sort node -> new SortLowering(this).lower(node, chain);
            case Logical.Window node -> new WindowLowering(this).lower(node, chain);
            case Logical.Changelog node -> new ChangelogLowering(this).lower(node, chain);
            case Logical.GroupProgram node -> new GroupProgramLowering(this).lower(node, chain);
            case Logical.Apply _ -> throw new AssertionError("a rule has made joins of it");
        }
    }

    /// A source gives all its columns; those that the scan does not name end here.
    private void lowerScan(Logical.Scan scan, Chain chain) {
        int width = scan.sourceSchema().size();
        boolean all = scan.columns()
                .equals(java.util.stream.IntStream.range(0, width).boxed().toList());
        var picked = all ? chain : chain.before(next -> new PickColumns(scan.columns(), next));
        inputs.add(new Input(scan, picked.entry(), picked.lanes()));
    }

    /// A stateless operator before a chain; rows have to pass in order when one of its expressions says so.
    Chain step(Chain chain, List<Expr> expressions,
            java.util.function.UnaryOperator<Changes> make) {
        return expressions.stream().allMatch(Traits::orderFree)
                ? chain.before(make)
                : chain.sequential(make.apply(chain.entry()));
    }

    private Observe observe(Logical.Observe node, Chain chain) {
        var metrics = node.metrics();
        var observe = new Observe(node.name(), metrics.schema(), () -> measure(metrics),
                chain.entry());
        observations.add(observe);
        return observe;
    }

    /// A query of one epoch over the rows that are observed.
    private Observe.Measure measure(Logical metrics) {
        var row = new FirstRow(metrics.schema().types());
        var circuit = lower(metrics, Delivery.BATCH, context,
                (_, layout) -> new Arrangement(layout), row);
        return new Observe.Measure(circuit.inputs().getFirst().entry(), row::values);
    }

    private Changes generate(Logical.Generate node, Changes next) {
        var generator = Generators.of(node.generator(), Kernels.compile(node.arguments(), context),
                node.generated().size());
        return new Generate(generator, node.outer(), node.input().schema().types(),
                node.generated().types(), next);
    }

    List<Kernel> keys(List<Expr.Order> orders) {
        return orders.stream().map(order -> Kernels.compile(order.expression(), context)).toList();
    }

    static List<Sort.Direction> directions(List<Expr.Order> orders) {
        return orders.stream()
                .map(order -> new Sort.Direction(order.expression().type(), order.ascending(),
                        order.nullsFirst()))
                .toList();
    }
}

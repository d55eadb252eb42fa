package dev.penstock.flow.lower;

import dev.penstock.flow.kernel.aggregate.GroupAggregators;
import dev.penstock.plan.logical.EventTimes;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.JoinBounds;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the operators of a streaming query keep, whether that is bounded, and by what. (In output mode `complete` the watermark bounds nothing.)
public final class PlanState {
    /// What one operator keeps. `bound` says what bounds it; without one it may grow for ever, and `remedy` says what can be done.
    public record Kept(String what, Optional<String> bound, String remedy) {
        private static Kept bounded(String what, String by) {
            return new Kept(what, Optional.of(by), "");
        }

        private static Kept growing(String what, String remedy) {
            return new Kept(what, Optional.empty(), remedy);
        }

        private String text() {
            return "  -- keeps " + what
                    + bound.map(by -> ", bounded by " + by).orElse(", UNBOUNDED: " + remedy);
        }
    }

    private static final String WATERMARK = "the watermark";

    private PlanState() {}

    /// What `EXPLAIN` shows of a query; of a streaming one with what each of its operators keeps.
    public static String explain(Logical plan) {
        return PlanText.explain(plan, node -> of(node).map(Kept::text).orElse(""));
    }

    /// One sentence for each operator whose state may grow for ever: which one it is, and what can be done.
    public static List<String> warnings(Logical plan) {
        var warnings = new ArrayList<String>();
        collect(plan, warnings);
        return warnings;
    }

    private static void collect(Logical plan, List<String> warnings) {
        of(plan).filter(kept -> kept.bound().isEmpty())
                .ifPresent(kept -> warnings.add("\"" + PlanText.line(plan) + "\" keeps "
                        + kept.what() + ", which may grow without bound: " + kept.remedy() + "."));
        plan.inputs().forEach(input -> collect(input, warnings));
    }

    /// What the operator of a node keeps; nothing for those that do without, and in a query that ends.
    public static Optional<Kept> of(Logical node) {
        if (!node.streaming()) {
            return Optional.empty();
        }
        return switch (node) {
            case Logical.Aggregate aggregate -> Optional.of(aggregate(aggregate));
            case Logical.Join join -> Optional.of(join(join));
            case Logical.Deduplicate deduplicate -> Optional.of(deduplicate(deduplicate));
            case Logical.Sort sort -> sort(sort);
            case Logical.Window window -> Optional.of(window(window));
            case Logical.GroupProgram program -> Optional.of(program(program));
            case Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.Filter _,Logical.Project _,Logical.Union _,Logical.Watermark _,Logical.Generate _,Logical.Observe _,Logical.Apply _,Logical.Changelog _ ->
                Optional.empty();
        };
    }

    private static Kept aggregate(Logical.Aggregate node) {
        boolean insertOnly = Traits.insertOnly(node.input(), Delivery.CHANGES);
        boolean keepsRows = node.aggregates().stream()
                .anyMatch(call -> GroupAggregators.keepsRows(call, insertOnly));
        boolean keepsValues = node.aggregates().stream().anyMatch(AggregateCall::distinct);
        var within = keepsRows
                ? " and the values of its rows"
                : keepsValues ? " and its different values" : "";
        var what = (node.keys().isEmpty()
                ? "one group"
                : node.aggregates().isEmpty()
                        ? "each different row"
                        : "a group for each different key")
                + within;
        if (node.keys().isEmpty() && within.isEmpty()) {
            return Kept.bounded(what, "its one row");
        }
        if (insertOnly && EventTimes.endingKey(node).isPresent()) {
            return Kept.bounded(what, WATERMARK);
        }
        return bound(node.input()).map(by -> Kept.bounded(what, by))
                .orElseGet(() -> Kept.growing(what,
                        "group by a window of event time, with a watermark"));
    }

    private static Kept window(Logical.Window node) {
        var what = "all rows in order, by partition";
        return bound(node.input()).map(by -> Kept.bounded(what, by))
                .orElseGet(() -> Kept.growing(what,
                        "filter or aggregate below, so that fewer rows come to it"));
    }

    /// What a program keeps is its own affair; one that has no time can end nothing by itself.
    private static Kept program(Logical.GroupProgram node) {
        var what = "what its program keeps for each key";
        return switch (node.program().time()) {
            case NONE -> Kept.growing(what,
                    "clear the state of keys that are done, or use a time mode with timers or a time to live");
            case PROCESSING, EVENT ->
                Kept.bounded(what, "the timers and times to live that it sets");
        };
    }

    private static Kept deduplicate(Logical.Deduplicate node) {
        var what = "each different key";
        boolean ends = node.withinWatermark() || node.keys().stream()
                .anyMatch(key -> EventTimes.deadline(new Expr.Column(key, node.schema().type(key),
                        node.schema().field(key).nullable()), node.input()).isPresent());
        return ends
                ? Kept.bounded(what, WATERMARK)
                : bound(node.input()).map(by -> Kept.bounded(what, by))
                        .orElseGet(() -> Kept.growing(what,
                                "take the event time among the keys, or use dropDuplicatesWithinWatermark"));
    }

    private static Kept join(Logical.Join node) {
        if (!node.left().streaming() || !node.right().streaming()) {
            boolean linear = JoinLowering.isLinear(node);
            var table = node.left().streaming() ? node.right() : node.left();
            if (linear) {
                return Kept.bounded("the rows of one side",
                        bound(table).orElse("the size of its table"));
            }
        }
        var what = "the rows of both sides";
        var ends = JoinBounds.of(node);
        if (ends.left().isPresent() && ends.right().isPresent()) {
            return Kept.bounded(what, WATERMARK);
        }
        var left = bound(node.left());
        var right = bound(node.right());
        return left.isPresent() && right.isPresent()
                ? Kept.bounded(what, left.get() + " and " + right.get())
                : Kept.growing(what,
                        "give both sides a watermark and bound their distance in event time in the condition");
    }

    private static Optional<Kept> sort(Logical.Sort node) {
        if (node.limit().isEmpty() && node.offset() == 0) {
            return Optional.empty();
        }
        boolean insertOnly = Traits.insertOnly(node.input(), Delivery.CHANGES);
        if (insertOnly && node.orders().isEmpty()) {
            return Optional.of(Kept.bounded("how many rows have passed", "one number"));
        }
        if (insertOnly && node.limit().isPresent()) {
            return Optional.of(Kept.bounded("the first rows", limit(node)));
        }
        return Optional.of(bound(node.input()).map(by -> Kept.bounded("all rows in order", by))
                .orElseGet(() -> Kept.growing("all rows in order",
                        "where rows can be removed any other may take their place; bound the state of what is below")));
    }

    private static String limit(Logical.Sort node) {
        return "its limit of " + (node.offset() + node.limit().orElse(0L)) + " rows";
    }

    /// What bounds the number of rows that the table of a plan has, if anything.
    private static Optional<String> bound(Logical plan) {
        if (!plan.streaming()) {
            return Optional.of("the size of its table");
        }
        return switch (plan) {
            case Logical.Scan _,Logical.LocalData _,Logical.Values _,Logical.Range _,Logical.GroupProgram _,Logical.Changelog _ ->
                Optional.empty();
            case Logical.Filter _,Logical.Project _,Logical.Watermark _,Logical.Generate _,Logical.Deduplicate _,Logical.Observe _,Logical.Window _ ->
                bound(plan.inputs().getFirst());
            case Logical.Aggregate node -> node.keys().isEmpty()
                    ? Optional.of("the one row of its input")
                    : bound(node.input());
            case Logical.Sort node -> node.limit().isPresent()
                    ? Optional.of("the limit of " + node.limit().get() + " rows of its input")
                    : bound(node.input());
            case Logical.Join _,Logical.Union _,Logical.Apply _ -> plan.inputs().stream()
                    .allMatch(input -> bound(input).isPresent())
                            ? bound(plan.inputs().getFirst())
                            : Optional.empty();
        };
    }
}

package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Selection;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.EntryOrder.By;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.kernel.aggregate.RowsAggregator.Reading;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongBinaryOperator;

/// Makes the aggregators of one aggregation. Over insertions alone most functions keep a word or two; over rows that can be removed again those whose value cannot
/// be taken back keep rows, as percentiles always do. Functions that need the same rows share them. In particular all `first` and `any_value` of a group speak of the same row, as `dropDuplicates` has to.
public final class GroupAggregators {
    /// Gives the arrangement of a call that keeps rows.
    @FunctionalInterface
    public interface RowStates {
        /// `call` is its index; each is asked for once.
        Arrangement rows(int call, Layout layout);
    }

    /// What a call reads of which rows. Calls of equal `arguments`, `notNull`, `byArrival`, `filter` and `distinct` share them.
    private record Needs(List<Expr> arguments, int notNull, boolean byArrival, List<By> order,
            Optional<Expr> filter, boolean distinct) {}

    /// Functions that need all values even when none is ever removed.
    private static final Set<String> ALWAYS_KEPT = Set.of("percentile", "median",
            "percentile_approx", "mode");

    private static final Set<String> COLLECTING = Set.of("collect_list", "collect_set");
    /// Functions whose value cannot be taken back.
    private static final Set<String> KEPT_WHEN_CHANGING = Set.of("min", "max", "min_by", "max_by",
            "first", "any_value", "last", "bit_and", "bit_or", "bit_xor");

    private final List<AggregateCall> calls;
    private final KernelContext context;
    private final RowStates states;
    private final List<Needs> owned = new ArrayList<>();
    private final List<Integer> owners = new ArrayList<>();
    private final List<RowsAggregator> made = new ArrayList<>();

    private GroupAggregators(List<AggregateCall> calls, KernelContext context,
            RowStates states) {
        this.calls = calls;
        this.context = context;
        this.states = states;
    }

    /// One aggregator a call, in their order. `insertOnly`: no row is ever removed. They belong to one thread.
    ///
    /// @throws UserException when there is none for a function and the types of its arguments yet
    public static List<Aggregator> compile(List<AggregateCall> calls, boolean insertOnly,
            KernelContext context, RowStates states) {
        var compiler = new GroupAggregators(calls, context, states);
        var all = new ArrayList<Aggregator>();
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            all.add(ALWAYS_KEPT.contains(call.function()) || !insertOnly
                    ? compiler.compile(i, call)
                    : Aggregators.compile(call, context));
        }
        return all;
    }

    /// True when the function keeps values of all rows of its group.
    public static boolean keepsRows(AggregateCall call, boolean insertOnly) {
        return ALWAYS_KEPT.contains(call.function())
                || COLLECTING.contains(call.function())
                || (!insertOnly && KEPT_WHEN_CHANGING.contains(call.function()));
    }

    private Aggregator compile(int index, AggregateCall call) {
        return switch (call.function()) {
            case "min" -> kept(index, inOrder(call, 0), Readings.first(0));
            case "max" -> kept(index, inOrder(call, 0), Readings.last(0));
            case "min_by" -> kept(index, inOrder(call, 1), Readings.first(0));
            case "max_by" -> kept(index, inOrder(call, 1), Readings.last(0));
            case "first", "any_value" -> first(index, call);
            case "last" -> kept(index, asTheyCame(call, Aggregators.ignoresNulls(call)),
                    Readings.last(0));
            case "collect_list" -> kept(index, asTheyCame(call, true), Readings.array(false));
            case "collect_set" -> kept(index, asTheyCame(call, true), Readings.array(true));
            case "sum", "try_sum", "avg", "try_avg" -> sum(call);
            case "var_pop", "var_samp", "stddev_pop", "stddev_samp", "covar_pop", "covar_samp",
                    "corr" ->
                new ExactMoments(Aggregators.doubles(call, context),
                        Aggregators.momentsKind(call));
            case "percentile" -> kept(index, inOrder(doubled(call), 0),
                    Readings.percentiles(parts(call), partsAreArray(call)));
            case "median" -> kept(index, inOrder(doubled(call), 0),
                    Readings.percentiles(new double[]{0.5}, false));
            case "percentile_approx" -> kept(index, inOrder(firstArgument(call), 0),
                    Readings.ranks(parts(call), partsAreArray(call)));
            case "mode" -> kept(index, inOrder(call, 0), Readings.mode());
            case "bit_and" -> bits(index, call, (a, b) -> a & b, false);
            case "bit_or" -> bits(index, call, (a, b) -> a | b, false);
            case "bit_xor" -> bits(index, call, (a, b) -> a ^ b, true);
            default -> Aggregators.compile(call, context);
        };
    }

    private Aggregator bits(int index, AggregateCall call, LongBinaryOperator combine,
            boolean odd) {
        return kept(index, inOrder(withArgument(call, DataType.LONG), 0),
                Readings.bits(combine, odd));
    }

    /// The call with its first argument alone, as doubles.
    private static AggregateCall doubled(AggregateCall call) {
        return withArgument(call, DataType.DOUBLE);
    }

    private static AggregateCall withArgument(AggregateCall call, DataType type) {
        var argument = call.arguments().getFirst();
        return argument.type().equals(type)
                ? firstArgument(call)
                : firstArgument(call).map(
                        old -> old.equals(argument)
                                ? new Expr.Cast(old, type, old.nullable(), Expr.ErrorMode.ANSI)
                                : old);
    }

    private static AggregateCall firstArgument(AggregateCall call) {
        return new AggregateCall(call.function(), List.of(call.arguments().getFirst()),
                call.distinct(), call.filter(), call.ignoreNulls(), call.type(), call.nullable(),
                call.mode());
    }

    private static boolean partsAreArray(AggregateCall call) {
        return call.arguments().get(1).type() instanceof DataType.ArrayType;
    }

    /// The parts that a percentile is asked for, which are constant.
    private double[] parts(AggregateCall call) {
        var value = Kernels.compile(call.arguments().get(1), context).evaluate(Batch.of(1),
                Selection.all(1));
        var parts = new double[]{value instanceof DoubleVector one ? one.get(0) : 0};
        if (value instanceof ArrayVector array) {
            parts = new double[array.length(0)];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = ((DoubleVector) array.elements()).get(array.offset(0) + i);
            }
        }
        for (double part : parts) {
            if (!(part >= 0 && part <= 1)) {
                throw new UserException("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                        Map.of("exprName", "percentage", "valueRange", "[0.0, 1.0]",
                                "currentValue", Double.toString(part), "sqlExpr",
                                "\"" + call.function() + "\""));
            }
        }
        return parts;
    }

    /// Sums that doubles would round are kept exact.
    private Aggregator sum(AggregateCall call) {
        boolean average = call.function().endsWith("avg");
        var type = call.arguments().getFirst().type();
        boolean rounds = type instanceof DataType.DoubleType
                || type instanceof DataType.FloatType || (average && type.isIntegral());
        return rounds
                ? new ExactDoubleSum(Aggregators.doubles(call, context).getFirst(), average)
                : Aggregators.compile(call, context);
    }

    private static Needs inOrder(AggregateCall call, int by) {
        return new Needs(call.arguments(), by, false, List.of(new By(by, true, true)),
                call.filter(), call.distinct());
    }

    private static Needs asTheyCame(AggregateCall call, boolean notNull) {
        return new Needs(List.of(call.arguments().getFirst()), notNull ? 0 : -1, true, List.of(),
                call.filter(), call.distinct());
    }

    /// The rows of a `first` have a column for each `first` over the same rows.
    private Aggregator first(int index, AggregateCall call) {
        if (Aggregators.ignoresNulls(call) || call.distinct()) {
            return kept(index, asTheyCame(call, Aggregators.ignoresNulls(call)),
                    Readings.first(0));
        }
        var columns = calls.stream().filter(other -> speaksOfFirstRow(other)
                && other.filter().equals(call.filter()))
                .map(other -> other.arguments().getFirst()).distinct().toList();
        var needs = new Needs(columns, -1, true, List.of(), call.filter(), false);
        return kept(index, needs, Readings.first(columns.indexOf(call.arguments().getFirst())));
    }

    private static boolean speaksOfFirstRow(AggregateCall call) {
        return (call.function().equals("first") || call.function().equals("any_value"))
                && !Aggregators.ignoresNulls(call) && !call.distinct();
    }

    private Aggregator kept(int index, Needs needs, Reading reading) {
        int known = owned.indexOf(needs);
        if (known >= 0) {
            return made.get(known).reader(owners.get(known), reading);
        }
        var types = needs.arguments().stream().map(Expr::type).toList();
        var rows = new RowsAggregator(Kernels.compile(needs.arguments(), context),
                new RowsAggregator.Spec(types, needs.notNull(), needs.byArrival(), needs.order()),
                reading, layout -> states.rows(index, layout));
        owned.add(needs);
        owners.add(index);
        made.add(rows);
        return rows;
    }
}

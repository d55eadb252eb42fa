package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Expr.AggregateCall;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/// Makes aggregators of typed calls. The one place that knows the names of aggregate functions.
public final class Aggregators {
    private Aggregators() {}

    /// The aggregator of a call over the columns of the batches that it will be given. It belongs to one thread.
    ///
    /// @throws UserException when there is none for the function and the types of its arguments yet
    public static Aggregator compile(AggregateCall call, KernelContext context) {
        return switch (call.function()) {
            case "count" -> Count.notNull(call.arguments().stream().filter(Expr::nullable)
                    .map(arg -> Kernels.compile(arg, context)).toList());
            case "count_if" -> Count.whereTrue(argument(call, context));
            case "sum", "try_sum" -> sum(call, false, context);
            case "avg", "try_avg" -> sum(call, true, context);
            case "min" -> extreme(call, false, context);
            case "max" -> extreme(call, true, context);
            case "first", "any_value" -> new FirstLast(argument(call, context), argumentType(call),
                    false, ignoresNulls(call));
            case "last" -> new FirstLast(argument(call, context), argumentType(call), true,
                    ignoresNulls(call));
            case "bool_and" -> new BooleanAll(argument(call, context), true);
            case "bool_or" -> new BooleanAll(argument(call, context), false);
            case "max_by" -> by(call, true, context);
            case "min_by" -> by(call, false, context);
            case "collect_list" -> new Collect(argument(call, context), argumentType(call), false);
            case "collect_set" -> new Collect(argument(call, context), argumentType(call), true);
            case "bit_and" -> bits(call, (a, b) -> a & b, context);
            case "bit_or" -> bits(call, (a, b) -> a | b, context);
            case "bit_xor" -> bits(call, (a, b) -> a ^ b, context);
            case "var_pop", "var_samp", "stddev_pop", "stddev_samp", "covar_pop", "covar_samp",
                    "corr" ->
                new Moments(doubles(call, context), momentsKind(call));
            default -> throw notYet(call);
        };
    }

    /// Said with the call, or by a constant second argument.
    static boolean ignoresNulls(AggregateCall call) {
        return call.ignoreNulls()
                || (call.arguments().size() > 1
                        && call.arguments().get(1) instanceof Expr.Literal(Boolean ignore, _)
                        && ignore);
    }

    private static Aggregator by(AggregateCall call, boolean maximum, KernelContext context) {
        var types = call.arguments().stream().map(Expr::type).toList();
        var order = types.get(1);
        boolean bytes = order instanceof StringType || order instanceof BinaryType;
        if (!OrderedWords.suits(order) && !bytes) {
            throw notYet(call);
        }
        return new ExtremeBy(Kernels.compile(call.arguments(), context), types, maximum);
    }

    private static Aggregator bits(AggregateCall call, LongBinaryOperator combine,
            KernelContext context) {
        return new BitFold(cast(call.arguments().getFirst(), DataType.LONG, context), combine);
    }

    static List<Kernel> doubles(AggregateCall call, KernelContext context) {
        return call.arguments().stream()
                .map(argument -> cast(argument, DataType.DOUBLE, context)).toList();
    }

    static Moments.Kind momentsKind(AggregateCall call) {
        return Moments.Kind.valueOf(call.function().toUpperCase(Locale.ROOT));
    }

    private static Kernel argument(AggregateCall call, KernelContext context) {
        return Kernels.compile(call.arguments().getFirst(), context);
    }

    static DataType argumentType(AggregateCall call) {
        return call.arguments().getFirst().type();
    }

    static Kernel cast(Expr expr, DataType type, KernelContext context) {
        return Kernels.compile(expr.type().equals(type)
                ? expr
                : new Expr.Cast(expr, type, expr.nullable(), ErrorMode.ANSI), context);
    }

    private static Aggregator sum(AggregateCall call, boolean average, KernelContext context) {
        var argument = call.arguments().getFirst();
        var mode = call.function().startsWith("try_") ? ErrorMode.TRY : call.mode();
        return switch (argument.type()) {
            case DecimalType from -> new DecimalSum(argument(call, context), from,
                    (DecimalType) call.type(), average, mode);
            case ByteType _,ShortType _,IntType _,LongType _ -> average
                    ? new DoubleSum(cast(argument, DataType.DOUBLE, context), true)
                    : new LongSum(cast(argument, DataType.LONG, context), LongSum.Kind.SUM, mode,
                            !(argument.type() instanceof LongType));
            case FloatType _,DoubleType _ ->
                new DoubleSum(cast(argument, DataType.DOUBLE, context), average);
            case DayTimeIntervalType _ ->
                new LongSum(argument(call, context), intervalKind(average), mode, false);
            case YearMonthIntervalType _ -> new LongSum(new WideningKernel(argument(call, context)),
                    intervalKind(average), mode, true);
            case NullType _,BooleanType _,StringType _,CharType _,VarcharType _,BinaryType _,DateType _,TimestampType _,TimestampNtzType _,TimeType _,CalendarIntervalType _,ArrayType _,MapType _,StructType _ ->
                throw notYet(call);
        };
    }

    private static LongSum.Kind intervalKind(boolean average) {
        return average ? LongSum.Kind.AVERAGE : LongSum.Kind.SUM;
    }

    private static Aggregator extreme(AggregateCall call, boolean maximum, KernelContext context) {
        var type = argumentType(call);
        if (OrderedWords.suits(type)) {
            return new WordExtreme(argument(call, context), maximum);
        }
        return switch (type) {
            case StringType _,CharType _,VarcharType _,BinaryType _ ->
                new BytesExtreme(argument(call, context), type, maximum);
            case DecimalType _ -> new DecimalExtreme(argument(call, context), maximum);
            default -> throw notYet(call);
        };
    }

    private static UserException notYet(AggregateCall call) {
        var types = String.join(", ",
                call.arguments().stream().map(argument -> argument.type().sql()).toList());
        return new UserException("NOT_YET_SUPPORTED",
                Map.of("feature",
                        "The aggregate function `" + call.function() + "` of (" + types + ")",
                        "hint", ""));
    }

}

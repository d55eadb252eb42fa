package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Comparisons and `IN`. NaN equals NaN and is the largest number, -0.0 equals 0.0; see [RowOrder].
final class Comparison {
    enum Operator {
        EQ, NE, LT, LE, GT, GE;

        /// The operator that gives the same when the sides are exchanged.
        Operator swapped() {
            return switch (this) {
                case EQ -> EQ;
                case NE -> NE;
                case LT -> GT;
                case LE -> GE;
                case GT -> LT;
                case GE -> LE;
            };
        }

        Operator negated() {
            return switch (this) {
                case EQ -> NE;
                case NE -> EQ;
                case LT -> GE;
                case LE -> GT;
                case GT -> LE;
                case GE -> LT;
            };
        }

        /// What the operator says of the result of a comparison.
        boolean holds(int order) {
            return switch (this) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
            };
        }
    }

    private Comparison() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "nseq" ->
                (call, arguments, context) -> sameOrBothNull(call.arguments().getFirst().type())
                        .create(call, arguments, context);
            case "in" -> (call, arguments, _) -> In.kernel(call, arguments);
            default -> {
                var operator = operator(function);
                yield operator == null
                        ? null
                        : (call, arguments, _) -> kernel(operator, call.arguments(), arguments);
            }
        };
    }

    static @Nullable Operator operator(String function) {
        return switch (function) {
            case "eq" -> Operator.EQ;
            case "lt" -> Operator.LT;
            case "le" -> Operator.LE;
            case "gt" -> Operator.GT;
            case "ge" -> Operator.GE;
            default -> null;
        };
    }

    /// The operator that stands for `NOT` around a comparison: the order is total, also of NaN, so its negation is a comparison.
    static Optional<Operator> negated(Expr.Call call) {
        return call.function().equals("not")
                && call.arguments().getFirst() instanceof Expr.Call inner
                        ? Optional.ofNullable(operator(inner.function())).map(Operator::negated)
                        : Optional.empty();
    }

    private static KernelFactory sameOrBothNull(DataType type) {
        var order = RowOrder.of(type);
        return Shapes.nullAware((in, row, result) -> ((BooleanVector) result).set(row,
                order.compareNullsFirst(in[0], row, in[1], row) == 0));
    }

    /// The kernel that compares two arguments of the same type.
    static Kernel kernel(Operator operator, List<Expr> arguments, List<Kernel> kernels) {
        if (arguments.get(0) instanceof Expr.Literal
                && !(arguments.get(1) instanceof Expr.Literal)) {
            return kernel(operator.swapped(), arguments.reversed(), kernels.reversed());
        }
        if (arguments.get(1) instanceof Expr.Literal(var value, var type) && value != null) {
            var kernel = withConstant(operator, kernels.get(0), value, type);
            if (kernel != null) {
                return kernel;
            }
        }
        if (operator == Operator.GT || operator == Operator.GE) {
            return general(operator.swapped(), arguments.get(0).type(), kernels.get(1),
                    kernels.get(0));
        }
        return general(operator, arguments.get(0).type(), kernels.get(0), kernels.get(1));
    }

    private static @Nullable Kernel withConstant(Operator operator, Kernel left, Object value,
            DataType type) {
        var vector = Vectors.allocate(type, 1);
        Values.set(vector, type, 0, value);
        return switch (vector) {
            case LongVector longs -> LongRangeKernel.compare(operator, left, longs.get(0));
            case IntVector ints -> IntRangeKernel.compare(operator, left, ints.get(0));
            case DoubleVector doubles when !Double.isNaN(doubles.get(0)) ->
                new DoubleConstantKernel(operator, left, doubles.get(0));
            case BytesVector bytes when operator == Operator.EQ || operator == Operator.NE ->
                new BytesConstantKernel(left, bytes.bytes(0), operator == Operator.EQ);
            default -> null;
        };
    }

    private static Kernel general(Operator operator, DataType type, Kernel left, Kernel right) {
        return switch (Vectors.allocate(type, 0)) {
            case LongVector _ -> new CompareKernel<>(left, right, new LongComparison(operator));
            case IntVector _ -> new CompareKernel<>(left, right, new IntComparison(operator));
            case DoubleVector _ -> new CompareKernel<>(left, right, new DoubleComparison(operator));
            default -> {
                var order = RowOrder.of(type);
                Shapes.Loop<BooleanVector> loop = (in, result, rows) -> {
                    for (int i = 0; i < rows.count(); i++) {
                        int row = rows.at(i);
                        result.set(row, operator.holds(order.compare(in[0], row, in[1], row)));
                    }
                };
                yield new LoopKernel<>(List.of(left, right), new BooleanVector(0), loop, true);
            }
        };
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.plan.logical.Expr;
import org.jspecify.annotations.Nullable;

/// `AND`, `OR`, `NOT`, tests for null and the functions that choose among their arguments.
final class Logic {
    private Logic() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "not" -> (_, arguments, _) -> new NotKernel(arguments.getFirst());
            case "and" ->
                (_, arguments, _) -> new ConnectiveKernel(arguments.get(0), arguments.get(1), true);
            case "or" -> (_, arguments, _) -> new ConnectiveKernel(arguments.get(0),
                    arguments.get(1), false);
            case "isnull" -> (_, arguments, _) -> new NullTestKernel(arguments.getFirst(), true);
            case "isnotnull" ->
                (_, arguments, _) -> new NullTestKernel(arguments.getFirst(), false);
            case "isnan" -> (call, arguments, context) -> isNan(
                    call.arguments().getFirst().type() instanceof DataType.FloatType)
                    .create(call, arguments, context);
            case "coalesce" -> (call, arguments, _) -> new CoalesceKernel(arguments, call.type());
            case "greatest" ->
                (call, arguments, context) -> extreme(call, 1).create(call, arguments, context);
            case "least" ->
                (call, arguments, context) -> extreme(call, -1).create(call, arguments, context);
            default -> null;
        };
    }

    /// False for null.
    private static KernelFactory isNan(boolean isFloat) {
        return Shapes.nullAware((in, row, out) -> ((BooleanVector) out).set(row,
                !in[0].isNull(row) && (isFloat
                        ? Float.isNaN(((FloatVector) in[0]).get(row))
                        : Double.isNaN(((DoubleVector) in[0]).get(row)))));
    }

    /// The largest argument, or the smallest for sign -1; nulls are passed over.
    private static KernelFactory extreme(Expr.Call call, int sign) {
        var order = RowOrder.of(call.type());
        return Shapes.nullAware((in, row, out) -> {
            int best = 0;
            for (int i = 1; i < in.length; i++) {
                if (!in[i].isNull(row) && (in[best].isNull(row)
                        || sign * order.compare(in[i], row, in[best], row) > 0)) {
                    best = i;
                }
            }
            out.copyRow(in[best], row, row);
        });
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The building blocks of functions: what is common to all kernels of a shape, around the one piece that differs.
///
/// From short to fast:
/// - [#unary], [#binary], [#ternary], [#rows]: a function of one row, called through an interface. The result is null where an argument
///   is; the function is called only for the other rows that were asked for, so it may throw and may be dear. It writes the
///   row of the result and may make it null. For the long tail.
/// - [#loop]: the same, but the function is given all those rows at once and loops itself.
/// - [#dense]: a loop over all rows of the batch, asked for or not, null or not; for primitive vectors and functions that cannot fail. It vectorises.
/// - [#nullAware]: a function of one row that wants to see nulls and makes its result null by itself.
///
/// Those that need the call, the time zone or the epoch are made within a [KernelFactory]:
/// `(call, arguments, context) -> Shapes.unary(...).create(call, arguments, context)`.
final class Shapes {
    private Shapes() {}

    @FunctionalInterface
    interface UnaryRow<A extends Vector, R extends Vector> {
        void apply(A a, int row, R result);
    }

    @FunctionalInterface
    interface BinaryRow<A extends Vector, B extends Vector, R extends Vector> {
        void apply(A a, B b, int row, R result);
    }

    @FunctionalInterface
    interface TernaryRow<A extends Vector, B extends Vector, C extends Vector, R extends Vector> {
        void apply(A a, B b, C c, int row, R result);
    }

    @FunctionalInterface
    interface RowFunction<R extends Vector> {
        void apply(Vector[] arguments, int row, R result);
    }

    /// Computes the given rows, none of which has a null argument.
    @FunctionalInterface
    interface Loop<R extends Vector> {
        void run(Vector[] arguments, R result, Selection rows);
    }

    /// Computes rows 0 to `size - 1`.
    @FunctionalInterface
    interface DenseLoop<R extends Vector> {
        void run(Vector[] arguments, R result, int size);
    }

    @FunctionalInterface
    interface DenseUnary<A extends Vector, R extends Vector> {
        void run(A a, R result, int size);
    }

    @FunctionalInterface
    interface DenseBinary<A extends Vector, B extends Vector, R extends Vector> {
        void run(A a, B b, R result, int size);
    }

    @FunctionalInterface
    interface DoubleFunction {
        double apply(double value);
    }

    @FunctionalInterface
    interface DoubleBinary {
        double apply(double a, double b);
    }

    @FunctionalInterface
    interface BytesTest {
        boolean test(BytesVector a, BytesVector b, int row);
    }

    @SuppressWarnings("unchecked")
    static <A extends Vector, R extends Vector> KernelFactory unary(UnaryRow<A, R> function) {
        return Shapes.<R>loop((in, result, rows) -> {
            var a = (A) in[0];
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                function.apply(a, rows.at(i), result);
            }
        });
    }

    @SuppressWarnings("unchecked")
    static <A extends Vector, B extends Vector, R extends Vector> KernelFactory binary(
            BinaryRow<A, B, R> function) {
        return Shapes.<R>loop((in, result, rows) -> {
            var a = (A) in[0];
            var b = (B) in[1];
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                function.apply(a, b, rows.at(i), result);
            }
        });
    }

    @SuppressWarnings("unchecked")
    static <A extends Vector, B extends Vector, C extends Vector, R extends Vector> KernelFactory ternary(
            TernaryRow<A, B, C, R> function) {
        return Shapes.<R>loop((in, result, rows) -> {
            var a = (A) in[0];
            var b = (B) in[1];
            var c = (C) in[2];
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                function.apply(a, b, c, rows.at(i), result);
            }
        });
    }

    /// For any number of arguments.
    static <R extends Vector> KernelFactory rows(RowFunction<R> function) {
        return Shapes.<R>loop((in, result, rows) -> {
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                function.apply(in, rows.at(i), result);
            }
        });
    }

    static <R extends Vector> KernelFactory loop(Loop<R> loop) {
        return (call, arguments, _) -> new LoopKernel<>(arguments, result(call), loop, true);
    }

    /// The function is also called for rows with null arguments.
    static <R extends Vector> KernelFactory nullAware(RowFunction<R> function) {
        Loop<R> loop = (in, result, rows) -> {
            int count = rows.count();
            for (int i = 0; i < count; i++) {
                function.apply(in, rows.at(i), result);
            }
        };
        return (call, arguments, _) -> new LoopKernel<>(arguments, result(call), loop, false);
    }

    @SuppressWarnings("unchecked")
    static <A extends Vector, R extends Vector> KernelFactory dense(DenseUnary<A, R> loop) {
        return (call, arguments, _) -> new DenseKernel<R>(arguments, result(call),
                (in, result, size) -> loop.run((A) in[0], result, size));
    }

    @SuppressWarnings("unchecked")
    static <A extends Vector, B extends Vector, R extends Vector> KernelFactory dense(
            DenseBinary<A, B, R> loop) {
        return (call, arguments, _) -> new DenseKernel<R>(arguments, result(call),
                (in, result, size) -> loop.run((A) in[0], (B) in[1], result, size));
    }

    /// A function of doubles that cannot fail.
    static KernelFactory doubles(DoubleFunction function) {
        return unary((DoubleVector a, int row, DoubleVector result) -> result.set(row,
                function.apply(a.get(row))));
    }

    /// A function of two doubles that cannot fail.
    static KernelFactory doubles(DoubleBinary function) {
        return binary(
                (DoubleVector a, DoubleVector b, int row, DoubleVector result) -> result.set(row,
                        function.apply(a.get(row), b.get(row))));
    }

    /// A test of two texts or binaries.
    static KernelFactory bytesTest(BytesTest test) {
        return binary(
                (BytesVector a, BytesVector b, int row, BooleanVector result) -> result.set(row,
                        test.test(a, b, row)));
    }

    /// The value of an argument when it is a constant, else null (as for a constant null): patterns and formats are parsed once.
    static @Nullable Object constant(Expr.Call call, int argument) {
        return argument < call.arguments().size()
                && call.arguments().get(argument) instanceof Expr.Literal(var value, _)
                        ? value
                        : null;
    }

    /// The kernels, each for its rows only.
    static void evaluate(List<Kernel> arguments, Batch input, Selection rows, Vector[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = arguments.get(i).evaluate(input, rows);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the form follows from the type, which the function names
    private static <R extends Vector> R result(Expr.Call call) {
        return (R) Vectors.allocate(call.type(), 0);
    }
}

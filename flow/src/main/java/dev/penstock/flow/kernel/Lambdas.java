package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions of arrays that take a function. Its body is computed once for the elements of all rows, laid out one after the other. Those of
/// maps are in [MapLambdas], those that go from element to element in [Folds].
final class Lambdas {
    private Lambdas() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "transform" -> (call, kernels, _) -> new Elements(call, kernels, Lambdas::all);
            case "filter" -> (call, kernels, _) -> new Elements(call, kernels, Lambdas::kept);
            case "exists" ->
                (call, kernels, _) -> new Elements(call, kernels, (e, out) -> test(e, out, true));
            case "forall" ->
                (call, kernels, _) -> new Elements(call, kernels, (e, out) -> test(e, out, false));
            case "zip_with" -> Zip::new;
            case "aggregate" -> Folds.Fold::new;
            case "array_sort" -> Folds::sort;
            case "map_filter", "transform_keys", "transform_values" -> MapLambdas.Entries::new;
            case "map_zip_with" -> MapLambdas.Zip::new;
            default -> null;
        };
    }

    /// Makes the result of the elements and what the body gave for them.
    @FunctionalInterface
    interface Finish {
        void write(Elements elements, Vector out);
    }

    /// The elements of all arrays, one after the other, and what the body gives for each.
    static final class Elements implements Kernel {
        private final Kernel argument;
        private final LambdaRows lambda;
        private final Finish finish;
        private final Vector result;
        private final Vector values;
        private final IntVector indices = new IntVector(0);
        private final boolean withIndex;
        private int[] outer = new int[0];
        private ArrayVector arrays;
        private Selection rows = Selection.all(0);
        private Vector results;

        Elements(Expr.Call call, List<Kernel> kernels, Finish finish) {
            var body = (Expr.Lambda) call.arguments().get(1);
            argument = kernels.getFirst();
            lambda = new LambdaRows(body, kernels.get(1));
            withIndex = body.parameters().size() > 1;
            this.finish = finish;
            result = Vectors.allocate(call.type(), 0);
            values = Vectors.allocate(body.parameters().getFirst(), 0);
            arrays = new ArrayVector(0, values);
            results = values;
        }

        @Override
        public Vector evaluate(Batch input, Selection wanted) {
            rows = wanted;
            result.reset(input.size());
            var argumentValues = argument.evaluate(input, wanted);
            if (!(argumentValues instanceof ArrayVector array)) {
                return nulls(result, wanted);
            }
            arrays = array;
            int count = layOut();
            results = withIndex
                    ? lambda.evaluate(input, outer, count, values, indices)
                    : lambda.evaluate(input, outer, count, values);
            finish.write(this, result);
            return result;
        }

        private int layOut() {
            int total = 0;
            for (int i = 0; i < rows.count(); i++) {
                total += length(rows.at(i));
            }
            if (outer.length < total) {
                outer = new int[total];
            }
            values.reset(total);
            indices.reset(withIndex ? total : 0);
            int at = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                for (int k = 0; k < length(row); k++) {
                    values.copyRow(arrays.elements(), arrays.offset(row) + k, at);
                    outer[at] = row;
                    if (withIndex) {
                        indices.set(at, k);
                    }
                    at++;
                }
            }
            return at;
        }

        /// The array's length, 0 for a null.
        int length(int row) {
            return arrays.isNull(row) ? 0 : arrays.length(row);
        }
    }

    static Vector nulls(Vector result, Selection rows) {
        for (int i = 0; i < rows.count(); i++) {
            result.setNull(rows.at(i));
        }
        return result;
    }

    private static void all(Elements elements, Vector out) {
        var array = (ArrayVector) out;
        int from = 0;
        for (int i = 0; i < elements.rows.count(); i++) {
            int row = elements.rows.at(i);
            int length = elements.length(row);
            if (elements.arrays.isNull(row)) {
                out.setNull(row);
                continue;
            }
            int at = array.used();
            array.append(row, length);
            ArrayFunctions.copy(elements.results, from, length, array, at);
            from += length;
        }
    }

    private static void kept(Elements elements, Vector out) {
        var array = (ArrayVector) out;
        var keep = (BooleanVector) elements.results;
        int from = 0;
        for (int i = 0; i < elements.rows.count(); i++) {
            int row = elements.rows.at(i);
            if (elements.arrays.isNull(row)) {
                out.setNull(row);
                continue;
            }
            int at = array.used();
            int end = from + elements.length(row);
            array.elements().grow(at + end - from);
            int kept = 0;
            for (; from < end; from++) {
                if (!keep.isNull(from) && keep.get(from)) {
                    array.elements().copyRow(elements.values, from, at + kept++);
                }
            }
            array.append(row, kept);
        }
    }

    /// True when one is true (`any`), or when all are; null when it hangs on one that is null.
    private static void test(Elements elements, Vector out, boolean any) {
        var results = (BooleanVector) elements.results;
        int from = 0;
        for (int i = 0; i < elements.rows.count(); i++) {
            int row = elements.rows.at(i);
            boolean decided = false;
            boolean unsure = elements.arrays.isNull(row);
            for (int end = from + elements.length(row); from < end; from++) {
                unsure |= results.isNull(from);
                decided |= !results.isNull(from) && results.get(from) == any;
            }
            ((BooleanVector) out).set(row, decided == any);
            if (!decided && unsure) {
                out.setNull(row);
            }
        }
    }

    /// `zip_with`: the shorter array is filled up with nulls.
    private static final class Zip implements Kernel {
        private final List<Kernel> arguments;
        private final LambdaRows lambda;
        private final ArrayVector result;
        private final Vector[] sides;
        private int[] outer = new int[0];

        Zip(Expr.Call call, List<Kernel> kernels, KernelContext context) {
            var body = (Expr.Lambda) call.arguments().get(2);
            arguments = kernels.subList(0, 2);
            lambda = new LambdaRows(body, kernels.get(2));
            result = (ArrayVector) Vectors.allocate(call.type(), 0);
            sides = Vectors.allocate(body.parameters(), 0);
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            result.reset(input.size());
            var arrays = new Vector[2];
            Shapes.evaluate(arguments, input, rows, arrays);
            if (!(arrays[0] instanceof ArrayVector left)
                    || !(arrays[1] instanceof ArrayVector right)) {
                return nulls(result, rows);
            }
            int count = layOut(left, right, rows);
            var values = lambda.evaluate(input, outer, count, sides);
            int from = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                int length = length(left, right, row);
                if (length < 0) {
                    result.setNull(row);
                    continue;
                }
                int at = result.used();
                result.append(row, length);
                ArrayFunctions.copy(values, from, length, result, at);
                from += length;
            }
            return result;
        }

        private static int length(ArrayVector left, ArrayVector right, int row) {
            return left.isNull(row) || right.isNull(row)
                    ? -1
                    : Math.max(left.length(row), right.length(row));
        }

        private int layOut(ArrayVector left, ArrayVector right, Selection rows) {
            int total = 0;
            for (int i = 0; i < rows.count(); i++) {
                total += Math.max(0, length(left, right, rows.at(i)));
            }
            outer = outer.length < total ? new int[total] : outer;
            sides[0].reset(total);
            sides[1].reset(total);
            int at = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                int length = Math.max(0, length(left, right, row));
                place(left, row, length, sides[0], at);
                place(right, row, length, sides[1], at);
                Arrays.fill(outer, at, at + length, row);
                at += length;
            }
            return at;
        }

        private static void place(ArrayVector from, int row, int length, Vector into, int at) {
            for (int k = 0; k < length; k++) {
                if (k < from.length(row)) {
                    into.copyRow(from.elements(), from.offset(row) + k, at + k);
                } else {
                    into.setNull(at + k);
                }
            }
        }
    }
}

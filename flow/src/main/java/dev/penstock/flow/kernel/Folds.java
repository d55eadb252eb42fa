package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Functions of arrays whose function sees one element after the other: `aggregate`, and sorting by a comparator.
final class Folds {
    private Folds() {}

    /// `aggregate`: the function is computed for the first elements of all rows, then for the second ones, and so on.
    static final class Fold implements Kernel {
        private final Kernel array;
        private final Kernel zero;
        private final LambdaRows merge;
        private final LambdaRows finish;
        private final boolean finishes;
        private final Vector result;
        private final Vector element;
        private final Vector given;
        private Vector state;
        private Vector spare;

        Fold(Expr.Call call, List<Kernel> kernels, KernelContext context) {
            array = kernels.get(0);
            zero = kernels.get(1);
            var body = (Expr.Lambda) call.arguments().get(2);
            merge = new LambdaRows(body, kernels.get(2));
            finishes = kernels.size() > 3;
            finish = finishes
                    ? new LambdaRows((Expr.Lambda) call.arguments().get(3), kernels.get(3))
                    : merge;
            result = Vectors.allocate(call.type(), 0);
            var accumulated = body.parameters().getFirst();
            element = Vectors.allocate(body.parameters().get(1), 0);
            given = Vectors.allocate(accumulated, 0);
            state = Vectors.allocate(accumulated, 0);
            spare = Vectors.allocate(accumulated, 0);
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            result.reset(input.size());
            if (!(array.evaluate(input, rows) instanceof ArrayVector arrays)) {
                return Lambdas.nulls(result, rows);
            }
            var start = zero.evaluate(input, rows);
            int[] live = IntStream.range(0, rows.count()).map(rows::at)
                    .filter(row -> !arrays.isNull(row)).toArray();
            int most = 0;
            state.reset(live.length);
            for (int i = 0; i < live.length; i++) {
                state.copyRow(start, live[i], i);
                most = Math.max(most, arrays.length(live[i]));
            }
            for (int step = 0; step < most; step++) {
                advance(input, arrays, live, step);
            }
            var values = finishes ? finish.evaluate(input, live, live.length, state) : state;
            for (int i = 0; i < rows.count(); i++) {
                result.setNull(rows.at(i));
            }
            for (int i = 0; i < live.length; i++) {
                result.setNotNull(live[i]);
                result.copyRow(values, i, live[i]);
            }
            return result;
        }

        private void advance(Batch input, ArrayVector arrays, int[] live, int step) {
            int[] outer = new int[live.length];
            int[] place = new int[live.length];
            int count = 0;
            element.reset(live.length);
            given.reset(live.length);
            for (int i = 0; i < live.length; i++) {
                if (step < arrays.length(live[i])) {
                    element.copyRow(arrays.elements(), arrays.offset(live[i]) + step, count);
                    given.copyRow(state, i, count);
                    outer[count] = live[i];
                    place[count++] = i;
                }
            }
            var merged = merge.evaluate(input, outer, count, given, element);
            spare.reset(live.length);
            int next = 0;
            for (int i = 0; i < live.length; i++) {
                boolean changed = next < count && place[next] == i;
                spare.copyRow(changed ? merged : state, changed ? next++ : i, i);
            }
            var old = state;
            state = spare;
            spare = old;
        }
    }

    static Kernel sort(Expr.Call call, List<Kernel> kernels, KernelContext context) {
        if (call.arguments().size() > 1) {
            return new Sort(call, kernels);
        }
        var order = RowOrder.of(((ArrayType) call.type()).element());
        return Shapes.rows((in, row, out) -> {
            var array = (ArrayVector) in[0];
            var elements = array.elements();
            Comparator<Integer> nullsLast = (a, b) -> elements.isNull(a) || elements.isNull(b)
                    ? Boolean.compare(elements.isNull(a), elements.isNull(b))
                    : order.compare(elements, a, elements, b);
            write(array, row, nullsLast, (ArrayVector) out);
        }).create(call, kernels, context);
    }

    private static void write(ArrayVector array, int row, Comparator<Integer> order,
            ArrayVector out) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < array.length(row); i++) {
            places.add(array.offset(row) + i);
        }
        places.sort(order);
        int at = out.used();
        out.append(row, places.size());
        for (int place : places) {
            out.elements().copyRow(array.elements(), place, at++);
        }
    }

    /// `array_sort` with a comparator, which is computed for one pair at a time.
    private static final class Sort implements Kernel {
        private final Kernel argument;
        private final LambdaRows comparator;
        private final ArrayVector result;
        private final Vector left;
        private final Vector right;

        Sort(Expr.Call call, List<Kernel> kernels) {
            var body = (Expr.Lambda) call.arguments().get(1);
            argument = kernels.getFirst();
            comparator = new LambdaRows(body, kernels.get(1));
            result = (ArrayVector) Vectors.allocate(call.type(), 0);
            left = Vectors.allocate(body.parameters().get(0), 1);
            right = Vectors.allocate(body.parameters().get(1), 1);
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            result.reset(input.size());
            var arrays = (ArrayVector) argument.evaluate(input, rows);
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (arrays.isNull(row)) {
                    result.setNull(row);
                } else {
                    write(arrays, row, (a, b) -> compare(input, row, arrays.elements(), a, b),
                            result);
                }
            }
            return result;
        }

        private int compare(Batch input, int row, Vector elements, int a, int b) {
            left.reset(1);
            right.reset(1);
            left.copyRow(elements, a, 0);
            right.copyRow(elements, b, 0);
            var order = comparator.evaluate(input, new int[]{row}, 1, left, right);
            if (order.isNull(0)) {
                throw new UserException("COMPARATOR_RETURNS_NULL",
                        Map.of("firstValue", "an element", "secondValue", "another"));
            }
            return ((IntVector) order).get(0);
        }
    }
}

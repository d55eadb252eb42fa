package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.MapVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.plan.logical.Expr;
import java.util.List;

/// Functions of maps that take a function, computed for the entries of all rows at once.
final class MapLambdas {
    private MapLambdas() {}

    private static int length(MapVector map, int row) {
        return map.isNull(row) ? 0 : map.length(row);
    }

    /// `map_filter`, `transform_keys` and `transform_values`.
    static final class Entries implements Kernel {
        private final Expr.Call call;
        private final Kernel argument;
        private final LambdaRows lambda;
        private final Vector result;
        private final Vector[] entry;
        private int[] outer = new int[0];

        Entries(Expr.Call call, List<Kernel> kernels, KernelContext context) {
            this.call = call;
            var body = (Expr.Lambda) call.arguments().get(1);
            argument = kernels.getFirst();
            lambda = new LambdaRows(body, kernels.get(1));
            result = Vectors.allocate(call.type(), 0);
            entry = Vectors.allocate(body.parameters(), 0);
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            result.reset(input.size());
            var map = (MapVector) argument.evaluate(input, rows);
            int count = layOut(map, rows);
            var values = lambda.evaluate(input, outer, count, entry);
            int from = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (map.isNull(row)) {
                    result.setNull(row);
                    continue;
                }
                int end = from + map.length(row);
                var writer = new MapFunctions.Writer(call, result, end - from);
                for (; from < end; from++) {
                    write(values, from, writer);
                }
                writer.finish(row);
            }
            return result;
        }

        private void write(Vector values, int at, MapFunctions.Writer writer) {
            switch (call.function()) {
                case "transform_keys" -> writer.add(values, at, entry[1], at);
                case "transform_values" -> writer.add(entry[0], at, values, at);
                default -> {
                    if (!values.isNull(at) && ((BooleanVector) values).get(at)) {
                        writer.add(entry[0], at, entry[1], at);
                    }
                }
            }
        }

        private int layOut(MapVector map, Selection rows) {
            int total = 0;
            for (int i = 0; i < rows.count(); i++) {
                total += length(map, rows.at(i));
            }
            outer = outer.length < total ? new int[total] : outer;
            entry[0].reset(total);
            entry[1].reset(total);
            int at = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                for (int k = 0; k < length(map, row); k++) {
                    entry[0].copyRow(map.keys(), map.offset(row) + k, at);
                    entry[1].copyRow(map.values(), map.offset(row) + k, at);
                    outer[at++] = row;
                }
            }
            return at;
        }
    }

    /// `map_zip_with`: the keys of the first map, then those that only the second has.
    static final class Zip implements Kernel {
        private final Expr.Call call;
        private final List<Kernel> arguments;
        private final LambdaRows lambda;
        private final RowOrder order;
        private final Vector result;
        private final Vector[] entry;

        Zip(Expr.Call call, List<Kernel> kernels, KernelContext context) {
            this.call = call;
            var body = (Expr.Lambda) call.arguments().get(2);
            arguments = kernels.subList(0, 2);
            lambda = new LambdaRows(body, kernels.get(2));
            order = RowOrder.of(body.parameters().getFirst());
            result = Vectors.allocate(call.type(), 0);
            entry = Vectors.allocate(body.parameters(), 0);
        }

        @Override
        public Vector evaluate(Batch input, Selection rows) {
            result.reset(input.size());
            var maps = new Vector[2];
            Shapes.evaluate(arguments, input, rows, maps);
            var left = (MapVector) maps[0];
            var right = (MapVector) maps[1];
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                if (left.isNull(row) || right.isNull(row)) {
                    result.setNull(row);
                } else {
                    zip(input, left, right, row);
                }
            }
            return result;
        }

        private void zip(Batch input, MapVector left, MapVector right, int row) {
            int most = left.length(row) + right.length(row);
            for (var vector : entry) {
                vector.reset(most);
            }
            int count = 0;
            for (int k = left.offset(row); k < left.offset(row) + left.length(row); k++) {
                entry[0].copyRow(left.keys(), k, count);
                entry[1].copyRow(left.values(), k, count);
                int other = find(right, row, left, k);
                if (other < 0) {
                    entry[2].setNull(count);
                } else {
                    entry[2].copyRow(right.values(), other, count);
                }
                count++;
            }
            for (int k = right.offset(row); k < right.offset(row) + right.length(row); k++) {
                if (find(left, row, right, k) < 0) {
                    entry[0].copyRow(right.keys(), k, count);
                    entry[1].setNull(count);
                    entry[2].copyRow(right.values(), k, count++);
                }
            }
            int[] outer = new int[count];
            java.util.Arrays.fill(outer, row);
            var values = lambda.evaluate(input, outer, count, entry);
            var writer = new MapFunctions.Writer(call, result, count);
            for (int k = 0; k < count; k++) {
                writer.add(entry[0], k, values, k);
            }
            writer.finish(row);
        }

        private int find(MapVector map, int row, MapVector of, int key) {
            for (int i = map.offset(row); i < map.offset(row) + map.length(row); i++) {
                if (order.compare(map.keys(), i, of.keys(), key) == 0) {
                    return i;
                }
            }
            return -1;
        }
    }
}

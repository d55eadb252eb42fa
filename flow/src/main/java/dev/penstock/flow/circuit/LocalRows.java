package dev.penstock.flow.circuit;

import dev.penstock.data.Batch;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vectors;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.kernel.Kernels;
import dev.penstock.flow.operator.Changes;
import dev.penstock.plan.logical.Logical;

/// Gives the rows of leaves that need no source: values, ranges, rows that came with the query.
public final class LocalRows {
    private LocalRows() {}

    /// Gives all rows of `leaf` to `into`, without finishing it.
    public static void push(Logical leaf, KernelContext context, Changes into) {
        switch (leaf) {
            case Logical.LocalData data -> data.batches().forEach(into::accept);
            case Logical.Range range -> pushRange(range, into);
            case Logical.Values values -> pushValues(values, context, into);
            case Logical.Scan _,Logical.Filter _,Logical.Project _,Logical.Aggregate _,Logical.Join _,Logical.Union _,Logical.Sort _,Logical.Watermark _,Logical.Deduplicate _,Logical.Generate _,Logical.Window _,Logical.Observe _,Logical.Apply _,Logical.GroupProgram _,Logical.Changelog _ ->
                throw new AssertionError("not a leaf with rows of its own: " + leaf);
        }
    }

    private static void pushRange(Logical.Range range, Changes into) {
        var column = new LongVector(Batch.CAPACITY);
        long next = range.start();
        long left = rows(range);
        while (left > 0) {
            int count = (int) Math.min(left, Batch.CAPACITY);
            long[] values = column.values();
            for (int i = 0; i < count; i++) {
                values[i] = next + i * range.step();
            }
            into.accept(Batch.of(count, column));
            next += count * range.step();
            left -= count;
        }
    }

    private static long rows(Logical.Range range) {
        boolean up = range.step() > 0;
        if (up ? range.start() >= range.end() : range.start() <= range.end()) {
            return 0;
        }
        long distance = up ? range.end() - range.start() : range.start() - range.end();
        return Long.divideUnsigned(distance - 1, Math.abs(range.step())) + 1;
    }

    private static void pushValues(Logical.Values values, KernelContext context, Changes into) {
        var types = values.schema().types();
        var oneRow = Batch.of(1);
        int rows = values.rows().size();
        for (int from = 0; from < rows; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, rows - from);
            var columns = Vectors.allocate(types, count);
            for (int i = 0; i < count; i++) {
                var row = values.rows().get(from + i);
                for (int column = 0; column < columns.length; column++) {
                    var value = Kernels.compile(row.get(column), context).evaluate(oneRow,
                            Selection.all(1));
                    columns[column].copyRow(value, 0, i);
                }
            }
            into.accept(Batch.of(count, columns));
        }
    }
}

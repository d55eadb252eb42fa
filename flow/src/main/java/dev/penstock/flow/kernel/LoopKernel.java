package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.util.List;

/// Evaluates its arguments for the given rows and then runs a loop over those rows: all of them, or those without a null argument, the
/// others being null.
final class LoopKernel<R extends Vector> implements Kernel {
    private final List<Kernel> arguments;
    private final Vector[] values;
    private final R result;
    private final Shapes.Loop<R> loop;
    private final boolean strict;
    private int[] live = new int[0];

    LoopKernel(List<Kernel> arguments, R result, Shapes.Loop<R> loop, boolean strict) {
        this.arguments = List.copyOf(arguments);
        this.result = result;
        this.loop = loop;
        this.strict = strict;
        values = new Vector[arguments.size()];
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        Shapes.evaluate(arguments, input, rows, values);
        result.reset(input.size());
        loop.run(values, result, strict ? withoutNulls(input.size(), rows) : rows);
        return result;
    }

    private Selection withoutNulls(int size, Selection rows) {
        for (var value : values) {
            result.addNullsOf(value, size);
        }
        if (!result.hasNulls()) {
            return rows;
        }
        if (live.length < rows.count()) {
            live = new int[Math.max(rows.count(), live.length * 2)];
        }
        return Selection.of(live, Rows.notNull(rows, result, live));
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.util.List;

/// Evaluates its arguments for the given rows and then runs a loop over the whole batch; null where an argument is.
final class DenseKernel<R extends Vector> implements Kernel {
    private final List<Kernel> arguments;
    private final Vector[] values;
    private final R result;
    private final Shapes.DenseLoop<R> loop;

    DenseKernel(List<Kernel> arguments, R result, Shapes.DenseLoop<R> loop) {
        this.arguments = List.copyOf(arguments);
        this.result = result;
        this.loop = loop;
        values = new Vector[arguments.size()];
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        Shapes.evaluate(arguments, input, rows, values);
        int size = input.size();
        result.reset(size);
        for (var value : values) {
            result.addNullsOf(value, size);
        }
        loop.run(values, result, size);
        return result;
    }
}

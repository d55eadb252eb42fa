package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;

/// `NOT`.
final class NotKernel implements Kernel {
    private final Kernel argument;
    private final BooleanVector result = new BooleanVector(0);

    NotKernel(Kernel argument) {
        this.argument = argument;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var values = (BooleanVector) argument.evaluate(input, rows);
        result.reset(input.size());
        result.addNullsOf(values, input.size());
        not(values.values(), result.values(), input.size());
        return result;
    }

    private static void not(boolean[] values, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = !values[i];
        }
    }
}

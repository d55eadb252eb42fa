package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;

/// Months of intervals as longs, so that they are added as other integers are.
final class WideningKernel implements Kernel {
    private final Kernel months;
    private final LongVector result = new LongVector(0);

    WideningKernel(Kernel months) {
        this.months = months;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var vector = (IntVector) months.evaluate(input, rows);
        result.reset(input.size());
        result.addNullsOf(vector, input.size());
        int[] from = vector.values();
        long[] to = result.values();
        for (int i = 0; i < input.size(); i++) {
            to[i] = from[i];
        }
        return result;
    }
}

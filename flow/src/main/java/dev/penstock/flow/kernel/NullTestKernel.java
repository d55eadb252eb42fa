package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.util.Arrays;

/// `IS NULL` and `IS NOT NULL`.
final class NullTestKernel implements Kernel {
    private final Kernel argument;
    private final boolean isNull;
    private final BooleanVector result = new BooleanVector(0);

    NullTestKernel(Kernel argument, boolean isNull) {
        this.argument = argument;
        this.isNull = isNull;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var values = argument.evaluate(input, rows);
        int size = input.size();
        result.reset(size);
        boolean[] out = result.values();
        Arrays.fill(out, 0, size, !isNull);
        long[] nulls = values.nullBits();
        if (nulls != null) {
            mark(nulls, out, size, isNull);
        }
        return result;
    }

    private static void mark(long[] nulls, boolean[] out, int size, boolean mark) {
        int words = Math.min(nulls.length, (size + 63) >> 6);
        for (int word = 0; word < words; word++) {
            for (long bits = nulls[word]; bits != 0; bits &= bits - 1) {
                int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                if (row < size) {
                    out[row] = mark;
                }
            }
        }
    }

    @Override
    public int select(Batch input, Selection rows, int[] into) {
        var values = argument.evaluate(input, rows);
        return isNull ? Rows.isNull(rows, values, into) : Rows.notNull(rows, values, into);
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Comparison.Operator;
import org.jspecify.annotations.Nullable;

/// Compares longs with a constant: tests whether they lie in a range, or outside of it, which takes one unsigned comparison.
final class LongRangeKernel implements Kernel {
    private final Kernel argument;
    private final long lowest;
    private final long highest;
    private final boolean inside;
    private final BooleanVector result = new BooleanVector(0);

    private LongRangeKernel(Kernel argument, long lowest, long highest, boolean inside) {
        this.argument = argument;
        this.lowest = lowest;
        this.highest = highest;
        this.inside = inside;
    }

    static Kernel compare(Operator operator, Kernel argument, long constant) {
        return switch (operator) {
            case EQ -> new LongRangeKernel(argument, constant, constant, true);
            case NE -> new LongRangeKernel(argument, constant, constant, false);
            case LE -> new LongRangeKernel(argument, Long.MIN_VALUE, constant, true);
            case GT -> new LongRangeKernel(argument, Long.MIN_VALUE, constant, false);
            case GE -> new LongRangeKernel(argument, constant, Long.MAX_VALUE, true);
            case LT -> new LongRangeKernel(argument, constant, Long.MAX_VALUE, false);
        };
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var values = (LongVector) argument.evaluate(input, rows);
        int size = input.size();
        result.reset(size);
        result.addNullsOf(values, size);
        test(values.values(), result.values(), size);
        return result;
    }

    private void test(long[] values, boolean[] out, int size) {
        long from = lowest;
        long width = highest - lowest + Long.MIN_VALUE;
        boolean expected = inside;
        for (int i = 0; i < size; i++) {
            out[i] = values[i] - from + Long.MIN_VALUE <= width == expected;
        }
    }

    @Override
    public int select(Batch input, Selection rows, int[] into) {
        var values = (LongVector) argument.evaluate(input, rows);
        var live = CompareKernel.live(rows, values, into);
        long width = highest - lowest + Long.MIN_VALUE;
        return inside
                ? selectInside(values.values(), lowest, width, live.positions(), live.count(), into)
                : selectOutside(values.values(), lowest, width, live.positions(), live.count(),
                        into);
    }

    private static int selectInside(long[] values, long from, long width,
            int @Nullable [] positions, int count, int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += values[row] - from + Long.MIN_VALUE <= width ? 1 : 0;
        }
        return selected;
    }

    private static int selectOutside(long[] values, long from, long width,
            int @Nullable [] positions, int count, int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += values[row] - from + Long.MIN_VALUE > width ? 1 : 0;
        }
        return selected;
    }
}

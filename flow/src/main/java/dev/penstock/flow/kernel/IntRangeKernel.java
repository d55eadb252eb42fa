package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Comparison.Operator;
import org.jspecify.annotations.Nullable;

/// Compares ints with a constant: tests whether they lie in a range, or outside of it, which takes one unsigned comparison.
final class IntRangeKernel implements Kernel {
    private final Kernel argument;
    private final int lowest;
    private final int highest;
    private final boolean inside;
    private final BooleanVector result = new BooleanVector(0);

    private IntRangeKernel(Kernel argument, int lowest, int highest, boolean inside) {
        this.argument = argument;
        this.lowest = lowest;
        this.highest = highest;
        this.inside = inside;
    }

    static Kernel compare(Operator operator, Kernel argument, int constant) {
        return switch (operator) {
            case EQ -> new IntRangeKernel(argument, constant, constant, true);
            case NE -> new IntRangeKernel(argument, constant, constant, false);
            case LE -> new IntRangeKernel(argument, Integer.MIN_VALUE, constant, true);
            case GT -> new IntRangeKernel(argument, Integer.MIN_VALUE, constant, false);
            case GE -> new IntRangeKernel(argument, constant, Integer.MAX_VALUE, true);
            case LT -> new IntRangeKernel(argument, constant, Integer.MAX_VALUE, false);
        };
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var values = (IntVector) argument.evaluate(input, rows);
        int size = input.size();
        result.reset(size);
        result.addNullsOf(values, size);
        test(values.values(), result.values(), size);
        return result;
    }

    private void test(int[] values, boolean[] out, int size) {
        int from = lowest;
        int width = highest - lowest + Integer.MIN_VALUE;
        boolean expected = inside;
        for (int i = 0; i < size; i++) {
            out[i] = values[i] - from + Integer.MIN_VALUE <= width == expected;
        }
    }

    @Override
    public int select(Batch input, Selection rows, int[] into) {
        var values = (IntVector) argument.evaluate(input, rows);
        var live = CompareKernel.live(rows, values, into);
        int width = highest - lowest + Integer.MIN_VALUE;
        return inside
                ? selectInside(values.values(), lowest, width, live.positions(), live.count(), into)
                : selectOutside(values.values(), lowest, width, live.positions(), live.count(),
                        into);
    }

    private static int selectInside(int[] values, int from, int width, int @Nullable [] positions,
            int count, int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += values[row] - from + Integer.MIN_VALUE <= width ? 1 : 0;
        }
        return selected;
    }

    private static int selectOutside(int[] values, int from, int width, int @Nullable [] positions,
            int count, int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += values[row] - from + Integer.MIN_VALUE > width ? 1 : 0;
        }
        return selected;
    }
}

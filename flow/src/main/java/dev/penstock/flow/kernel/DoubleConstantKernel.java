package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Comparison.Operator;
import org.jspecify.annotations.Nullable;

/// Compares doubles with a constant that is not NaN. A NaN in the column is larger, which makes `>` the negation of `<=`.
final class DoubleConstantKernel implements Kernel {
    private final Operator operator;
    private final Kernel argument;
    private final double constant;
    private final BooleanVector result = new BooleanVector(0);

    DoubleConstantKernel(Operator operator, Kernel argument, double constant) {
        this.operator = operator;
        this.argument = argument;
        this.constant = constant;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var values = (DoubleVector) argument.evaluate(input, rows);
        int size = input.size();
        result.reset(size);
        result.addNullsOf(values, size);
        switch (operator) {
            case EQ -> equal(values.values(), constant, true, result.values(), size);
            case NE -> equal(values.values(), constant, false, result.values(), size);
            case LT -> less(values.values(), constant, true, result.values(), size);
            case GE -> less(values.values(), constant, false, result.values(), size);
            case LE -> atMost(values.values(), constant, true, result.values(), size);
            case GT -> atMost(values.values(), constant, false, result.values(), size);
        }
        return result;
    }

    private static void equal(double[] values, double constant, boolean expected, boolean[] out,
            int size) {
        for (int i = 0; i < size; i++) {
            out[i] = values[i] == constant == expected;
        }
    }

    private static void less(double[] values, double constant, boolean expected, boolean[] out,
            int size) {
        for (int i = 0; i < size; i++) {
            out[i] = values[i] < constant == expected;
        }
    }

    private static void atMost(double[] values, double constant, boolean expected, boolean[] out,
            int size) {
        for (int i = 0; i < size; i++) {
            out[i] = values[i] <= constant == expected;
        }
    }

    @Override
    public int select(Batch input, Selection rows, int[] into) {
        var vector = (DoubleVector) argument.evaluate(input, rows);
        var live = CompareKernel.live(rows, vector, into);
        double[] values = vector.values();
        return switch (operator) {
            case EQ -> selectEqual(values, constant, true, live, into);
            case NE -> selectEqual(values, constant, false, live, into);
            case LT -> selectLess(values, constant, true, live, into);
            case GE -> selectLess(values, constant, false, live, into);
            case LE -> selectAtMost(values, constant, true, live, into);
            case GT -> selectAtMost(values, constant, false, live, into);
        };
    }

    private static int selectEqual(double[] values, double constant, boolean expected,
            Selection rows, int[] into) {
        int @Nullable [] positions = rows.positions();
        int count = rows.count();
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += values[row] == constant == expected ? 1 : 0;
        }
        return selected;
    }

    private static int selectLess(double[] values, double constant, boolean expected,
            Selection rows, int[] into) {
        int @Nullable [] positions = rows.positions();
        int count = rows.count();
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += values[row] < constant == expected ? 1 : 0;
        }
        return selected;
    }

    private static int selectAtMost(double[] values, double constant, boolean expected,
            Selection rows, int[] into) {
        int @Nullable [] positions = rows.positions();
        int count = rows.count();
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += values[row] <= constant == expected ? 1 : 0;
        }
        return selected;
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.DoubleVector;
import dev.penstock.data.Selection;
import dev.penstock.flow.kernel.Comparison.Operator;
import org.jspecify.annotations.Nullable;

/// Compares doubles; `x != x` holds for NaN only, which equals itself and is the largest.
@SuppressWarnings({"EqualsNaN", "IdentityBinaryExpression", "ShortCircuitBoolean",
        "OperatorPrecedence"}) // the branch-free test for NaN
record DoubleComparison(Operator operator) implements CompareKernel.Loops<DoubleVector> {
    @Override
    public void compare(DoubleVector a, DoubleVector b, boolean[] result, int size) {
        switch (operator) {
            case EQ -> equal(a.values(), b.values(), result, size);
            case NE -> different(a.values(), b.values(), result, size);
            case LT -> less(a.values(), b.values(), result, size);
            case LE -> lessOrEqual(a.values(), b.values(), result, size);
            case GT -> less(b.values(), a.values(), result, size);
            case GE -> lessOrEqual(b.values(), a.values(), result, size);
        }
    }

    @Override
    public int select(DoubleVector a, DoubleVector b, Selection rows, int[] into) {
        int[] positions = rows.positions();
        int count = rows.count();
        return switch (operator) {
            case EQ -> selectEqual(a.values(), b.values(), positions, count, into);
            case NE -> selectDifferent(a.values(), b.values(), positions, count, into);
            case LT -> selectLess(a.values(), b.values(), positions, count, into);
            case LE -> selectLessOrEqual(a.values(), b.values(), positions, count, into);
            case GT -> selectLess(b.values(), a.values(), positions, count, into);
            case GE -> selectLessOrEqual(b.values(), a.values(), positions, count, into);
        };
    }

    private static void equal(double[] a, double[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = (a[i] == b[i] | a[i] != a[i] & b[i] != b[i]);
        }
    }

    private static int selectEqual(double[] a, double[] b, int @Nullable [] positions, int count,
            int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            double x = a[row];
            double y = b[row];
            into[selected] = row;
            selected += (x == y | x != x & y != y) ? 1 : 0;
        }
        return selected;
    }

    private static void different(double[] a, double[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = (a[i] != b[i] & (a[i] == a[i] | b[i] == b[i]));
        }
    }

    private static int selectDifferent(double[] a, double[] b, int @Nullable [] positions,
            int count, int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            double x = a[row];
            double y = b[row];
            into[selected] = row;
            selected += (x != y & (x == x | y == y)) ? 1 : 0;
        }
        return selected;
    }

    private static void less(double[] a, double[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = (a[i] < b[i] | b[i] != b[i] & a[i] == a[i]);
        }
    }

    private static int selectLess(double[] a, double[] b, int @Nullable [] positions, int count,
            int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            double x = a[row];
            double y = b[row];
            into[selected] = row;
            selected += (x < y | y != y & x == x) ? 1 : 0;
        }
        return selected;
    }

    private static void lessOrEqual(double[] a, double[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = (a[i] <= b[i] | b[i] != b[i]);
        }
    }

    private static int selectLessOrEqual(double[] a, double[] b, int @Nullable [] positions,
            int count, int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            double x = a[row];
            double y = b[row];
            into[selected] = row;
            selected += (x <= y | y != y) ? 1 : 0;
        }
        return selected;
    }
}

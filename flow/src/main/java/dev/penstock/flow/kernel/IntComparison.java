package dev.penstock.flow.kernel;

import dev.penstock.data.IntVector;
import dev.penstock.data.Selection;
import dev.penstock.flow.kernel.Comparison.Operator;
import org.jspecify.annotations.Nullable;

/// Compares ints.
record IntComparison(Operator operator) implements CompareKernel.Loops<IntVector> {
    @Override
    public void compare(IntVector a, IntVector b, boolean[] result, int size) {
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
    public int select(IntVector a, IntVector b, Selection rows, int[] into) {
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

    private static void equal(int[] a, int[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = a[i] == b[i];
        }
    }

    private static int selectEqual(int[] a, int[] b, int @Nullable [] positions, int count,
            int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += a[row] == b[row] ? 1 : 0;
        }
        return selected;
    }

    private static void different(int[] a, int[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = a[i] != b[i];
        }
    }

    private static int selectDifferent(int[] a, int[] b, int @Nullable [] positions, int count,
            int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += a[row] != b[row] ? 1 : 0;
        }
        return selected;
    }

    private static void less(int[] a, int[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = a[i] < b[i];
        }
    }

    private static int selectLess(int[] a, int[] b, int @Nullable [] positions, int count,
            int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += a[row] < b[row] ? 1 : 0;
        }
        return selected;
    }

    private static void lessOrEqual(int[] a, int[] b, boolean[] result, int size) {
        for (int i = 0; i < size; i++) {
            result[i] = a[i] <= b[i];
        }
    }

    private static int selectLessOrEqual(int[] a, int[] b, int @Nullable [] positions, int count,
            int[] into) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            into[selected] = row;
            selected += a[row] <= b[row] ? 1 : 0;
        }
        return selected;
    }
}

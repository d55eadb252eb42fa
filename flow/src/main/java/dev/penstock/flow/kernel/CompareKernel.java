package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;

/// Compares two columns of primitive values.
final class CompareKernel<V extends Vector> implements Kernel {
    /// The loops for one type and operator; they do not look at nulls.
    interface Loops<V extends Vector> {
        void compare(V a, V b, boolean[] result, int size);

        /// Writes the positions where the comparison holds into `into` and says how many.
        int select(V a, V b, Selection rows, int[] into);
    }

    private final Kernel left;
    private final Kernel right;
    private final Loops<V> loops;
    private final BooleanVector result = new BooleanVector(0);

    CompareKernel(Kernel left, Kernel right, Loops<V> loops) {
        this.left = left;
        this.right = right;
        this.loops = loops;
    }

    @SuppressWarnings("unchecked")
    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var a = (V) left.evaluate(input, rows);
        var b = (V) right.evaluate(input, rows);
        int size = input.size();
        result.reset(size);
        result.addNullsOf(a, size);
        result.addNullsOf(b, size);
        loops.compare(a, b, result.values(), size);
        return result;
    }

    @SuppressWarnings("unchecked")
    @Override
    public int select(Batch input, Selection rows, int[] into) {
        var a = (V) left.evaluate(input, rows);
        var b = (V) right.evaluate(input, rows);
        return loops.select(a, b, live(live(rows, a, into), b, into), into);
    }

    /// The rows that are not null in `vector`; their positions may be `into`.
    static Selection live(Selection rows, Vector vector, int[] into) {
        return vector.hasNulls() ? Selection.of(into, Rows.notNull(rows, vector, into)) : rows;
    }
}

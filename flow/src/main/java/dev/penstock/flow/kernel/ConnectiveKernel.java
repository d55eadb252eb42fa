package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import org.jspecify.annotations.Nullable;

/// `AND` and `OR` of three-valued logic. The right side is evaluated only for rows that the left side does not decide.
final class ConnectiveKernel implements Kernel {
    private final Kernel left;
    private final Kernel right;
    /// True for `AND`, false for `OR`: the opposite value decides.
    private final boolean neutral;
    private final BooleanVector result = new BooleanVector(0);
    private int[] open = new int[0];
    private int[] chosen = new int[0];

    ConnectiveKernel(Kernel left, Kernel right, boolean and) {
        this.left = left;
        this.right = right;
        neutral = and;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        ensureRoom(rows.count());
        result.reset(input.size());
        var first = (BooleanVector) left.evaluate(input, rows);
        int undecided = decide(first, rows);
        if (undecided == 0) {
            return result;
        }
        var needed = undecided == rows.count() ? rows : Selection.of(open, undecided);
        var second = (BooleanVector) right.evaluate(input, needed);
        if (first.hasNulls() || second.hasNulls()) {
            combine(first, second, needed);
        } else {
            RowCopy.copy(second, result, needed);
        }
        return result;
    }

    /// Writes the value that decides to all rows, the rows that are not decided to `open`, and says how many.
    private int decide(BooleanVector first, Selection rows) {
        if (!first.hasNulls()) {
            return decide(first.values(), neutral, rows.positions(), rows.count(), result.values(),
                    open);
        }
        int undecided = 0;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            result.set(row, !neutral);
            open[undecided] = row;
            undecided += first.get(row) == neutral || first.isNull(row) ? 1 : 0;
        }
        return undecided;
    }

    private static int decide(boolean[] first, boolean neutral, int @Nullable [] positions,
            int count, boolean[] out, int[] open) {
        int undecided = 0;
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            out[row] = !neutral;
            open[undecided] = row;
            undecided += first[row] == neutral ? 1 : 0;
        }
        return undecided;
    }

    private void combine(BooleanVector first, BooleanVector second, Selection rows) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            boolean value = second.get(row);
            if (second.isNull(row) || (first.isNull(row) && value == neutral)) {
                result.setNull(row);
            } else {
                result.set(row, value);
            }
        }
    }

    @Override
    public int select(Batch input, Selection rows, int[] into) {
        if (neutral) {
            int count = left.select(input, rows, into);
            return count == 0
                    ? 0
                    : right.select(input, count == rows.count() ? rows : Selection.of(into, count),
                            into);
        }
        ensureRoom(rows.count());
        int first = left.select(input, rows, chosen);
        int rest = Rows.without(rows, chosen, first, open);
        if (rest == 0) {
            return Rows.copy(Selection.of(chosen, first), into);
        }
        int second = right.select(input, Selection.of(open, rest), open);
        return Rows.merge(chosen, first, open, second, into);
    }

    private void ensureRoom(int count) {
        if (open.length < count) {
            open = new int[count];
            chosen = new int[count];
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;

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
        int undecided = 0;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            boolean decided = first.get(row) != neutral && !first.isNull(row);
            result.set(row, !neutral);
            open[undecided] = row;
            undecided += decided ? 0 : 1;
        }
        if (undecided > 0) {
            var needed = undecided == rows.count() ? rows : Selection.of(open, undecided);
            combine(first, (BooleanVector) right.evaluate(input, needed), needed);
        }
        return result;
    }

    private void combine(BooleanVector first, BooleanVector second, Selection rows) {
        boolean nulls = first.hasNulls() || second.hasNulls();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            boolean value = second.get(row);
            if (nulls && (second.isNull(row) || first.isNull(row) && value == neutral)) {
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

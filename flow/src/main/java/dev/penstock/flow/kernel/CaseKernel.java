package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.util.List;

/// `CASE`: each branch is evaluated for the rows that no earlier branch has taken and for which its condition is true.
final class CaseKernel implements Kernel {
    private final List<Kernel> conditions;
    private final List<Kernel> values;
    private final Kernel otherwise;
    private final Vector result;
    private int[] taken = new int[0];
    private int[] rest = new int[0];

    CaseKernel(List<Kernel> conditions, List<Kernel> values, Kernel otherwise, DataType type) {
        this.conditions = conditions;
        this.values = values;
        this.otherwise = otherwise;
        result = Vectors.allocate(type, 0);
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        if (taken.length < rows.count()) {
            taken = new int[rows.count()];
            rest = new int[rows.count()];
        }
        result.reset(input.size());
        var open = rows;
        for (int i = 0; i < conditions.size() && !open.isEmpty(); i++) {
            int count = conditions.get(i).select(input, open, taken);
            if (count == 0) {
                continue;
            }
            var chosen = count == open.count() ? open : Selection.of(taken, count);
            RowCopy.copy(values.get(i).evaluate(input, chosen), result, chosen);
            open = Selection.of(rest, Rows.without(open, taken, count, rest));
        }
        if (!open.isEmpty()) {
            RowCopy.copy(otherwise.evaluate(input, open), result, open);
        }
        return result;
    }
}

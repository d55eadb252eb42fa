package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.util.List;

/// The first argument that is not null; later ones are evaluated for the rows that still need them.
final class CoalesceKernel implements Kernel {
    private final List<Kernel> arguments;
    private final Vector result;
    private int[] open = new int[0];
    private int[] present = new int[0];

    CoalesceKernel(List<Kernel> arguments, DataType type) {
        this.arguments = List.copyOf(arguments);
        result = Vectors.allocate(type, 0);
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var first = arguments.getFirst().evaluate(input, rows);
        if (!first.hasNulls() || arguments.size() == 1) {
            return first;
        }
        result.reset(input.size());
        if (open.length < rows.count()) {
            open = new int[rows.count()];
            present = new int[rows.count()];
        }
        var needed = take(first, rows);
        for (int i = 1; i < arguments.size() && !needed.isEmpty(); i++) {
            needed = take(arguments.get(i).evaluate(input, needed), needed);
        }
        for (int i = 0; i < needed.count(); i++) {
            result.setNull(needed.at(i));
        }
        return result;
    }

    /// Copies what is not null and gives the rows that are still without a value.
    private Selection take(Vector value, Selection rows) {
        RowCopy.copy(value, result, Selection.of(present, Rows.notNull(rows, value, present)));
        return Selection.of(open, Rows.isNull(rows, value, open));
    }
}

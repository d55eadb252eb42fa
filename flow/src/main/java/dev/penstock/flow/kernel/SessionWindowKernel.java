package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;

/// The session of one row alone, as a struct of its start and end.
final class SessionWindowKernel implements Kernel {
    private final Kernel start;
    private final Kernel end;
    private final LongVector starts = new LongVector(0);
    private final LongVector ends = new LongVector(0);
    private final StructVector result = new StructVector(0, starts, ends);

    SessionWindowKernel(Kernel start, Kernel end) {
        this.start = start;
        this.end = end;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var from = start.evaluate(input, rows);
        var to = end.evaluate(input, rows);
        result.reset(input.size());
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            starts.copyRow(from, row, row);
            ends.copyRow(to, row, row);
            if (from.isNull(row) || to.isNull(row)) {
                result.setNull(row);
            }
        }
        return result;
    }
}

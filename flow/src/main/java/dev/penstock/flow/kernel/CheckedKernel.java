package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.util.List;

/// A dense loop over primitive vectors that may overflow. The loop only notices that some row did, which keeps it free of branches; then the
/// rows that were asked for and are not null are searched for the culprit.
final class CheckedKernel<R extends Vector> implements Kernel {
    /// The loop for one type and operation.
    interface Loops<R extends Vector> {
        /// Computes rows 0 to `size - 1`; false when a row, asked for or not, has no value.
        boolean run(Vector[] arguments, R result, int size);

        /// True when the row has no value.
        boolean fails(Vector[] arguments, int row);

        /// The error that ANSI mode raises for the row.
        UserException error(Vector[] arguments, int row);
    }

    private final List<Kernel> arguments;
    private final Vector[] values;
    private final R result;
    private final Loops<R> loops;
    private final ErrorMode mode;

    CheckedKernel(List<Kernel> arguments, R result, Loops<R> loops, ErrorMode mode) {
        this.arguments = List.copyOf(arguments);
        this.result = result;
        this.loops = loops;
        this.mode = mode;
        values = new Vector[arguments.size()];
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        Shapes.evaluate(arguments, input, rows, values);
        int size = input.size();
        result.reset(size);
        for (var value : values) {
            result.addNullsOf(value, size);
        }
        if (!loops.run(values, result, size) && mode != ErrorMode.LEGACY) {
            search(rows);
        }
        return result;
    }

    private void search(Selection rows) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            if (!result.isNull(row) && loops.fails(values, row)) {
                if (mode == ErrorMode.ANSI) {
                    throw loops.error(values, row);
                }
                result.setNull(row);
            }
        }
    }
}

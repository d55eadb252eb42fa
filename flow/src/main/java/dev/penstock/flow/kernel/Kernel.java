package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;

/// Computes an expression for the rows of a batch.
///
/// A kernel owns the vector that it returns, sizes it to the batch and uses it again at its next call, so nothing is allocated once it
/// has seen its largest batch. It may also return a column of the input, or a constant vector, that it does not own: nobody writes
/// to a kernel's result. Not safe for use by two threads.
@FunctionalInterface
public interface Kernel {
    /// The value for each row of `rows`, at the row's own position; what stands at other positions is undefined and harmless.
    /// `rows` are rows of `input`, not always [Batch#rows]: a branch of a `CASE` is evaluated for its own rows only.
    ///
    /// Cheap kernels that cannot fail may compute all rows up to the batch's size, which vectorises; those that can fail, or are
    /// dear, compute the given rows only. The result is valid until this kernel is called again.
    ///
    /// @throws dev.penstock.data.error.UserException when ANSI mode demands an error for one of `rows`
    Vector evaluate(Batch input, Selection rows);

    /// For a boolean expression: writes the positions of those `rows` for which it is true, not null, into `into`, in order, and says
    /// how many. `into` has room for all rows and may be the positions array of `rows`. Comparisons override this to skip the vector of booleans.
    default int select(Batch input, Selection rows, int[] into) {
        var result = (BooleanVector) evaluate(input, rows);
        boolean[] values = result.values();
        int[] positions = rows.positions();
        int count = rows.count();
        int selected = 0;
        boolean nulls = result.hasNulls();
        for (int i = 0; i < count; i++) {
            int row = positions == null ? i : positions[i];
            if (values[row] && !(nulls && result.isNull(row))) {
                into[selected++] = row;
            }
        }
        return selected;
    }
}

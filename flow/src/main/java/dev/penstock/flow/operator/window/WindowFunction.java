package dev.penstock.flow.operator.window;

import dev.penstock.data.Vector;

/// A function over the ordered rows of a partition. It may keep scratch memory, belongs to one operator and has no state between calls.
public interface WindowFunction {
    /// How far a change reaches, and how far the function looks.
    Reach reach();

    /// Writes the values at positions `from` to `to - 1` to rows 0, 1, ... of `into`, which was reset and has room for them. The slice holds all
    /// rows that [#reach] asks for.
    ///
    /// @throws dev.penstock.data.error.UserException when ANSI mode demands an error
    void compute(Slice slice, int from, int to, Vector into);
}

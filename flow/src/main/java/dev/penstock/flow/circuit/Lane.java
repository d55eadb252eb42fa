package dev.penstock.flow.circuit;

import dev.penstock.flow.operator.Changes;

/// A copy of the stateless operators next to an input, for one split at a time. [#entry] is used by any one thread; [#drain] by the
/// epoch thread afterwards.
public interface Lane {
    /// Takes the rows of a split.
    Changes entry();

    /// Hands on what the split came to, and forgets it.
    void drain();
}

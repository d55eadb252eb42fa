package dev.penstock.flow.operator;

import dev.penstock.data.Batch;

/// Takes the changes of one input, epoch by epoch: [#accept] any number of times, then [#finish] once.
///
/// Called by one thread at a time. A batch is valid until `accept` returns; who needs it longer copies it. After `finish` of its
/// last input an operator has given all its changes of the epoch to the next one and has called its `finish`.
public interface Changes {
    void accept(Batch changes);

    /// There are no more changes in this epoch.
    void finish();
}

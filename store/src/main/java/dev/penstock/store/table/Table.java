package dev.penstock.store.table;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.store.state.Image;

/// A table with versions by epoch. [#write] and [#truncate] gather the changes of an epoch, [TableGroup#commit] makes them visible, [#rollback] forgets them.
///
/// The writing methods belong to the one epoch thread of the group; [#snapshot] may be called by any thread at any time.
public sealed interface Table permits AppendTable, KeyedTable {
    Schema schema();

    /// Adds changes to those of the epoch; the batch may be used again after the call. A weight of `n` counts as `n` insertions or removals.
    ///
    /// What a change means is up to the table: an append log takes insertions only; in a table of whole rows equal rows add up;
    /// in a table with a key an inserted row replaces the one of its key, and a removed row that is not the row of its key does nothing.
    void write(Batch changes);

    /// The epoch begins with removing every row (complete mode).
    void truncate();

    /// Forgets what the epoch has written so far.
    void rollback();

    /// The table after the epoch committed last.
    TableSnapshot snapshot();

    /// The table after the epoch committed last, to be put into a snapshot of the query. Belongs to the epoch thread.
    Image freeze();
}

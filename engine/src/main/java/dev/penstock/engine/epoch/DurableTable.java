package dev.penstock.engine.epoch;

import dev.penstock.store.state.Blocks;
import dev.penstock.store.state.Image;
import java.util.Optional;

/// A table in this process that a query's sink writes to and whose rows are part of the query's snapshots. Called on the epoch thread.
public interface DurableTable {
    /// The table as it is after the epoch that was committed last.
    Image freeze();

    /// Makes the table what a snapshot holds, or empty when the query begins anew.
    void restore(Optional<Blocks> blocks);
}

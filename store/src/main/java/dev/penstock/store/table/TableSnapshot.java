package dev.penstock.store.table;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import java.util.function.Consumer;

/// The rows of a table after an epoch. Immutable; any number of threads may read it.
public interface TableSnapshot {
    Schema schema();

    /// The epoch, or -1 when none has been committed.
    long epoch();

    /// The number of rows; a row that is there `n` times counts `n` times.
    long rowCount();

    /// Passes all rows, in batches without weights, on the calling thread. A batch is valid during the call only.
    void forEach(Consumer<Batch> reader);
}

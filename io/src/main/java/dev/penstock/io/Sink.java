package dev.penstock.io;

import dev.penstock.data.Batch;
import java.time.Duration;

/// Where changes go.
///
/// Life: [#open], then for each epoch any number of [#write] and, at the latest after [#commitInterval], one [#commit] for all
/// epochs since the last; then [#close]. These calls are made by the query's epoch thread. [#settle] is called by another.
///
/// The contract on which exactly-once rests: what was written becomes visible in [#commit] or not at all, whole; nothing is visible
/// before. After a restart the engine writes again every epoch after [#lastEpoch], with the same changes in the same order, and
/// the sink leaves out what it already holds, so that each change takes effect once.
///
/// Each sink says in its documentation what its readers may rely on.
public interface Sink extends AutoCloseable {
    /// What the sink is given in the output modes `update` and `complete`. ROWS: rows to add only, in `update` mode the new rows, in
    /// `complete` mode the whole result of each epoch. CHANGES: changes with weights, a removed row with weight -1, then its successor
    /// with +1; never the whole result.
    /// In output mode `changelog` both are given rows to add, see [Connector#changeForm].
    enum Form {
        ROWS, CHANGES
    }

    /// Prepares for writing; learns by itself, from what is stored beside the data, what it already holds.
    void open(Start start);

    /// The last epoch that the sink holds whole, as known after [#open]; -1 when it cannot tell, or holds nothing.
    long lastEpoch();

    /// Takes changes of an epoch, in the columns of [Start#schema]. The batch is valid until this returns. Nothing becomes visible yet.
    void write(long epoch, Batch changes);

    /// Makes all that was written visible, as one transaction. `epoch` is the last one in it. Called for epochs without changes too.
    /// May return before the destination has confirmed it; a later call then reports trouble.
    void commit(long epoch);

    /// Waits until every epoch up to `epoch` is safe at the destination, and gives what the sink wants back in [Start#mark] after a
    /// restart, empty for nothing. Called in the background while epochs go on, before the ledger forgets those epochs.
    ///
    /// At the very first start it is also called once with -1, after [#open] and before the first [#commit], and that mark is made durable
    /// before the first commit: a sink can so find again where it stood before it wrote anything.
    String settle(long epoch);

    default Form form() {
        return Form.ROWS;
    }

    /// How long epochs may be collected into one commit. Zero: each epoch is committed at once.
    default Duration commitInterval() {
        return Duration.ZERO;
    }

    /// One line that names the sink in progress reports, as Spark's do.
    String description();

    @Override
    void close();
}

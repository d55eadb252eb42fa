package dev.penstock.io;

import dev.penstock.data.Batch;
import java.util.List;
import java.util.function.Consumer;

/// Where rows come from.
///
/// Life: [#start] or an offset from the ledger, then any number of [#plan] for ranges that were declared before a crash, then
/// [#open], then [#available], [#plan] and [#committed] in turn, then [#close]. All calls but [#close] are made by the query's epoch
/// thread; a source may have threads of its own that fetch ahead.
///
/// The contract on which exactly-once rests: a range, once declared, always gives the same rows in the same batches
/// in the same order, in this process and after a restart. A source that cannot promise that says so in [#replayable], and the engine
/// keeps its rows in the ledger.
///
/// Trouble: [dev.penstock.data.error.UserException] when the user has to mend something;
/// [dev.penstock.data.error.TransientException] when trying again may help.
public interface Source extends AutoCloseable {
    /// Where a query that has never run begins. Called once in the life of a checkpoint; the answer is kept in the ledger.
    Offset start();

    /// The end of what is there now, without any limit: where `AvailableNow` and a batch query stop.
    Offset latest();

    /// Begins to fetch after `from`. From now on `wake` is called, on any thread, whenever rows arrive while none were waiting.
    void open(Offset from, Runnable wake);

    /// The end of the next range: all that waits after `from`, at most what `limit` allows; equal to `from` when nothing waits.
    /// Never blocks and never does I/O that could: it is asked before every epoch.
    Offset available(Offset from, ReadLimit limit);

    /// The rows after `from` up to and including `to`, as splits whose batches follow each other in the order of the list.
    /// Each split is read once, by any one thread; different splits may be read at the same time.
    List<Split> plan(Offset from, Offset to);

    /// All rows up to this offset have been processed for good. May be called late, or not for every epoch.
    default void committed(Offset upTo) {}

    /// False when a range cannot be read a second time (socket, HTTP).
    default boolean replayable() {
        return true;
    }

    /// One line that names the source in progress reports, as Spark's do: `KafkaV2[Subscribe[events]]`.
    String description();

    @Override
    void close();

    /// A part of a range.
    interface Split {
        /// About how many rows the split has, or -1. A pure function of the range: it decides how an epoch is spread over workers.
        default long size() {
            return -1;
        }

        /// Gives the rows of the split, all of them insertions, in batches of at most [Batch#CAPACITY] rows. A batch is valid until
        /// `into` returns.
        void read(Consumer<Batch> into);
    }
}

package dev.penstock.engine.session;

/// The user's program at the end of a stream. Called by the query's epoch thread, an epoch at a time.
@FunctionalInterface
public interface RowsConsumer {
    /// Takes all rows of an epoch; they belong to the receiver. After a crash the last epochs may come again under the same numbers.
    void accept(Result rows, long epoch) throws Exception;
}

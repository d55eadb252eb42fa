package dev.penstock;

import org.jspecify.annotations.Nullable;

/// What a user's program does with each row of a stream: [StreamWriter#foreach].
///
/// For each epoch [#open] is called once, then [#process] for each row, in order, then [#close]; all by the query's epoch thread.
/// After a crash the last epochs may come again, with the same numbers and, when the query is deterministic, the same rows in
/// the same order. So a program that must not do anything twice keeps the number of the last epoch that it has done beside what it
/// writes, and gives false in [#open] for that epoch and those before.
public interface ForeachWriter<T> {
    /// An epoch begins. `partitionId` is always 0. When the result is false its rows are passed over.
    boolean open(long partitionId, long epochId);

    /// A row of the epoch.
    void process(T value);

    /// The epoch is done, or `errorOrNull` has ended it. Called whenever [#open] was.
    void close(@Nullable Throwable errorOrNull);
}

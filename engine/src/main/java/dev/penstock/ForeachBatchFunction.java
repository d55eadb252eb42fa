package dev.penstock;

/// What a user's program does with the rows of each epoch of a stream: [StreamWriter#foreachBatch].
///
/// Called by the query's epoch thread, which waits. After a crash the last epochs may come again, with the same numbers and, when the
/// query is deterministic, the same rows in the same order. So a program that must not do anything twice keeps the number of the last
/// epoch that it has done beside what it writes, and leaves out that epoch and those before.
@FunctionalInterface
public interface ForeachBatchFunction {
    /// Takes the rows of epoch `batchId`. The data frame may be used again and again, also after this returns.
    void call(DataFrame batch, Long batchId) throws Exception;
}

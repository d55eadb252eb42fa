/// JMH benchmarks of the parts: vectors, expressions, aggregation, JSON, and the fixed cost of an epoch. Start at `MicroBenchmark`.
///
/// An operation of those over batches is one batch of 4096 rows.
@NullMarked
package dev.penstock.bench.micro;

import org.jspecify.annotations.NullMarked;

/// Throughput of whole jobs: the Yahoo streaming benchmark, from generated rows and from Kafka with JSON values, and filters and sums over
/// long columns; Penstock beside Spark and DuckDB.
///
/// Penstock and Spark run the same SQL text, which is in `Yahoo`. Jobs are processes of their own. Start at `ThroughputBenchmark`.
@NullMarked
package dev.penstock.bench.throughput;

import org.jspecify.annotations.NullMarked;

/// Benchmarks: Penstock measured beside its peers, on the same work in the same run.
///
/// A driver (`Main`) starts each job under test as a process of its own, so that no job profits from, or pays for, the code and the garbage of
/// another. Jobs print lines of numbers on standard output; the driver reads them and prints tables with ratios. Nothing here asserts a time.
/// Start reading at `Main`; `Benchmark` is what all of them are.
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;

/// Keyed state of ten million entries: how much memory one takes, and how long the longest epoch is while they come. Start at
/// `StateBenchmark`.
@NullMarked
package dev.penstock.bench.state;

import org.jspecify.annotations.NullMarked;

/// Latency from Kafka to Kafka, from the moment at which a record should have been sent to the moment at which a consumer of the output has it.
///
/// The load is an open loop: records are due at fixed times, whether or not the job keeps up, and a record that is sent late has waited since
/// it was due. The driver holds the generator and the observer; broker and job are processes of their own. Start at `LatencyBenchmark`.
@NullMarked
package dev.penstock.bench.latency;

import org.jspecify.annotations.NullMarked;

/// A real Kafka broker inside the process, for the demo, tests and benchmarks; never needed by a user who has a Kafka cluster.
///
/// One node is both broker and controller (KRaft). It listens on loopback only, keeps its data in one directory, and is tuned to start
/// fast and stay small, not for durability: it does not sync its files. Start reading at [dev.penstock.broker.LocalBroker].
@NullMarked
package dev.penstock.broker;

import org.jspecify.annotations.NullMarked;

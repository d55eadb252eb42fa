/// The Nexmark benchmark: 24 queries over people, auctions and bids, as streams, beside Flink.
///
/// The queries are SQL files beside this package's classes, one each, which Spark runs as they are too. Jobs are processes of their own. Start at
/// `NexmarkBenchmark`.
@NullMarked
package dev.penstock.bench.nexmark;

import org.jspecify.annotations.NullMarked;

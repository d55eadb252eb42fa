/// The events of the Nexmark benchmark: people who register, auctions that they open, and bids, as a stream without end.
///
/// Every event is a pure function of its number and of the parameters, so any range can be made again, anywhere, in any order. `NexmarkParameters`,
/// `NexmarkTexts` and `NexmarkEvents` need nothing but the JDK (17 or later): the benchmarks compile them into the jobs of other engines too, which so
/// read the very same events. Start with [dev.penstock.io.nexmark.NexmarkEvents]; the source is made by [dev.penstock.io.nexmark.NexmarkConnector].
@NullMarked
package dev.penstock.io.nexmark;

import org.jspecify.annotations.NullMarked;

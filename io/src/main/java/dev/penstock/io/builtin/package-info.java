/// The connectors that need no library: generated rows (`rate`, `rate-micro-batch`), lines of a socket, the console, and nothing (`noop`).
///
/// Each is one file that names its options. Their classes are found by `ServiceLoader` and used through [dev.penstock.io.Connector] only.
/// Start with [dev.penstock.io.builtin.RateMicroBatchConnector], the simplest source.
@NullMarked
package dev.penstock.io.builtin;

import org.jspecify.annotations.NullMarked;

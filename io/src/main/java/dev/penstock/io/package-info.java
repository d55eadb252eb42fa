/// The contracts of sources and sinks, and the connectors that need no library.
///
/// The engine moves batches from a [dev.penstock.io.Source] into a circuit and changes from a circuit into a
/// [dev.penstock.io.Sink], under one epoch. Sources and sinks know nothing of queries, plans or state.
/// A family of them is offered by a [dev.penstock.io.Connector], which `ServiceLoader` finds.
/// Start reading at [dev.penstock.io.Source] and [dev.penstock.io.Sink].
@NullMarked
package dev.penstock.io;

import org.jspecify.annotations.NullMarked;

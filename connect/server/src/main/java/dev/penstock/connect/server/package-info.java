/// A server that clients of Apache Spark Connect talk to, unchanged.
///
/// A call is checked ([dev.penstock.connect.server.rpc]), finds its session ([dev.penstock.connect.server.session]) and becomes a plan of the engine
/// ([dev.penstock.connect.server.plan]) or a command about streams ([dev.penstock.connect.server.stream]); what executes is an operation with a
/// buffer of responses ([dev.penstock.connect.server.execute]). Start reading at [dev.penstock.connect.server.ConnectServer].
@NullMarked
package dev.penstock.connect.server;

import org.jspecify.annotations.NullMarked;

/// The service: one class a call, and what they have in common.
///
/// A call that asks is answered on a thread of the server's pool. A call that executes starts an operation and only carries its responses.
/// Start reading at [dev.penstock.connect.server.rpc.ConnectService].
@NullMarked
package dev.penstock.connect.server.rpc;

import org.jspecify.annotations.NullMarked;

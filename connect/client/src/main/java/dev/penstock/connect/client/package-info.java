/// Sessions whose work a Spark cluster does: specs become Spark Connect messages, results come back as rows, errors as those of this house.
///
/// A [dev.penstock.connect.client.RemoteSession] is the engine's `Backend` for one session of a cluster; a
/// [dev.penstock.connect.client.Connection] carries its messages and sends them again when the line breaks. `.message` translates specs, `.query`
/// is a started query seen from here, `.pipeline` turns Penstock's streaming statements into what Spark has for them. All of it may be used by any thread.
/// Start reading at [dev.penstock.connect.client.RemoteSession].
@NullMarked
package dev.penstock.connect.client;

import org.jspecify.annotations.NullMarked;

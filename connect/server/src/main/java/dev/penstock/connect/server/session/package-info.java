/// What a client has on the server: one session a (user, session id), with all that belongs to it.
///
/// A session holds a session of the engine, the artifacts that its client sent, and parts that other packages keep with it. It ends when the
/// client releases it or has been silent for too long, and everything goes with it. Safe for use by any thread.
/// Start reading at [dev.penstock.connect.server.session.ServerSession].
@NullMarked
package dev.penstock.connect.server.session;

import org.jspecify.annotations.NullMarked;

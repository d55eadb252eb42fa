/// What one user does: configuration, queries and statements over the catalog.
///
/// A [dev.penstock.engine.session.SessionState] is what the public `Session` is made of: it binds what the user said, runs queries that end
/// and starts those that do not. [dev.penstock.engine.session.Statements] carries out SQL statements. A session may be used by any thread;
/// the [dev.penstock.engine.session.Instance] below it is shared by all sessions of a Penstock.
/// The public API sees of it a [dev.penstock.engine.session.Backend] only, so that the same program runs on a cluster when a
/// [dev.penstock.engine.session.RemoteBackend] opens the session.
/// Start reading at [dev.penstock.engine.session.SessionState].
@NullMarked
package dev.penstock.engine.session;

import org.jspecify.annotations.NullMarked;

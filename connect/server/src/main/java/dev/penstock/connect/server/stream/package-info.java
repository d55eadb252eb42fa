/// Streams over Connect: starting them, asking and stopping them, and listening to them.
///
/// The queries of a session end with it. Start reading at [dev.penstock.connect.server.stream.StreamingCommands].
@NullMarked
package dev.penstock.connect.server.stream;

import org.jspecify.annotations.NullMarked;

/// Files that clients send: rows too many for a plan, and code for Spark, which Penstock keeps but does not run.
///
/// They are written to disk as they come, a chunk at a time, and vanish with their session. Start reading at
/// [dev.penstock.connect.server.artifact.Artifacts].
@NullMarked
package dev.penstock.connect.server.artifact;

import org.jspecify.annotations.NullMarked;

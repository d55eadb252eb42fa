/// Streaming queries of a session on a cluster, as they are seen from here.
///
/// Nothing is kept but ids: every question goes to the cluster. What the cluster tells listeners arrives on threads of the connection.
/// Start reading at [dev.penstock.connect.client.query.RemoteQueries].
@NullMarked
package dev.penstock.connect.client.query;

import org.jspecify.annotations.NullMarked;

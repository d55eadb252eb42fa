/// Types and rows as Spark Connect carries them, for the server and for the client.
///
/// Rows travel as Arrow: each message is a complete Arrow stream of a schema and one record batch. Both directions work on byte arrays of the
/// heap, straight from and to the vectors of `data`; of Arrow's libraries only the generated classes of its headers are used. What comes from
/// elsewhere is not trusted: whatever does not fit together is an error for the user. Everything here is static or belongs to one thread.
/// Start reading at [dev.penstock.connect.wire.ArrowWriter].
@NullMarked
package dev.penstock.connect.wire;

import org.jspecify.annotations.NullMarked;

/// Errors as Spark's clients expect them: a gRPC status with what they need to raise the exception that Spark would raise.
///
/// Start reading at [dev.penstock.connect.server.error.Errors].
@NullMarked
package dev.penstock.connect.server.error;

import org.jspecify.annotations.NullMarked;

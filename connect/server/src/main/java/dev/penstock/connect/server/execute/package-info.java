/// Operations: what runs for an `ExecutePlan`, and the responses that wait for its client.
///
/// An operation runs on a thread of its own and outlives the call that started it: a client that lost its connection attaches again and goes on
/// after the last response that it has. Responses wait in a bounded buffer; who produces them waits while it is full.
/// Start reading at [dev.penstock.connect.server.execute.Operation].
@NullMarked
package dev.penstock.connect.server.execute;

import org.jspecify.annotations.NullMarked;

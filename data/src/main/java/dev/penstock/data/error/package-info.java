/// Trouble in the two forms that are told to people: the user's ([dev.penstock.data.error.UserException], with Spark's condition,
/// SQLSTATE and position) and the world's ([dev.penstock.data.error.TransientException], to be tried again).
/// Our own mistakes are assertions and are never caught.
@NullMarked
package dev.penstock.data.error;

import org.jspecify.annotations.NullMarked;

/// The operators: each turns changes of its inputs into changes of its result. One file an operator.
///
/// The law of every operator: the sum of its outputs over any sequence of epochs equals the batch result over the sum of its inputs.
/// An operator is deterministic, never blocks, and holds all its state in arrangements. It is handed the [dev.penstock.flow.operator.Changes]
/// that receives its output when it is made, and is itself, or offers, the [dev.penstock.flow.operator.Changes] that take its input.
@NullMarked
package dev.penstock.flow.operator;

import org.jspecify.annotations.NullMarked;

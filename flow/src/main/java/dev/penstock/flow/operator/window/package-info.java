/// Functions over windows: each row of a partition gets values that are made of the ordered rows around it.
///
/// A [dev.penstock.flow.operator.window.WindowFunction] computes its values for a range of positions of a
/// [dev.penstock.flow.operator.window.Slice], and says how far it looks, so that the incremental operator knows which rows a change can touch.
/// [dev.penstock.flow.operator.window.WholeWindow] sorts what one epoch brings; [dev.penstock.flow.operator.window.ChangingWindow] keeps
/// the rows in order and gives differences. Invariant: a value depends on the rows of its partition alone, not on how they came, because
/// rows that are equal in the order stand in the order of all their columns.
///
/// Start at [dev.penstock.flow.operator.window.ChangingWindow].
@NullMarked
package dev.penstock.flow.operator.window;

import org.jspecify.annotations.NullMarked;

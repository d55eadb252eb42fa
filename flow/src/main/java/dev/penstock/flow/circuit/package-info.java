/// The graph of operators that runs a query, and how an epoch goes through it.
///
/// A [dev.penstock.flow.circuit.Circuit] is a list of inputs, in the order in which they have to be run; the operators behind them
/// hold each other. A small epoch goes through on the calling thread. Of a large one, the splits of an input go through
/// [dev.penstock.flow.circuit.Lane]s, copies of the stateless operators next to the input, on several workers, and what the lanes have
/// gathered is handed on in the order of the splits: the result does not depend on the number of workers.
@NullMarked
package dev.penstock.flow.circuit;

import org.jspecify.annotations.NullMarked;

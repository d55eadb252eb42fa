/// From what a query means to how it runs: the only place that sees both the logical algebra and the circuit.
@NullMarked
package dev.penstock.flow.lower;

import org.jspecify.annotations.NullMarked;

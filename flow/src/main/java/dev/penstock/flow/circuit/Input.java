package dev.penstock.flow.circuit;

import dev.penstock.flow.operator.Changes;
import dev.penstock.plan.logical.Logical;
import java.util.Optional;
import java.util.function.Supplier;

/// An input of a circuit: a leaf of the plan and the operators that wait for its rows.
///
/// `lanes` makes lanes when the operators next to the input may run on several workers.
public record Input(Logical leaf, Changes entry, Optional<Supplier<Lane>> lanes) {
    /// The scan that this input is, when its rows come from outside of the plan.
    public Optional<Logical.Scan> scan() {
        return leaf instanceof Logical.Scan scan ? Optional.of(scan) : Optional.empty();
    }
}

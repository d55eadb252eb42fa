package dev.penstock.flow.lower;

import dev.penstock.data.DataType;
import dev.penstock.flow.circuit.Lane;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What a plan node's rows are to be given to, and how to make copies of the stateless part of it.
///
/// `entry` is the operator that takes the rows. `steps` make the operators between the lane's end and `entry` once more, the last one
/// first; `laneEnd` makes what gathers a lane's rows, absent when the rows have to pass in order on one thread. `retractions` says whether
/// somebody after this needs to hear of removed rows.
record Chain(Changes entry, List<UnaryOperator<Changes>> steps, Optional<Supplier<LaneEnd>> laneEnd,
        boolean retractions) {

    /// Gathers what a lane gives, until it is drained into the operators after it.
    interface LaneEnd {
        Changes entry();

        void drain();
    }

    /// A chain that ends at a stateful operator or a sink: lanes keep their rows for it.
    static Chain to(Changes next, List<DataType> types) {
        return new Chain(next, List.of(),
                Optional.of(() -> new BufferEnd(new RowBuffer(types), next)), true);
    }

    /// A chain that ends at an operator that has its own way to gather.
    static Chain to(Changes next, Supplier<LaneEnd> laneEnd) {
        return new Chain(next, List.of(), Optional.of(laneEnd), true);
    }

    /// The same chain, for changes of which only the insertions count.
    Chain withoutRetractions() {
        return new Chain(entry, steps, laneEnd, false);
    }

    /// The chain with one stateless operator more in front. `step` makes that operator, given the one after it.
    Chain before(UnaryOperator<Changes> step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new Chain(step.apply(entry), List.copyOf(more), laneEnd, retractions);
    }

    /// The chain with an operator in front that needs the rows in order, on one thread.
    Chain sequential(Changes newEntry) {
        return new Chain(newEntry, List.of(), Optional.empty(), retractions);
    }

    Optional<Supplier<Lane>> lanes() {
        return laneEnd.map(ends -> () -> {
            var end = ends.get();
            var first = end.entry();
            for (var step : steps) {
                first = step.apply(first);
            }
            return new ChainLane(first, end);
        });
    }

    private record ChainLane(Changes entry, LaneEnd end) implements Lane {
        @Override
        public void drain() {
            end.drain();
        }
    }

    private record BufferEnd(RowBuffer buffer, Changes next) implements LaneEnd {
        @Override
        public Changes entry() {
            return buffer;
        }

        @Override
        public void drain() {
            buffer.drainTo(next);
        }
    }
}

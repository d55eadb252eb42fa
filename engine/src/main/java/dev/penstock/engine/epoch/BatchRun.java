package dev.penstock.engine.epoch;

import dev.penstock.data.Batch;
import dev.penstock.data.sys.World;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.lower.Delivery;
import dev.penstock.flow.lower.Lowering;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.program.Programs;
import dev.penstock.io.Offset;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.ledger.Range;
import dev.penstock.store.state.Arrangement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs a query over inputs that end: the same circuit as for a stream, with one epoch and no ledger.
public final class BatchRun {
    private BatchRun() {}

    /// Gives the rows of the result to `into`, in the order that the query asks for. A batch is valid until `into` returns.
    ///
    /// @throws java.util.concurrent.CancellationException when this thread is interrupted
    /// @throws dev.penstock.data.error.UserException from analysis of sources, or from the data where ANSI mode demands it
    public static void run(Logical plan, SourceFactory sources, ZoneId zone, World world,
            Workers workers, Consumer<Batch> into) {
        var clock = new EpochClock();
        clock.set(0, world.clock().epochMicros(), 0);
        var context = new KernelContext(zone, clock);
        var circuit = Lowering.lower(plan, Delivery.BATCH, context,
                (_, layout) -> new Arrangement(layout), new Result(into));
        try (var feeds = new Feeds(circuit, sources, workers, context, Optional.empty())) {
            var starts = feeds.starts();
            feeds.stopWith(Thread.currentThread());
            feeds.moveTo(starts);
            feeds.aim();
            var ends = feeds.targets();
            var ranges = new ArrayList<Range>();
            for (int i = 0; i < starts.size(); i++) {
                ranges.add(new Range(starts.get(i),
                        ends.get(i).map(Offset::json).orElse(starts.get(i))));
            }
            circuit.programs().begin(Programs.Identity.BATCH);
            feeds.run(0, ranges);
        } finally {
            circuit.programs().close();
        }
    }

    private record Result(Consumer<Batch> into) implements Changes {
        @Override
        public void accept(Batch changes) {
            into.accept(changes);
        }

        @Override
        public void finish() {}
    }
}

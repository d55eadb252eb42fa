package dev.penstock.bench.micro;

import dev.penstock.bench.Plans;
import dev.penstock.bench.latency.EpochCost;
import dev.penstock.data.Batch;
import dev.penstock.data.LongVector;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.lower.Delivery;
import dev.penstock.flow.lower.Lowering;
import dev.penstock.store.state.Arrangement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One row through 20 operators: the circuit alone, without source, ledger and loop. `./penstock bench latency` measures all of it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EpochCosts {
    private final Batches.Counting out = new Batches.Counting();
    private Circuit circuit = new Circuit(java.util.List.of(), new EpochClock(),
            new dev.penstock.flow.operator.EventTime(), java.util.List.of(),
            new dev.penstock.flow.operator.program.Programs(), Map.of());
    private final LongVector times = new LongVector(1);
    private final LongVector values = new LongVector(1);
    private long next;

    @Setup
    public void prepare() {
        var plan = Plans.asWritten(EpochCost.query(), Map.of("rowsPerBatch", "1"));
        circuit = Lowering.lower(plan, Delivery.UPDATE,
                new KernelContext(Plans.ZONE, new EpochClock()),
                (_, layout) -> new Arrangement(layout),
                out);
    }

    @Benchmark
    public long circuit() {
        circuit.clock().set(next, next, 0);
        times.set(0, next);
        values.set(0, next++);
        var entry = circuit.inputs().getFirst().entry();
        entry.accept(Batch.of(1, times, values));
        entry.finish();
        return out.rows;
    }
}

package dev.penstock.bench.micro;

import dev.penstock.data.Batch;
import dev.penstock.flow.operator.Changes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// An epoch of one batch through an aggregation, with few keys and with many, by number and by text.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Aggregation {
    @Param({"key", "text"})
    public String by = "";
    @Param({"100", "1000000"})
    public int keys;

    private final Batches.Counting out = new Batches.Counting();
    private Batch batch = Batch.of(0);
    private Changes entry = out;

    @Setup
    public void prepare() {
        var query = "SELECT " + by + ", sum(amount) AS s, count(*) AS n FROM t GROUP BY " + by;
        entry = Batches.circuit(query, out).inputs().getFirst().entry();
        batch = Inputs.of(query, Batches.of(keys));
    }

    @Benchmark
    public long epoch() {
        entry.accept(batch);
        entry.finish();
        return out.rows;
    }
}

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

/// Filters and projections over a batch.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Expressions {
    @Param({"SELECT amount FROM t WHERE amount < 500000", "SELECT amount + key * 2 AS x FROM t",
            "SELECT amount % 1000 AS x FROM t",
            "SELECT CASE WHEN amount > 500000 THEN key ELSE amount END AS x FROM t",
            "SELECT amount FROM t WHERE text = 'user-7'",
            "SELECT upper(text) AS x FROM t", "SELECT text FROM t WHERE text LIKE 'user-1%'",
            "SELECT CAST(amount AS STRING) AS x FROM t",
            "SELECT CAST(amount AS DOUBLE) / 3 AS x FROM t"})
    public String query = "";

    private final Batches.Counting out = new Batches.Counting();
    private Batch batch = Batch.of(0);
    private Changes entry = out;

    @Setup
    public void prepare() {
        batch = Batches.of(1000);
        entry = Batches.circuit(query, out).inputs().getFirst().entry();
        batch = Inputs.of(query, batch);
    }

    @Benchmark
    public long batch() {
        entry.accept(batch);
        return out.rows;
    }
}

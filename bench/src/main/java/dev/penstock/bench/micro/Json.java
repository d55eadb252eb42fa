package dev.penstock.bench.micro;

import dev.penstock.data.Batch;
import dev.penstock.flow.operator.Changes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// `from_json` of five fields over a batch of JSON texts.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Json {
    private static final String QUERY = """
            SELECT from_json(text, 'user_id STRING, ad_id STRING, event_type STRING, event_time BIGINT, ip_address STRING') AS e FROM t""";

    private final Batches.Counting out = new Batches.Counting();
    private Batch batch = Batch.of(0);
    private Changes entry = out;

    @Setup
    public void prepare() {
        entry = Batches.circuit(QUERY, out).inputs().getFirst().entry();
        batch = Inputs.of(QUERY, Batches.json());
    }

    @Benchmark
    public long batch() {
        entry.accept(batch);
        return out.rows;
    }
}

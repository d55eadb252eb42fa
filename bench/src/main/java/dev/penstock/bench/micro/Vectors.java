package dev.penstock.bench.micro;

import dev.penstock.data.BytesVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Batch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Gathering every second row of a vector into another.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Vectors {
    private Batch batch = Batch.of(0);
    private Selection half = Selection.all(0);
    private final LongVector longs = new LongVector(Batch.CAPACITY);
    private final BytesVector texts = new BytesVector(Batch.CAPACITY);

    @Setup
    public void prepare() {
        batch = Batches.of(1000);
        int[] positions = new int[Batch.CAPACITY / 2];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = 2 * i;
        }
        half = Selection.of(positions, positions.length);
    }

    @Benchmark
    public LongVector gatherLongs() {
        longs.reset(half.count());
        longs.copyRows(batch.column(0), half, 0);
        return longs;
    }

    @Benchmark
    public BytesVector gatherTexts() {
        texts.reset(half.count());
        texts.copyRows(batch.column(2), half, 0);
        return texts;
    }
}

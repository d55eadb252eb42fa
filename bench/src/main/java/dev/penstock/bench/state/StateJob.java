package dev.penstock.bench.state;

import dev.penstock.bench.Meter;
import dev.penstock.bench.Plans;
import dev.penstock.bench.TimedLoop;
import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.engine.epoch.Pace;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is measured, as a process: `memory KEYS` prints `BYTES byItsOwnAccount ofTheHeap`, an entry; `epochs KEYS CHECKPOINT` prints
/// `EPOCH phase epochs p50 p99 p99.9 max` in nanoseconds for computing, and `LATENCY` likewise with ledger and commit.
public final class StateJob {
    /// Rows of an epoch.
    static final int ROWS = 1000;
    private static final Layout SUMS = Layout.of(List.of(new Field("key", DataType.LONG, false)),
            List.of(new Field("sum", DataType.LONG, false)));

    private StateJob() {}

    public static void main(String[] arguments) throws Exception {
        int keys = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("memory")) {
            memory(keys);
        } else {
            epochs(keys, Path.of(arguments[2]));
        }
    }

    private static void memory(int keys) {
        long before = usedBytes();
        var arrangement = new Arrangement(SUMS);
        var entries = new int[Batch.CAPACITY];
        var batch = new LongVector(Batch.CAPACITY);
        for (int from = 0; from < keys; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, keys - from);
            for (int i = 0; i < count; i++) {
                batch.set(i, key(from + i, keys));
            }
            arrangement.findOrInsert(new Vector[]{batch}, Selection.all(count), entries);
        }
        long after = usedBytes();
        Meter.print("BYTES " + (double) arrangement.memoryBytes() / keys + " "
                + (double) (after - before) / keys);
    }

    /// Any order of the keys: 2654435761 is prime.
    private static long key(long i, int keys) {
        return i * 2_654_435_761L % keys;
    }

    private static long usedBytes() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /// First every key comes once, then every key once more.
    private static void epochs(int keys, Path checkpoint) throws InterruptedException {
        var plan = Plans.stream(
                "SELECT key, sum(amount) AS sum FROM (SELECT value * 2654435761 % " + keys
                        + " AS key, value % 100 AS amount FROM STREAM generated) GROUP BY key",
                Map.of("rowsPerBatch", Integer.toString(ROWS), "advanceMillisPerBatch", "1"));
        int phase = Math.max(2, keys / ROWS);
        var loop = TimedLoop.run(plan, Optional.of(checkpoint), Pace.NATURAL, 2, 2L * phase);
        int warmUp = phase / 10;
        for (var measured : List.of("growing", "updating")) {
            int from = measured.equals("growing") ? warmUp : phase;
            int to = measured.equals("growing") ? phase : 2 * phase;
            Meter.print("EPOCH " + measured + " " + numbers(loop.computeNanos(from), to - from));
            Meter.print("LATENCY " + measured + " " + numbers(loop.latencyNanos(from), to - from));
        }
    }

    private static String numbers(long[] nanos, int count) {
        var sorted = java.util.Arrays.copyOf(nanos, count);
        java.util.Arrays.sort(sorted);
        return count + " " + sorted[count / 2] + " " + sorted[(int) (count * 0.99)] + " "
                + sorted[(int) (count * 0.999)] + " "
                + sorted[count - 1];
    }
}

package dev.penstock.store.state;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.testkit.Gen;
import java.lang.management.ManagementFactory;
import java.util.List;

/// Measures by hand what tests do not assert: `main` prints rates by processor time, bytes an entry and the longest pauses. Run it with `-Xmx3g`.
final class ArrangementMeasurement {
    private static final Layout SUMS = Layout.of(List.of(new Field("key", DataType.LONG, false)),
            List.of(new Field("sum", DataType.LONG, false)));

    /// The processor time of this thread, so that other work on the machine counts less.
    private static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private ArrangementMeasurement() {}

    public static void main(String[] arguments) {
        for (int keys : new int[]{1_000, 100_000, 10_000_000}) {
            for (int round = 0; round < 3; round++) {
                adds(keys);
            }
        }
        strings(1000);
        strings(1000);
        growth();
    }

    private static void adds(int keys) {
        var gen = new Gen(1);
        var arrangement = new Arrangement(SUMS);
        var entries = new int[Batch.CAPACITY];
        var batches = new LongVector[256];
        for (int b = 0; b < batches.length; b++) {
            batches[b] = new LongVector(Batch.CAPACITY);
            for (int i = 0; i < Batch.CAPACITY; i++) {
                batches[b].set(i, gen.below(keys));
            }
        }
        var all = new LongVector(Batch.CAPACITY);
        for (int from = 0; from < keys; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, keys - from);
            for (int i = 0; i < count; i++) {
                all.set(i, from + i);
            }
            arrangement.findOrInsert(new Vector[]{all}, Selection.all(count), entries);
        }
        long start = nanos();
        for (int repeat = 0; repeat < 8; repeat++) {
            for (var batch : batches) {
                arrangement.findOrInsert(new Vector[]{batch}, Selection.all(Batch.CAPACITY),
                        entries);
                add(arrangement, entries, batch.values());
            }
        }
        double seconds = (nanos() - start) / 1e9;
        System.out.printf("%,11d keys: %6.1f million findOrInsert+add/s, %5.2f bytes an entry%n",
                keys, 8 * 256 * Batch.CAPACITY / seconds / 1e6,
                (double) arrangement.memoryBytes() / arrangement.size());
    }

    private static void add(Arrangement arrangement, int[] entries, long[] values) {
        for (int i = 0; i < Batch.CAPACITY; i++) {
            long[] page = arrangement.writable(entries[i]);
            page[arrangement.base(entries[i]) + 1] += values[i];
        }
    }

    private static void strings(int keys) {
        var gen = new Gen(1);
        var arrangement = new Arrangement(
                Layout.ofTypes(List.of(DataType.STRING), List.of(DataType.LONG)));
        var entries = new int[Batch.CAPACITY];
        var column = new dev.penstock.data.BytesVector(Batch.CAPACITY);
        for (int i = 0; i < Batch.CAPACITY; i++) {
            column.append(i, "some-key-" + gen.below(keys));
        }
        long start = nanos();
        for (int repeat = 0; repeat < 1000; repeat++) {
            arrangement.findOrInsert(new Vector[]{column}, Selection.all(Batch.CAPACITY), entries);
        }
        double seconds = (nanos() - start) / 1e9;
        System.out.printf("%,11d string keys: %6.1f million findOrInsert/s%n", keys,
                1000.0 * Batch.CAPACITY / seconds / 1e6);
    }

    /// Ten million keys come in, frozen every now and then: the longest batch, the longest freeze, and what the heap says at the end.
    private static void growth() {
        System.gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        var arrangement = new Arrangement(SUMS);
        var entries = new int[Batch.CAPACITY];
        var keys = new LongVector(Batch.CAPACITY);
        long longestBatch = 0;
        long longestFreeze = 0;
        long worst = 0;
        for (int from = 0; from < 10_000_000; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, 10_000_000 - from);
            for (int i = 0; i < count; i++) {
                keys.set(i, from + i);
            }
            long start = nanos();
            arrangement.findOrInsert(new Vector[]{keys}, Selection.all(count), entries);
            longestBatch = Math.max(longestBatch, nanos() - start);
            if (from % (64 * Batch.CAPACITY) == 0) {
                start = nanos();
                arrangement.freeze();
                longestFreeze = Math.max(longestFreeze, nanos() - start);
            }
            if (from > 1_000_000) {
                worst = Math.max(worst, arrangement.memoryBytes() * 100 / arrangement.size());
            }
        }
        long start = nanos();
        arrangement.freeze();
        long lastFreeze = nanos() - start;
        long after;
        try {
            System.gc();
            after = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        } finally {
            java.lang.ref.Reference.reachabilityFence(arrangement);
        }
        System.out.printf(
                "growth to 10 million: longest batch of 4096 inserts %d us, longest freeze %d us, last %d us, most %.2f bytes an entry, heap %.2f%n",
                longestBatch / 1000, longestFreeze / 1000, lastFreeze / 1000, worst / 100.0,
                (after - before) / 1e7);
    }
}

package dev.penstock.bench.throughput;

import dev.penstock.bench.Meter;
import dev.penstock.bench.Plans;
import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.lower.Delivery;
import dev.penstock.flow.lower.Lowering;
import dev.penstock.flow.operator.Changes;
import dev.penstock.store.state.Arrangement;
import java.util.ArrayList;
import java.util.List;

/// The bare kernels of [ColumnsJob]'s query over the same columns, on one thread, as a process: `ROWS RUNS`. Prints an `ITERATION` a run.
public final class KernelsJob {
    private static final Schema COLUMNS = Schema.of(Field.of("a", DataType.LONG),
            Field.of("b", DataType.LONG));

    private KernelsJob() {}

    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[0]);
        var batches = batches(rows);
        for (int run = 0; run < Integer.parseInt(arguments[1]); run++) {
            long wall = System.nanoTime();
            long cpu = Meter.cpuNanos();
            sum(batches);
            Meter.iteration(rows, System.nanoTime() - wall, Meter.cpuNanos() - cpu);
        }
    }

    /// The columns in batches.
    public static List<Batch> batches(long rows) {
        var batches = new ArrayList<Batch>();
        for (long from = 0; from < rows; from += Batch.CAPACITY) {
            int count = (int) Math.min(Batch.CAPACITY, rows - from);
            var a = new LongVector(count);
            var b = new LongVector(count);
            for (int i = 0; i < count; i++) {
                a.set(i, (from + i) * 7919 % 1_000_003);
                b.set(i, (from + i) % 1000);
            }
            batches.add(Batch.of(count, a, b));
        }
        return batches;
    }

    /// The sum of `b` over the rows with `a` below 500,000.
    public static long sum(List<Batch> batches) {
        var plan = Plans.table(ColumnsJob.QUERY, COLUMNS);
        var result = new Sum();
        var circuit = Lowering.lower(plan, Delivery.BATCH,
                new KernelContext(Plans.ZONE, new EpochClock()),
                (_, layout) -> new Arrangement(layout), result);
        var entry = circuit.inputs().getFirst().entry();
        batches.forEach(entry::accept);
        entry.finish();
        return result.sum;
    }

    private static final class Sum implements Changes {
        private long sum;

        @Override
        public void accept(Batch changes) {
            sum = ((LongVector) changes.column(0)).values()[0];
        }

        @Override
        public void finish() {}
    }
}

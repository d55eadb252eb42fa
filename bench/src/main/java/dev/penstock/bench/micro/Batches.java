package dev.penstock.bench.micro;

import dev.penstock.bench.Plans;
import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.lower.Delivery;
import dev.penstock.flow.lower.Lowering;
import dev.penstock.flow.operator.Changes;
import dev.penstock.store.state.Arrangement;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// Input that benchmarks share, and circuits that take it. Seeded: the same rows in every run.
final class Batches {
    static final Schema SCHEMA = Schema.of(Field.of("key", DataType.LONG),
            Field.of("amount", DataType.LONG), Field.of("text", DataType.STRING));

    private Batches() {}

    /// A full batch with keys below `keys`.
    static Batch of(int keys) {
        var random = new SplittableRandom(42);
        var key = new LongVector(Batch.CAPACITY);
        var amount = new LongVector(Batch.CAPACITY);
        var text = new BytesVector(Batch.CAPACITY);
        for (int i = 0; i < Batch.CAPACITY; i++) {
            key.set(i, random.nextInt(keys));
            amount.set(i, random.nextInt(1_000_000));
            text.append(i, "user-" + random.nextInt(keys));
        }
        return Batch.of(Batch.CAPACITY, key, amount, text);
    }

    /// A full batch of JSON in column `text`, as in the Yahoo streaming benchmark.
    static Batch json() {
        var random = new SplittableRandom(42);
        var text = new BytesVector(Batch.CAPACITY);
        for (int i = 0; i < Batch.CAPACITY; i++) {
            text.append(i,
                    new String(("{\"user_id\":\"u" + random.nextInt(100_000) + "\",\"ad_id\":\"a"
                            + random.nextInt(1000)
                            + "\",\"event_type\":\"view\",\"event_time\":"
                            + (1_700_000_000_000L + i) + ",\"ip_address\":\"1.2.3.4\"}")
                            .getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
        var numbers = new LongVector(Batch.CAPACITY);
        return Batch.of(Batch.CAPACITY, numbers, numbers, text);
    }

    /// The circuit of a query over [#SCHEMA], as a stream would run it.
    static Circuit circuit(String sql, Changes sink) {
        return Lowering.lower(Plans.table(sql, SCHEMA), Delivery.UPDATE,
                new KernelContext(Plans.ZONE, new EpochClock()),
                (_, layout) -> new Arrangement(layout), sink);
    }

    /// Counts what comes out.
    static final class Counting implements Changes {
        long rows;

        @Override
        public void accept(Batch changes) {
            rows += changes.count();
        }

        @Override
        public void finish() {}
    }
}

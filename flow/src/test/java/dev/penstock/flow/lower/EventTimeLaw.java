package dev.penstock.flow.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.circuit.Input;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.operator.EventTime.Policy;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Arrangement;
import dev.penstock.testkit.Gen;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The law under watermarks: what an operator gives in output mode `append`, and what it leaves in a table that it keeps up to date, equals the batch result over
/// the rows that were not late. Epochs, lanes and restarts are drawn at random. At the end the watermark goes beyond everything, and no state is left.
final class EventTimeLaw {
    /// Beyond every event time of a test.
    static final long END = 1L << 60;

    private final Gen gen;
    private final Logical plan;
    private final Delivery delivery;
    private final ToLongFunction<List<@Nullable Object>> over;
    private final KernelContext context = new KernelContext(ZoneOffset.UTC, new EpochClock());
    private final Map<String, Arrangement> state = new LinkedHashMap<>();
    private final Map<String, List<List<@Nullable Object>>> kept = new HashMap<>();
    private final ZSet result;
    private Circuit circuit;
    private long watermark;
    private long epoch;

    private EventTimeLaw(Gen gen, Logical plan, Delivery delivery,
            ToLongFunction<List<@Nullable Object>> over) {
        this.gen = gen;
        this.plan = plan;
        this.delivery = delivery;
        this.over = over;
        result = new ZSet(plan.schema());
        circuit = lowered();
    }

    /// `rows` are those of each scan in the order in which they come; `over` says when a row is over, null-time rows never.
    static void check(Gen gen, Logical plan, Delivery delivery,
            Map<String, List<List<@Nullable Object>>> rows,
            ToLongFunction<List<@Nullable Object>> over) {
        var law = new EventTimeLaw(gen, plan, delivery, over);
        law.run(rows);
        Map<String, List<Batch>> batches = new HashMap<>();
        law.kept.forEach((name, kept) -> batches.put(name,
                List.of(Gen.batch(law.schemaOf(name), kept))));
        assertThat(law.result.rows).as("result, seed " + gen.seed())
                .isEqualTo(Law.batch(plan, batches));
    }

    /// The rows that an operator without a batch counterpart gives, epoch by epoch, and the watermark of each epoch.
    static Map<List<@Nullable Object>, Long> result(Gen gen, Logical plan, Delivery delivery,
            Map<String, List<List<@Nullable Object>>> rows,
            ToLongFunction<List<@Nullable Object>> over, Kept listener) {
        var law = new EventTimeLaw(gen, plan, delivery, over);
        law.listener = listener;
        law.run(rows);
        return law.result.rows;
    }

    /// Hears of rows that were not late, with the watermark at which they came, and of the ends of epochs.
    @FunctionalInterface
    interface Kept {
        void row(List<@Nullable Object> row, long watermark);

        default void endEpoch(long watermark) {}
    }

    private Kept listener = (_, _) -> {
    };

    private Circuit lowered() {
        return Lowering.lower(plan, delivery, context,
                (identity, layout) -> state.computeIfAbsent(identity, _ -> new Arrangement(layout)),
                result);
    }

    private Schema schemaOf(String scan) {
        return circuit.inputs().stream().flatMap(i -> i.scan().stream())
                .filter(s -> s.name().equals(scan)).findFirst().orElseThrow().sourceSchema();
    }

    private void run(Map<String, List<List<@Nullable Object>>> rows) {
        Map<String, Integer> given = new HashMap<>();
        boolean more = true;
        while (more) {
            restartSometimes();
            Map<String, List<List<@Nullable Object>>> now = new HashMap<>();
            more = false;
            for (var entry : rows.entrySet()) {
                int from = given.getOrDefault(entry.getKey(), 0);
                int to = Math.min(entry.getValue().size(), from + gen.below(15));
                now.put(entry.getKey(), entry.getValue().subList(from, to));
                given.put(entry.getKey(), to);
                more |= to < entry.getValue().size();
            }
            epoch(now, nextWatermark());
            if (gen.flip()) {
                finishWhatIsDue();
            }
        }
        epoch(Map.of(), nextWatermark());
        epoch(Map.of(), END);
        watermark = END;
        finishWhatIsDue();
        state.forEach((identity, arrangement) -> assertThat(arrangement.size())
                .as("what is left of " + identity)
                .isLessThanOrEqualTo(identity.startsWith("watermark") ? 1 : leftOver));
    }

    /// How many entries may be left in the end, those of rows without a time.
    private static final int leftOver = 60;

    private void finishWhatIsDue() {
        int rounds = 0;
        while (circuit.eventTime().isDue(nextWatermark())) {
            restartSometimes();
            epoch(Map.of(), nextWatermark());
            assertThat(rounds++).as("rounds without rows").isLessThan(1000);
        }
    }

    private long nextWatermark() {
        return circuit.eventTime().watermark(Policy.MIN, watermark);
    }

    private void restartSometimes() {
        if (gen.below(4) == 0) {
            circuit = lowered(); // new operators over the kept arrangements
        }
    }

    private void epoch(Map<String, List<List<@Nullable Object>>> rows, long newWatermark) {
        context.epoch().set(epoch++, epoch, newWatermark, watermark, newWatermark);
        watermark = newWatermark;
        for (var input : circuit.inputs()) {
            var scan = input.scan().orElseThrow();
            var some = rows.getOrDefault(scan.name(), List.of());
            if (!some.isEmpty()) {
                push(input, scan, some);
            }
            input.entry().finish();
        }
        for (var some : rows.entrySet()) {
            for (var row : some.getValue()) {
                if (over.applyAsLong(row) > watermark) {
                    kept.computeIfAbsent(some.getKey(), _ -> new ArrayList<>()).add(row);
                    listener.row(row, watermark);
                }
            }
        }
        circuit.eventTime().endEpoch();
        listener.endEpoch(watermark);
    }

    private void push(Input input, Logical.Scan scan, List<List<@Nullable Object>> rows) {
        int split = gen.below(rows.size() + 1);
        var first = Gen.batch(scan.sourceSchema(), rows.subList(0, split));
        var second = Gen.batch(scan.sourceSchema(), rows.subList(split, rows.size()));
        Law.push(gen, input, List.of(first, second));
    }
}

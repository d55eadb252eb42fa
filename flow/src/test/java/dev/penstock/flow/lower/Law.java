package dev.penstock.flow.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.circuit.Input;
import dev.penstock.flow.circuit.LocalRows;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.program.Programs;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.state.Arrangement;
import dev.penstock.testkit.Gen;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The law that every operator is tested against: the sum of its outputs over any sequence of epochs equals the batch result over the sum of
/// its inputs. Epochs, batch sizes, selections, lanes and a restart in the middle are drawn at random.
final class Law {
    private static final KernelContext CONTEXT = new KernelContext(ZoneOffset.UTC,
            new EpochClock());

    /// Random cases of each property in a test run; `-Dpenstock.law.runs` asks for more.
    static final int RUNS = Integer.getInteger("penstock.law.runs", 1000);

    private Law() {}

    /// Runs `plan` over random rows of its scans and compares.
    static void check(Gen gen, Logical plan, int rowsPerScan) {
        Map<String, List<Batch>> inputs = new LinkedHashMap<>();
        Map<Field, List<@Nullable Object>> pools = new HashMap<>();
        for (var scan : scans(plan)) {
            inputs.computeIfAbsent(scan.name(),
                    _ -> batches(gen, scan.sourceSchema(), gen.below(rowsPerScan + 1), pools));
        }
        var batch = batch(plan, inputs);
        assertThat(incremental(gen, plan, inputs)).as("incremental result, seed " + gen.seed())
                .isEqualTo(batch);
    }

    /// Runs both plans over the same random rows of the scans of the first, and compares.
    static void same(Gen gen, Logical plan, Logical other, int rowsPerScan) {
        Map<String, List<Batch>> inputs = new LinkedHashMap<>();
        for (var scan : scans(plan)) {
            inputs.computeIfAbsent(scan.name(), _ -> batches(gen, scan.sourceSchema(),
                    gen.below(rowsPerScan + 1), new HashMap<>()));
        }
        assertThat(batch(plan, inputs)).as("batch result, seed " + gen.seed())
                .isEqualTo(batch(other, inputs));
    }

    /// Runs `plan` over random rows of its scans and compares the sum of the changes that output mode `changelog` gives.
    static void checkChangelog(Gen gen, Logical plan, int rowsPerScan) {
        Map<String, List<Batch>> inputs = new LinkedHashMap<>();
        Map<Field, List<@Nullable Object>> pools = new HashMap<>();
        for (var scan : scans(plan)) {
            inputs.computeIfAbsent(scan.name(),
                    _ -> batches(gen, scan.sourceSchema(), gen.below(rowsPerScan + 1), pools));
        }
        var changelog = Logical.Changelog.of(plan, Logical.Changelog.Form.COLUMNS, "query");
        Map<List<@Nullable Object>, Long> sums = new HashMap<>();
        Map<Object, Long> kinds = new HashMap<>();
        int width = plan.schema().size();
        incremental(gen, changelog, inputs).forEach((change, times) -> {
            assertThat(times).as("changes are only added").isPositive();
            var kind = (String) java.util.Objects.requireNonNull(change.get(width));
            kinds.merge(kind, times, Long::sum);
            long sign = kind.equals("insert") || kind.equals("update_postimage") ? 1 : -1;
            sums.merge(change.subList(0, width), sign * times, Long::sum);
        });
        sums.values().removeIf(times -> times == 0);
        assertThat(sums).as("sum of the changes, seed " + gen.seed())
                .isEqualTo(batch(plan, inputs));
        assertThat(kinds.getOrDefault("update_preimage", 0L))
                .isEqualTo(kinds.getOrDefault("update_postimage", 0L));
    }

    private static List<Logical.Scan> scans(Logical plan) {
        if (plan instanceof Logical.Scan scan) {
            return List.of(scan);
        }
        return plan.inputs().stream().flatMap(input -> scans(input).stream()).toList();
    }

    /// Batches of rows whose values come from few, the same for columns of one name: so rows meet partners, groups and their like again.
    private static List<Batch> batches(Gen gen, Schema schema, int rows,
            Map<Field, List<@Nullable Object>> pools) {
        var batches = new ArrayList<Batch>();
        for (int left = rows; left > 0;) {
            int size = Math.min(left, 1 + gen.below(40));
            var drawn = new ArrayList<List<@Nullable Object>>();
            for (int row = 0; row < size; row++) {
                var values = new ArrayList<@Nullable Object>();
                for (var field : schema.fields()) {
                    var pool = pools.computeIfAbsent(field, f -> pool(gen, f));
                    values.add(pool.get(gen.below(pool.size())));
                }
                drawn.add(values);
            }
            var batch = Gen.batch(schema, drawn);
            if (gen.below(3) == 0) {
                int[] positions = new int[size];
                int count = 0;
                for (int row = 0; row < size; row++) {
                    if (gen.below(2) == 0) {
                        positions[count++] = row;
                    }
                }
                batch = batch.select(Selection.of(positions, count));
            }
            batches.add(batch);
            left -= size;
        }
        return batches;
    }

    private static List<@Nullable Object> pool(Gen gen, Field field) {
        if (field.name().equals(Plans.OPERATION)) {
            return List.of((byte) 1, (byte) -1);
        }
        var pool = new ArrayList<@Nullable Object>();
        int size = gen.pick(1, 2, 3, 12);
        for (int i = 0; i < size; i++) {
            // Sums of quarters are exact in any order, so that a batch may add them as it likes.
            pool.add(field.type() instanceof DataType.DoubleType
                    ? (Object) (gen.between(-40, 40) / 4.0)
                    : gen.value(field.type(), field.nullable()));
        }
        return pool;
    }

    /// The result of one epoch, as rows with how often each occurs.
    static Map<List<@Nullable Object>, Long> batch(Logical plan, Map<String, List<Batch>> inputs) {
        var result = new ZSet(plan.schema());
        var circuit = Lowering.lower(plan, Delivery.BATCH, CONTEXT,
                (_, layout) -> new Arrangement(layout), result);
        circuit.programs().begin(Programs.Identity.BATCH);
        for (var input : circuit.inputs()) {
            pushLocal(input);
            input.scan().ifPresent(scan -> inputs.getOrDefault(scan.name(), List.of())
                    .forEach(input.entry()::accept));
            input.entry().finish();
        }
        return result.rows;
    }

    private static Map<List<@Nullable Object>, Long> incremental(Gen gen, Logical plan,
            Map<String, List<Batch>> inputs) {
        var result = new ZSet(plan.schema());
        Map<String, Arrangement> state = new HashMap<>();
        Circuit circuit = lower(plan, state, result);
        // By input: two inputs may read the same rows, each at its own pace.
        var given = new int[circuit.inputs().size()];
        boolean first = true;
        while (first || !isAllGiven(circuit, inputs, given)) {
            if (gen.below(4) == 0) {
                circuit = lower(plan, state, result); // a restart: new operators over the kept arrangements
            }
            for (int i = 0; i < given.length; i++) {
                var input = circuit.inputs().get(i);
                if (first) {
                    pushLocal(input);
                }
                if (input.scan().isPresent()) {
                    var all = inputs.getOrDefault(input.scan().get().name(), List.of());
                    int from = given[i];
                    given[i] = input.scan().get().streaming()
                            ? Math.min(all.size(), from + gen.below(4))
                            : all.size();
                    push(gen, input, all.subList(from, given[i]));
                }
                input.entry().finish();
            }
            first = false;
        }
        return result.rows;
    }

    private static boolean isAllGiven(Circuit circuit, Map<String, List<Batch>> inputs,
            int[] given) {
        for (int i = 0; i < given.length; i++) {
            var scan = circuit.inputs().get(i).scan();
            if (scan.isPresent()
                    && given[i] < inputs.getOrDefault(scan.get().name(), List.of()).size()) {
                return false;
            }
        }
        return true;
    }

    private static Circuit lower(Logical plan, Map<String, Arrangement> state, Changes sink) {
        var circuit = Lowering.lower(plan, Delivery.CHANGES, CONTEXT,
                (identity, layout) -> state.computeIfAbsent(identity, _ -> new Arrangement(layout)),
                sink);
        circuit.programs().begin(Programs.Identity.BATCH);
        return circuit;
    }

    private static void pushLocal(Input input) {
        if (input.scan().isEmpty()) {
            LocalRows.push(input.leaf(), CONTEXT, input.entry());
        }
    }

    /// Gives an input batches, over two lanes if it has them and chance wants it.
    static void push(Gen gen, Input input, List<Batch> batches) {
        if (input.lanes().isEmpty() || gen.below(2) == 0) {
            batches.forEach(input.entry()::accept);
            return;
        }
        var makeLane = input.lanes().get();
        var lanes = List.of(makeLane.get(), makeLane.get());
        int split = batches.isEmpty() ? 0 : gen.below(batches.size() + 1);
        batches.subList(0, split).forEach(lanes.get(0).entry()::accept);
        batches.subList(split, batches.size()).forEach(lanes.get(1).entry()::accept);
        lanes.forEach(lane -> lane.entry().finish());
        lanes.forEach(lane -> lane.drain());
    }

    /// Sums up changes.
    private static final class ZSet implements Changes {
        private final Schema schema;
        private final Map<List<@Nullable Object>, Long> rows = new HashMap<>();

        ZSet(Schema schema) {
            this.schema = schema;
        }

        @Override
        public void accept(Batch changes) {
            for (int i = 0; i < changes.count(); i++) {
                int row = changes.rows().at(i);
                var values = new ArrayList<@Nullable Object>();
                for (int column = 0; column < schema.size(); column++) {
                    values.add(Values.get(changes.column(column), schema.type(column), row));
                }
                rows.merge(values, changes.weight(row), Long::sum);
                rows.remove(values, 0L);
            }
        }

        @Override
        public void finish() {}
    }
}

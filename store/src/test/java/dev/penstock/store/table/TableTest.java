package dev.penstock.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.store.state.BlockWriter;
import dev.penstock.store.state.Blocks;
import dev.penstock.store.state.Image;
import dev.penstock.testkit.Gen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Schema WORDS = Schema.of(Field.of("id", DataType.LONG),
            Field.of("text", DataType.STRING),
            Field.of("tags", new DataType.ArrayType(DataType.INT, true)));
    private static final Schema NUMBERS = Schema.of(new Field("n", DataType.LONG, false));

    private static List<List<@Nullable Object>> rows(TableSnapshot snapshot) {
        var rows = new ArrayList<List<@Nullable Object>>();
        snapshot.forEach(batch -> rows.addAll(Gen.rows(snapshot.schema(), batch)));
        assertThat(rows).hasSize((int) snapshot.rowCount());
        return rows;
    }

    private static Map<List<@Nullable Object>, Integer> counted(List<List<@Nullable Object>> rows) {
        var counted = new HashMap<List<@Nullable Object>, Integer>();
        rows.forEach(row -> counted.merge(row, 1, Integer::sum));
        return counted;
    }

    private static final class MemoryBlocks implements BlockWriter, Blocks {
        private final TreeMap<Long, byte[]> blocks = new TreeMap<>();
        private int full;

        long add(Image image, long since) {
            try {
                image.writeTo(this, since);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return image.generation();
        }

        @Override
        public void block(int kind, int number, ByteBuffer content) {
            var bytes = new byte[content.remaining()];
            content.get(bytes);
            blocks.put((long) kind << 32 | number, bytes);
            full += kind == 1 ? 1 : 0;
        }

        @Override
        public String origin() {
            return "memory";
        }

        @Override
        public void sendTo(BlockWriter receiver) throws IOException {
            for (var block : blocks.entrySet()) {
                receiver.block((int) (block.getKey() >> 32), block.getKey().intValue(),
                        ByteBuffer.wrap(block.getValue()));
            }
        }
    }

    @Test
    void anAppendTableKeepsRowsInTheirOrderThroughEpochsTruncationsAndSnapshots() {
        Gen.check(60, gen -> {
            var table = new TableGroup().append(WORDS);
            var group = group(table);
            var model = new ArrayList<List<@Nullable Object>>();
            var blocks = new MemoryBlocks();
            long since = -1;
            for (int epoch = 0; epoch < 12; epoch++) {
                if (gen.oneIn(12)) {
                    table.truncate();
                    model.clear();
                }
                for (int i = gen.below(3); i > 0; i--) {
                    var batch = gen.batch(WORDS, gen.pick(1, 2, 100, 4096));
                    table.write(batch);
                    model.addAll(Gen.rows(WORDS, batch));
                }
                group.commit(epoch);
                assertThat(table.snapshot().epoch()).isEqualTo(epoch);
                if (gen.oneIn(3)) {
                    since = blocks.add(table.freeze(), since);
                    group = new TableGroup();
                    table = restoreAppend(group, blocks);
                }
                table.write(gen.batch(WORDS, 3));
                group.rollback();
            }
            assertThat(rows(table.snapshot())).isEqualTo(model);
        });
    }

    private static TableGroup group(Table table) {
        return switch (table) {
            case AppendTable append -> append.group();
            case KeyedTable keyed -> keyed.group();
        };
    }

    private static Table restoreAppend(TableGroup group, Blocks blocks) {
        try {
            return group.restoreAppend(WORDS, blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table restoreKeyed(TableGroup group, List<Integer> key, Blocks blocks) {
        try {
            return group.restoreKeyed(WORDS, key, blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFullChunkIsWrittenToSnapshotsOnce() {
        var group = new TableGroup();
        var table = group.append(WORDS);
        var gen = new Gen(1);
        var blocks = new MemoryBlocks();
        long since = -1;
        for (int epoch = 0; epoch < 10; epoch++) {
            table.write(gen.batch(WORDS, 4000));
            group.commit(epoch);
            since = blocks.add(table.freeze(), since);
        }
        assertThat(blocks.full).isEqualTo(9);
    }

    @Test
    void aTableOfWholeRowsIsTheSumOfItsChanges() {
        Gen.check(60, gen -> {
            var group = new TableGroup();
            var table = group.keyed(WORDS, List.of());
            var pool = Gen.rows(WORDS, gen.batch(WORDS, 40));
            var model = new HashMap<List<@Nullable Object>, Long>();
            for (int epoch = 0; epoch < 12; epoch++) {
                if (gen.oneIn(10)) {
                    table.truncate();
                    model.clear();
                }
                writeChanges(gen, table, pool, model);
                group.commit(epoch);
                if (gen.oneIn(3)) {
                    var blocks = new MemoryBlocks();
                    blocks.add(table.freeze(), -1);
                    group = new TableGroup();
                    table = restoreKeyed(group, List.of(), blocks);
                }
                var expected = new HashMap<List<@Nullable Object>, Integer>();
                model.forEach((row, count) -> expected.merge(row, count.intValue(), Integer::sum));
                expected.values().removeIf(count -> count <= 0);
                assertThat(counted(rows(table.snapshot()))).isEqualTo(expected);
            }
        });
    }

    private static void writeChanges(Gen gen, Table table, List<List<@Nullable Object>> pool,
            Map<List<@Nullable Object>, Long> model) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int i = gen.below(60); i >= 0; i--) {
            rows.add(gen.pick(pool));
        }
        var weights = rows.stream().mapToLong(_ -> gen.between(-1, 2)).toArray();
        var batch = Gen.batch(WORDS, rows);
        table.write(Batch.of(rows.size(), batch.columns(), weights));
        for (int i = 0; i < weights.length; i++) {
            model.merge(rows.get(i), weights[i], Long::sum);
        }
    }

    @Test
    void aTableWithAKeyHoldsTheNewestRowOfEachKey() {
        Gen.check(60, gen -> {
            var group = new TableGroup();
            var table = group.keyed(WORDS, List.of(1));
            var model = new LinkedHashMap<@Nullable Object, List<@Nullable Object>>();
            for (int epoch = 0; epoch < 12; epoch++) {
                var rows = new ArrayList<List<@Nullable Object>>();
                var weights = new long[50];
                for (int i = 0; i < 50; i++) {
                    var row = gen.row(WORDS);
                    row.set(1, gen.oneIn(5) ? null : gen.pick("a", "b", "c", "a longer key"));
                    var current = model.get(row.get(1));
                    weights[i] = gen.oneIn(3) ? -1 : 1;
                    if (weights[i] < 0 && current != null && gen.flip()) {
                        row = new ArrayList<>(current);
                        model.remove(row.get(1));
                    } else if (weights[i] < 0) {
                        var removed = row;
                        model.computeIfPresent(row.get(1),
                                (_, kept) -> kept.equals(removed) ? null : kept);
                    } else {
                        model.put(row.get(1), row);
                    }
                    rows.add(row);
                }
                table.write(Batch.of(50, Gen.batch(WORDS, rows).columns(), weights));
                group.commit(epoch);
                assertThat(counted(rows(table.snapshot())))
                        .isEqualTo(counted(new ArrayList<>(model.values())));
            }
        });
    }

    /// Two tables get the same numbers in each epoch; a reader that saw one of them within an epoch would see different sums.
    @Test
    void readersSeeAllTablesAfterOneAndTheSameEpochWhileTheyChange() throws InterruptedException {
        var group = new TableGroup();
        var log = group.append(NUMBERS);
        var sums = group.keyed(NUMBERS, List.of());
        var done = new AtomicBoolean();
        var trouble = new AtomicReference<@Nullable Throwable>();
        var reader = Thread.ofPlatform().start(() -> {
            try {
                while (!done.get()) {
                    var both = group.snapshots(List.of(log, sums));
                    assertThat(both.get(0).epoch()).isEqualTo(both.get(1).epoch());
                    assertThat(sum(both.get(0))).isEqualTo(sum(both.get(1)))
                            .isEqualTo(expected(both.get(0).epoch()));
                }
            } catch (Throwable e) {
                trouble.set(e);
            }
        });
        for (int epoch = 0; epoch < 3000; epoch++) {
            for (int part = 0; part < 2; part++) {
                var batch = Batch.of(1, LongVector.of(epoch));
                log.write(batch);
                sums.write(batch);
            }
            group.commit(epoch);
        }
        done.set(true);
        reader.join();
        assertThat(trouble.get()).isNull();
        assertThat(sum(log.snapshot())).isEqualTo(expected(2999));
    }

    private static long expected(long epoch) {
        return epoch * (epoch + 1);
    }

    private static long sum(TableSnapshot snapshot) {
        var sum = new long[1];
        snapshot.forEach(batch -> {
            for (int i = 0; i < batch.count(); i++) {
                sum[0] += ((LongVector) batch.column(0)).get(i);
            }
        });
        return sum[0];
    }
}

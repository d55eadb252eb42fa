package dev.penstock.store.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Vectors;
import dev.penstock.testkit.Gen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An arrangement behaves as a [HashMap] from keys to values, and what it was when frozen or written stays as it was.
class ArrangementTest {
    private static final List<DataType> KEY_TYPES = List.of(DataType.LONG, DataType.INT,
            DataType.STRING, DataType.DOUBLE,
            new DataType.DecimalType(30, 4), DataType.CALENDAR_INTERVAL, DataType.BOOLEAN,
            DataType.NULL, new DataType.ArrayType(DataType.STRING, true),
            new DataType.MapType(DataType.INT, DataType.DOUBLE, true));
    private static final List<DataType> VALUE_TYPES = Stream
            .concat(KEY_TYPES.stream(),
                    Stream.of(DataType.BINARY, DataType.FLOAT, DataType.TIMESTAMP))
            .toList();

    /// An arrangement beside its model.
    private static final class Pair {
        final Schema keys;
        final Schema values;
        final Layout layout;
        Arrangement arrangement;
        Map<List<@Nullable Object>, List<@Nullable Object>> model = new HashMap<>();

        Pair(Gen gen) {
            keys = schema(gen, KEY_TYPES, 1 + gen.below(3));
            values = schema(gen, VALUE_TYPES, gen.below(4));
            layout = Layout.of(keys.fields(), values.fields());
            arrangement = new Arrangement(layout);
        }

        private static Schema schema(Gen gen, List<DataType> types, int size) {
            var fields = new ArrayList<Field>();
            for (int i = 0; i < size; i++) {
                var type = gen.pick(types);
                fields.add(new Field("c" + i, type, type.equals(DataType.NULL) || gen.flip()));
            }
            return new Schema(fields);
        }

        void change(Gen gen, List<List<@Nullable Object>> keyPool) {
            var rows = new ArrayList<List<@Nullable Object>>();
            for (int i = gen.below(60); i >= 0; i--) {
                rows.add(gen.pick(keyPool));
            }
            if (gen.oneIn(3)) {
                remove(rows);
            } else {
                put(rows, gen.batch(values, rows.size()));
            }
        }

        private void put(List<List<@Nullable Object>> rows, Batch newValues) {
            var entries = new int[rows.size()];
            int before = arrangement.size();
            int inserted = arrangement.findOrInsert(Gen.batch(keys, rows).columns(),
                    Gen.batch(keys, rows).rows(), entries);
            assertThat(arrangement.size()).isEqualTo(before + inserted);
            var valueRows = Gen.rows(values, newValues);
            for (int i = 0; i < entries.length; i++) {
                for (int c = 0; c < values.size(); c++) {
                    arrangement.store(entries[i], keys.size() + c, newValues.column(c), i);
                }
                model.put(normal(rows.get(i)), plain(valueRows.get(i)));
            }
        }

        private void remove(List<List<@Nullable Object>> rows) {
            var entries = new int[1];
            for (var row : rows) {
                var batch = Gen.batch(keys, List.of(row));
                arrangement.find(batch.columns(), batch.rows(), entries);
                assertThat(entries[0] >= 0).isEqualTo(model.containsKey(normal(row)));
                if (entries[0] >= 0) {
                    arrangement.remove(entries[0]);
                    model.remove(normal(row));
                }
            }
        }

        void check() {
            assertThat(arrangement.size()).isEqualTo(model.size());
            assertThat(contents(arrangement::live, arrangement::load)).isEqualTo(model);
        }

        Map<List<@Nullable Object>, List<@Nullable Object>> contents(Live live, Load load) {
            var found = new HashMap<List<@Nullable Object>, List<@Nullable Object>>();
            var entries = new int[100];
            int from = 0;
            for (int count = live.live(from, entries); count > 0; count = live.live(from,
                    entries)) {
                var columns = Vectors.allocate(layout.types(), count);
                for (int c = 0; c < columns.length; c++) {
                    load.load(entries, count, c, columns[c], 0);
                }
                for (var row : Gen.rows(keys.concat(values), Batch.of(count, columns))) {
                    found.put(row.subList(0, keys.size()),
                            plain(row.subList(keys.size(), row.size())));
                }
                from = entries[count - 1] + 1;
            }
            return found;
        }

        /// The same with bytes in a class that has equality.
        private static List<@Nullable Object> plain(List<@Nullable Object> row) {
            var plain = new ArrayList<@Nullable Object>();
            row.forEach(value -> plain
                    .add(value instanceof byte[] bytes ? java.nio.ByteBuffer.wrap(bytes) : value));
            return plain;
        }

        private static List<@Nullable Object> normal(List<@Nullable Object> key) {
            var normal = new ArrayList<@Nullable Object>();
            key.forEach(value -> normal.add(normal(value)));
            return normal;
        }

        private static @Nullable Object normal(@Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                var normal = new HashMap<@Nullable Object, @Nullable Object>();
                map.forEach((k, v) -> normal.put(normal(k), normal(v)));
                return normal;
            }
            return value instanceof Double number && number == 0.0 ? (Object) 0.0 : value;
        }
    }

    private interface Live {
        int live(int from, int[] entries);
    }

    private interface Load {
        void load(int[] entries, int count, int column, dev.penstock.data.Vector into, int at);
    }

    private static List<List<@Nullable Object>> keyPool(Gen gen, Schema keys) {
        var pool = new ArrayList<List<@Nullable Object>>();
        for (int i = gen.pick(3, 30, 600); i >= 0; i--) {
            pool.add(gen.row(keys));
        }
        return pool;
    }

    @Test
    void behavesAsAHashMap() {
        Gen.check(300, gen -> {
            var pair = new Pair(gen);
            var pool = keyPool(gen, pair.keys);
            for (int step = 0; step < 30; step++) {
                pair.change(gen, pool);
            }
            pair.check();
        });
    }

    @Test
    void aFrozenViewNeverChanges() {
        Gen.check(150, gen -> {
            var pair = new Pair(gen);
            var pool = keyPool(gen, pair.keys);
            var views = new ArrayList<Frozen>();
            var models = new ArrayList<Map<List<@Nullable Object>, List<@Nullable Object>>>();
            for (int step = 0; step < 40; step++) {
                pair.change(gen, pool);
                if (gen.oneIn(5)) {
                    views.add(pair.arrangement.freeze());
                    models.add(new HashMap<>(pair.model));
                }
                if (gen.oneIn(30)) {
                    pair.arrangement.clear();
                    pair.model.clear();
                }
            }
            pair.check();
            for (int i = 0; i < views.size(); i++) {
                var view = views.get(i);
                assertThat(view.size()).isEqualTo(models.get(i).size());
                assertThat(pair.contents(view::live, view.cursor()::load)).isEqualTo(models.get(i));
            }
        });
    }

    @Test
    void whatSnapshotsHoldIsRestoredAndGoesOnAlike() {
        Gen.check(150, gen -> {
            var pair = new Pair(gen);
            var pool = keyPool(gen, pair.keys);
            var blocks = new MemoryBlocks();
            long since = -1;
            for (int snapshot = 0; snapshot < 5; snapshot++) {
                for (int step = 0; step < 10; step++) {
                    pair.change(gen, pool);
                }
                if (gen.oneIn(10)) {
                    pair.arrangement.clear();
                    pair.model.clear();
                }
                var frozen = pair.arrangement.freeze();
                since = write(frozen, blocks, since);
                if (gen.flip()) {
                    pair.change(gen.fork(), pool); // comes after the freeze and dies with the process
                    pair = restoredTwin(pair, frozen, blocks);
                }
            }
            pair.check();
        });
    }

    /// The restored arrangement beside a model of what was frozen.
    private static Pair restoredTwin(Pair pair, Frozen frozen, MemoryBlocks blocks) {
        var model = pair.contents(frozen::live, frozen.cursor()::load);
        pair.arrangement = restore(pair.layout, blocks);
        pair.model = model;
        pair.check();
        return pair;
    }

    private static long write(Frozen frozen, MemoryBlocks blocks, long since) {
        try {
            frozen.writeTo(blocks, since);
            return frozen.generation();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arrangement restore(Layout layout, MemoryBlocks blocks) {
        try {
            return Arrangement.restore(layout, blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRestoredArrangementGivesTheSameNumbersAsOneThatWasNeverStopped() {
        Gen.check(50, gen -> {
            var pair = new Pair(gen);
            var pool = keyPool(gen, pair.keys);
            for (int step = 0; step < 20; step++) {
                pair.change(gen, pool);
            }
            var blocks = new MemoryBlocks();
            write(pair.arrangement.freeze(), blocks, -1);
            var twin = restore(pair.layout, blocks);
            for (int step = 0; step < 20; step++) {
                var rows = new ArrayList<List<@Nullable Object>>();
                rows.add(gen.pick(pool));
                rows.add(gen.row(pair.keys));
                var batch = Gen.batch(pair.keys, rows);
                var entries = new int[2];
                var twins = new int[2];
                pair.arrangement.findOrInsert(batch.columns(), batch.rows(), entries);
                twin.findOrInsert(batch.columns(), batch.rows(), twins);
                assertThat(twins).isEqualTo(entries);
                if (gen.flip()) {
                    pair.arrangement.remove(entries[0]);
                    twin.remove(entries[0]);
                }
            }
        });
    }

    @Test
    void anIncrementHoldsOnlyWhatChanged() {
        var layout = Layout.of(List.of(new Field("k", DataType.LONG, false)),
                List.of(new Field("v", DataType.LONG, false)));
        var arrangement = new Arrangement(layout);
        var keys = dev.penstock.data.LongVector
                .of(java.util.stream.LongStream.range(0, 100_000).toArray());
        var entries = new int[100_000];
        arrangement.findOrInsert(new dev.penstock.data.Vector[]{keys},
                dev.penstock.data.Selection.all(100_000), entries);
        var blocks = new MemoryBlocks();
        long since = write(arrangement.freeze(), blocks, -1);
        assertThat(blocks.takeWritten()).isGreaterThan(1_600_000);

        arrangement.setWord(entries[500], 1, 7);
        write(arrangement.freeze(), blocks, since);

        assertThat(blocks.takeWritten()).isLessThan(3_000);
        assertThat(restore(layout, blocks).word(entries[500], 1)).isEqualTo(7);
    }

    @Test
    void garbageOfLongStringsIsGivenBack() {
        var layout = Layout.ofTypes(List.of(DataType.LONG), List.of(DataType.STRING));
        var arrangement = new Arrangement(layout);
        var gen = new Gen(1);
        var keys = dev.penstock.data.LongVector
                .of(java.util.stream.LongStream.range(0, 4000).toArray());
        var entries = new int[4000];
        arrangement.findOrInsert(new dev.penstock.data.Vector[]{keys},
                dev.penstock.data.Selection.all(4000), entries);
        var expected = new String[4000];
        var text = new dev.penstock.data.BytesVector(1);
        for (int round = 0; round < 100_000; round++) {
            int i = gen.below(4000);
            expected[i] = gen.text(500);
            text.reset(1);
            text.append(0, expected[i]);
            arrangement.store(entries[i], 1, text, 0);
        }
        assertThat(arrangement.memoryBytes()).isLessThan(8_000_000);
        var into = new dev.penstock.data.BytesVector(4000);
        arrangement.load(entries, 4000, 1, into, 0);
        for (int i = 0; i < 4000; i++) {
            assertThat(into.string(i)).isEqualTo(expected[i]);
        }
    }
}

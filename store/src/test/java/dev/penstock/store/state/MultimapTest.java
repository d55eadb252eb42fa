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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A multimap behaves as a map from keys to maps from rows to weights without zeros.
class MultimapTest {
    private static final Schema KEYS = Schema.of(Field.of("key", DataType.STRING));
    private static final Schema ROWS = Schema.of(Field.of("number", DataType.LONG),
            Field.of("text", DataType.STRING));

    @Test
    void behavesAsAMapOfMaps() {
        Gen.check(100, gen -> {
            var multimap = new Multimap(KEYS.fields(), ROWS.fields());
            var model = new HashMap<List<@Nullable Object>, Map<List<@Nullable Object>, Long>>();
            var keyPool = Gen.rows(KEYS, gen.batch(KEYS, gen.pick(1, 5, 50)));
            var rowPool = Gen.rows(ROWS, gen.batch(ROWS, gen.pick(1, 5, 50)));
            for (int step = 0; step < 20; step++) {
                change(gen, multimap, model, keyPool, rowPool);
                if (gen.oneIn(5)) {
                    multimap = restored(multimap);
                }
            }
            assertThat(multimap.groupCount()).isEqualTo(model.size());
            assertThat(multimap.rowCount())
                    .isEqualTo(model.values().stream().mapToInt(Map::size).sum());
            for (var key : keyPool) {
                assertThat(rowsOf(multimap, key)).isEqualTo(model.getOrDefault(key, Map.of()));
            }
        });
    }

    private static void change(Gen gen, Multimap multimap,
            Map<List<@Nullable Object>, Map<List<@Nullable Object>, Long>> model,
            List<List<@Nullable Object>> keyPool, List<List<@Nullable Object>> rowPool) {
        int size = 1 + gen.below(80);
        var keys = new ArrayList<List<@Nullable Object>>();
        var rows = new ArrayList<List<@Nullable Object>>();
        var weights = new long[size];
        for (int i = 0; i < size; i++) {
            keys.add(gen.pick(keyPool));
            rows.add(gen.pick(rowPool));
            weights[i] = gen.between(-2, 2);
            var group = model.computeIfAbsent(keys.get(i), _ -> new HashMap<>());
            group.merge(rows.get(i), weights[i], Long::sum);
        }
        model.values().forEach(group -> group.values().removeIf(weight -> weight == 0));
        model.values().removeIf(Map::isEmpty);
        multimap.add(Gen.batch(KEYS, keys).columns(), Gen.batch(ROWS, rows).columns(),
                Gen.batch(KEYS, keys).rows(), weights);
    }

    private static Map<List<@Nullable Object>, Long> rowsOf(Multimap multimap,
            List<@Nullable Object> key) {
        var batch = Gen.batch(KEYS, List.of(key));
        var group = new int[1];
        multimap.find(batch.columns(), batch.rows(), group);
        var found = new HashMap<List<@Nullable Object>, Long>();
        if (group[0] < 0) {
            return found;
        }
        for (int row = multimap.first(group[0]); row >= 0; row = multimap.next(row)) {
            var columns = Vectors.allocate(ROWS.types(), 1);
            for (int c = 0; c < columns.length; c++) {
                multimap.load(new int[]{row}, 1, c, columns[c], 0);
            }
            assertThat(multimap.group(row)).isEqualTo(group[0]);
            found.put(Gen.rows(ROWS, Batch.of(1, columns)).getFirst(), multimap.weight(row));
        }
        assertThat(multimap.count(group[0])).isEqualTo(found.size());
        return found;
    }

    private static Multimap restored(Multimap multimap) {
        try {
            var stored = new HashMap<String, MemoryBlocks>();
            for (var part : multimap.freeze("m").entrySet()) {
                var blocks = new MemoryBlocks();
                part.getValue().writeTo(blocks, -1);
                stored.put(part.getKey(), blocks);
            }
            return Multimap.restore(KEYS.fields(), ROWS.fields(), "m",
                    identity -> stored.getOrDefault(identity, new MemoryBlocks()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

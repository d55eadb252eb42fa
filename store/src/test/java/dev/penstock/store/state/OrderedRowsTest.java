package dev.penstock.store.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Ordered rows behave as a sorted map from rows to weights, one for each group.
class OrderedRowsTest {
    private static final List<Field> COLUMNS = List.of(Field.of("number", DataType.LONG));

    @Test
    void behavesAsSortedMaps() {
        Gen.check(300, gen -> {
            var rows = new OrderedRows(new Arrangement(OrderedRows.layout(COLUMNS)),
                    (entries, a, b) -> Long.compare(entries.word(a, 1), entries.word(b, 1)));
            var roots = new long[3];
            var model = new HashMap<Integer, NavigableMap<Long, Long>>();
            int range = gen.pick(3, 20, 1000);
            for (int step = 0; step < 30; step++) {
                change(gen, rows, roots, model, range);
                for (int group = 0; group < roots.length; group++) {
                    compare(gen, rows, roots[group],
                            model.getOrDefault(group, new TreeMap<>()));
                }
            }
            assertThat(rows.size()).isEqualTo(model.values().stream().mapToInt(Map::size).sum());
        });
    }

    private static void change(Gen gen, OrderedRows rows, long[] roots,
            Map<Integer, NavigableMap<Long, Long>> model, int range) {
        int count = 1 + gen.below(40);
        var numbers = new LongVector(count);
        var groups = new int[count];
        var found = new int[count];
        for (int i = 0; i < count; i++) {
            numbers.set(i, gen.below(range));
            groups[i] = gen.below(roots.length);
        }
        rows.locate(groups, new Vector[]{numbers}, Selection.all(count), found);
        for (int i = 0; i < count; i++) {
            var group = model.computeIfAbsent(groups[i], _ -> new TreeMap<>());
            long before = group.getOrDefault(numbers.get(i), 0L);
            long delta = gen.oneIn(2) ? -before : gen.below(3);
            if (rows.note(found[i]) == 0) {
                rows.setNote(found[i], 1);
                roots[groups[i]] = rows.insert(roots[groups[i]], found[i]);
            }
            rows.change(roots[groups[i]], found[i], delta);
            group.merge(numbers.get(i), delta, Long::sum);
            group.remove(numbers.get(i), 0L);
        }
        for (int i = 0; i < count; i++) {
            if (rows.isLive(found[i]) && rows.weight(found[i]) == 0) {
                roots[groups[i]] = rows.remove(roots[groups[i]], found[i]);
            }
        }
    }

    private static void compare(Gen gen, OrderedRows rows, long root, Map<Long, Long> model) {
        var expected = new ArrayList<Long>();
        model.forEach((number, weight) -> {
            for (long i = 0; i < weight; i++) {
                expected.add(number);
            }
        });
        int from = gen.below(expected.size() + 1);
        var walked = new ArrayList<Long>();
        rows.walk(root, from, (row, position) -> {
            assertThat(rows.position(root, row)).isEqualTo(position);
            for (long i = Math.max(from, position); i < position + rows.weight(row); i++) {
                walked.add(number(rows, row));
            }
            return true;
        });
        assertThat(walked).isEqualTo(expected.subList(from, expected.size()));
        assertThat(rows.total(root)).isEqualTo(expected.size());
        assertThat(rows.at(root, expected.size())).isEqualTo(OrderedRows.NONE);
        if (!expected.isEmpty()) {
            assertThat(number(rows, rows.first(root))).isEqualTo(expected.getFirst());
            assertThat(number(rows, rows.last(root))).isEqualTo(expected.getLast());
            int position = gen.below(expected.size());
            assertThat(number(rows, rows.at(root, position))).isEqualTo(expected.get(position));
        }
    }

    private static long number(OrderedRows rows, int row) {
        var into = new LongVector(1);
        rows.load(new int[]{row}, 1, 0, into, 0);
        return into.get(0);
    }
}

package dev.penstock.store.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Deadlines come as from a map that is sorted by time and entry.
class DeadlinesTest {
    @Test
    void behavesAsASortedMap() {
        Gen.check(200, gen -> {
            var deadlines = new Deadlines();
            var model = new HashMap<Integer, Long>();
            int entries = gen.pick(5, 100, 20_000);
            int times = gen.pick(3, 1000);
            for (int step = 0; step < 400; step++) {
                int entry = gen.below(entries);
                switch (gen.below(6)) {
                    case 0 -> {
                        deadlines.remove(entry);
                        model.remove(entry);
                    }
                    case 1 -> takeSome(gen, deadlines, model, times);
                    default -> {
                        long time = gen.between(-times, times);
                        deadlines.set(entry, time);
                        model.put(entry, time);
                    }
                }
                assertThat(deadlines.size()).isEqualTo(model.size());
                assertThat(deadlines.of(entry))
                        .isEqualTo(model.getOrDefault(entry, Deadlines.NONE));
            }
            int[] rest = new int[entries];
            assertThat(taken(rest, deadlines.take(Long.MAX_VALUE, rest)))
                    .isEqualTo(dueBy(model, Long.MAX_VALUE));
            assertThat(deadlines.next()).isEqualTo(Deadlines.NONE);
        });
    }

    private static void takeSome(Gen gen, Deadlines deadlines, Map<Integer, Long> model,
            int times) {
        long now = gen.between(-times, times);
        int[] due = new int[1 + gen.below(10)];
        var expected = dueBy(model, now);
        expected = expected.subList(0, Math.min(due.length, expected.size()));
        assertThat(taken(due, deadlines.take(now, due))).isEqualTo(expected);
        expected.forEach(model::remove);
    }

    private static List<Integer> taken(int[] due, int count) {
        var taken = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            taken.add(due[i]);
        }
        return taken;
    }

    private static List<Integer> dueBy(Map<Integer, Long> model, long now) {
        return new ArrayList<>(model.entrySet().stream().filter(e -> e.getValue() <= now)
                .sorted(Comparator.comparingLong((Map.Entry<Integer, Long> e) -> e.getValue())
                        .thenComparingInt(Map.Entry::getKey))
                .map(Map.Entry::getKey).toList());
    }
}

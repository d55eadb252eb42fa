package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.OutputWatch.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an undisturbed run gives, computed from the records that were sent, and the comparison with what was seen.
final class Expected {
    private Expected() {}

    /// The result of the stateless job in each partition. A record keeps its key, and the output has as many partitions as the input, so it stays
    /// in the partition it came from, in its order.
    static List<List<String>> odd(List<List<Seen>> input) {
        return input.stream()
                .map(partition -> partition.stream().filter(record -> number(record) % 10 != 7)
                        .map(record -> record.key() + "=" + (2 * number(record) + 1)).toList())
                .toList();
    }

    /// The number of a record that was sent, or from which the stateless job made this one.
    static long number(Seen record) {
        return Long.parseLong(record.value());
    }

    /// Says where what was seen departs from what was expected, with the neighbourhood.
    static void assertSame(List<List<Seen>> seen, List<List<String>> expected) {
        for (int partition = 0; partition < expected.size(); partition++) {
            var found = seen.get(partition);
            var wanted = expected.get(partition);
            int same = 0;
            while (same < Math.min(found.size(), wanted.size())
                    && wanted.get(same)
                            .equals(found.get(same).key() + "=" + found.get(same).value())) {
                same++;
            }
            int at = same;
            int index = partition;
            assertThat(found.size() == wanted.size() && at == found.size())
                    .as(() -> "partition " + index + " has " + found.size() + " records, expected "
                            + wanted.size() + "; from record " + at
                            + " on it has " + around(found, at) + ", expected "
                            + around(wanted, at))
                    .isTrue();
        }
    }

    private static List<?> around(List<?> list, int at) {
        return list.subList(Math.max(0, Math.min(at, list.size()) - 3),
                Math.min(list.size(), at + 5));
    }

    /// How many records of each key were sent.
    static Map<String, Long> counts(int sent) {
        var counts = new HashMap<String, Long>();
        for (int number = 0; number < sent; number++) {
            counts.merge(NumberedRecords.key(number), 1L, Long::sum);
        }
        return counts;
    }

    /// True when the last count of each key is what was sent of it.
    static boolean complete(List<List<Seen>> seen, Map<String, Long> counts) {
        var last = new HashMap<String, Long>();
        for (var partition : seen) {
            for (var record : partition) {
                last.put(record.key(), number(record));
            }
        }
        return last.equals(counts);
    }

    /// The counts of a key rise strictly, and end with how many were sent.
    static void assertRising(List<List<Seen>> seen, Map<String, Long> counts) {
        var last = new HashMap<String, Seen>();
        for (var partition : seen) {
            for (var record : partition) {
                var before = last.put(record.key(), record);
                assertThat(before == null || number(before) < number(record))
                        .as("counts of a key rise: %s came before %s", before, record).isTrue();
            }
        }
        var lastCounts = new HashMap<String, Long>();
        last.forEach((key, record) -> lastCounts.put(key, number(record)));
        assertThat(lastCounts).as("the last count of each key").isEqualTo(counts);
    }

    /// Which number each record of the stateless job tells of.
    static List<Shown> shownByOdd(List<List<Seen>> seen) {
        return seen.stream().flatMap(List::stream)
                .map(record -> new Shown((number(record) - 1) / 2, record.seenNanos())).toList();
    }

    /// Which number each count is the first to include.
    static List<Shown> shownByCounts(List<List<Seen>> seen, int sent) {
        var numbers = new HashMap<String, List<Integer>>();
        for (int number = 0; number < sent; number++) {
            numbers.computeIfAbsent(NumberedRecords.key(number), _ -> new ArrayList<>())
                    .add(number);
        }
        return seen.stream().flatMap(List::stream)
                .map(record -> new Shown(
                        numbers.getOrDefault(record.key(), List.of()).get((int) number(record) - 1),
                        record.seenNanos()))
                .toList();
    }

    /// A record that was sent, and when its effect was seen.
    record Shown(long number, long seenNanos) {}
}

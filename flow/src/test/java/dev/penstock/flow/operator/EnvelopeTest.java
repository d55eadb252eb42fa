package dev.penstock.flow.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.testkit.Gen;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/// What a change looks like in Kafka.
class EnvelopeTest {
    private static final Schema COUNTS = Schema.of(Field.of("word", DataType.STRING),
            new Field("n", DataType.LONG, false));

    private final List<@Nullable String> keys = new ArrayList<>();
    private final List<@Nullable String> values = new ArrayList<>();

    /// One epoch of changes, each with its weight.
    private void epoch(Optional<List<Integer>> key, List<List<@Nullable Object>> rows,
            long... weights) {
        var clock = new EpochClock();
        clock.set(7, 1_700_000_000_123_456L, 0);
        var envelope = new Envelope(COUNTS, key, "words \"now\"", ZoneOffset.UTC, new Texts());
        var changelog = new Changelog(COUNTS.types(), key, clock, envelope);
        for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
            int to = Math.min(rows.size(), from + Batch.CAPACITY);
            changelog.accept(Gen.batch(COUNTS, rows.subList(from, to))
                    .withWeights(java.util.Arrays.copyOfRange(weights, from, to)));
        }
        changelog.finish();
    }

    private final class Texts implements Changes {
        @Override
        public void accept(Batch changes) {
            for (int i = 0; i < changes.count(); i++) {
                keys.add((String) Values.get(changes.column(0), DataType.STRING, i));
                values.add((String) Values.get(changes.column(1), DataType.STRING, i));
            }
        }

        @Override
        public void finish() {}
    }

    @Test
    void anUpdateIsOneRecordWithBothRowsUnderItsKey() {
        epoch(Optional.of(List.of(0)), List.of(List.of("a", 1L), List.of("b", 2L),
                List.of("a", 3L), List.of("c", 4L)), -1, -1, 1, 1);

        var end = ",\"ts_ms\":1700000000123,\"source\":{\"connector\":\"penstock\",\"name\":\"words \\\"now\\\"\",\"epoch\":7}}";
        assertThat(keys).containsExactly("{\"word\":\"b\"}", "{\"word\":\"a\"}",
                "{\"word\":\"c\"}");
        assertThat(values).containsExactly(
                "{\"before\":{\"word\":\"b\",\"n\":2},\"after\":null,\"op\":\"d\"" + end,
                "{\"before\":{\"word\":\"a\",\"n\":1},\"after\":{\"word\":\"a\",\"n\":3},\"op\":\"u\""
                        + end,
                "{\"before\":null,\"after\":{\"word\":\"c\",\"n\":4},\"op\":\"c\"" + end);
    }

    @Test
    void withoutAKeyARowGoesAndAnotherComes() {
        epoch(Optional.empty(), List.of(java.util.Arrays.asList(null, 1L), List.of("a", 3L)), -1,
                2);

        assertThat(keys).containsExactly(null, null, null);
        assertThat(values.get(0))
                .startsWith("{\"before\":{\"word\":null,\"n\":1},\"after\":null,\"op\":\"d\"");
        assertThat(values.get(2)).isEqualTo(values.get(1)).contains("\"op\":\"c\"");
    }

    @Test
    void theOneRowOfAResultWithoutGroupsIsUpdated() {
        epoch(Optional.of(List.of()), List.of(List.of("all", 1L), List.of("all", 2L)), -1, 1);

        assertThat(values).singleElement().asString().contains("\"op\":\"u\"");
    }

    @Test
    void manyUpdatesOfAnEpochStayTogether() {
        var rows = new ArrayList<List<@Nullable Object>>();
        var weights = new long[3 * Batch.CAPACITY];
        for (int i = 0; i < weights.length; i++) {
            int word = i < Batch.CAPACITY + 1 ? i : weights.length - i;
            rows.add(List.of("w" + word, (long) i));
            weights[i] = i < Batch.CAPACITY + 1 ? -1 : 1;
        }

        epoch(Optional.of(List.of(0)), rows, weights);

        assertThat(values.stream().filter(v -> String.valueOf(v).contains("\"op\":\"u\"")))
                .hasSize(Batch.CAPACITY);
    }
}

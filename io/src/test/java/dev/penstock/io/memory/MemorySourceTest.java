package dev.penstock.io.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Selection;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemorySourceTest {
    private static List<Long> read(Source source, Offset from, Offset to) {
        var values = new ArrayList<Long>();
        source.plan(from, to).forEach(split -> split.read(batch -> {
            for (int i = 0; i < batch.count(); i++) {
                values.add(((LongVector) batch.column(0)).get(batch.rows().at(i)));
            }
        }));
        return values;
    }

    @Test
    void rowsAreReadInTheOrderInWhichTheyWereAddedAsOftenAsAsked() {
        var source = new MemorySource(Schema.of(Field.of("x", DataType.LONG)));
        var wakes = new AtomicInteger();
        source.open(source.start(), wakes::incrementAndGet);
        source.add(List.of(List.of(1L), List.of(2L), List.of(3L)));
        source.add(Batch.of(3, LongVector.of(4, 5, 6)).select(Selection.of(new int[]{0, 2}, 2)));
        assertThat(wakes).hasPositiveValue();
        var first = source.available(source.start(), ReadLimit.rows(2));
        assertThat(read(source, source.start(), first)).containsExactly(1L, 2L);
        var second = source.available(first, ReadLimit.rows(Long.MAX_VALUE));
        assertThat(read(source, first, second)).containsExactly(3L, 4L, 6L);
        assertThat(source.available(second, ReadLimit.rows(5))).isEqualTo(second);
        source.close();
        var other = source.view();
        other.open(first, wakes::incrementAndGet);
        assertThat(read(other, first, other.latest())).as("read again by another query")
                .containsExactly(3L, 4L, 6L);
    }
}

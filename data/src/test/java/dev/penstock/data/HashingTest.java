package dev.penstock.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HashingTest {
    private static long hash(Vector column, int row) {
        var out = new long[1];
        Hashing.hash(new Vector[]{column}, Selection.of(new int[]{row}, 1), out);
        return out[0];
    }

    private static void assertSame(Vector column, int a, int b) {
        assertThat(Hashing.equal(column, a, column, b)).isTrue();
        assertThat(hash(column, a)).isEqualTo(hash(column, b));
    }

    private static void assertDifferent(Vector column, int a, int b) {
        assertThat(Hashing.equal(column, a, column, b)).isFalse();
        assertThat(hash(column, a)).isNotEqualTo(hash(column, b));
    }

    @Test
    void zerosAndAllNotANumbersAreEqual() {
        var column = DoubleVector.of(0.0, -0.0, Double.NaN,
                Double.longBitsToDouble(0x7ff8000000000123L), 1.0);
        assertSame(column, 0, 1);
        assertSame(column, 2, 3);
        assertDifferent(column, 0, 4);
    }

    @Test
    void nullEqualsNullAndNothingElse() {
        var column = LongVector.of(0, 0, 7);
        column.setNull(0);
        column.setNull(2);
        assertSame(column, 0, 2);
        assertDifferent(column, 0, 1);
    }

    @Test
    void wholeColumnsAndSelectedRowsHashAlike() {
        var longs = LongVector.of(1, 2, 3, 4);
        var ints = IntVector.of(5, 6, 7, 8);
        var texts = new BytesVector(4);
        var words = List.of("", "a", "12345678", "a longer text than a word");
        for (int row = 0; row < 4; row++) {
            texts.append(row, words.get(row));
        }
        var all = new long[4];
        Hashing.hash(new Vector[]{longs, ints, texts}, Selection.all(4), all);
        var some = new long[2];
        Hashing.hash(new Vector[]{longs, ints, texts}, Selection.of(new int[]{1, 3}, 2), some);
        assertThat(some).containsExactly(all[1], all[3]);
    }

    @Test
    void mapsAreEqualInAnyOrderOfTheirEntries() {
        var type = new DataType.MapType(DataType.STRING, DataType.LONG, true);
        var column = Vectors.allocate(type, 3);
        var there = new LinkedHashMap<>(Map.of("a", 1L));
        there.put("b", 2L);
        var back = new LinkedHashMap<>(Map.of("b", 2L));
        back.put("a", 1L);
        Values.set(column, type, 0, there);
        Values.set(column, type, 1, back);
        Values.set(column, type, 2, Map.of("a", 2L, "b", 1L));
        assertSame(column, 0, 1);
        assertDifferent(column, 0, 2);
    }

    @Test
    void theHashOfAValueNeverChanges() {
        assertThat(hash(LongVector.of(42), 0)).isEqualTo(7133938964153861278L);
    }
}

package dev.penstock.connect.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.DayTimeIntervalType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.DataType.TimeType;
import dev.penstock.data.DataType.YearMonthIntervalType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.Selection;
import dev.penstock.data.error.UserException;
import dev.penstock.testkit.Gen;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrowTest {
    private static final List<DataType> SIMPLE = List.of(DataType.NULL, DataType.BOOLEAN,
            DataType.BYTE, DataType.SHORT, DataType.INT, DataType.LONG, DataType.FLOAT,
            DataType.DOUBLE, new DecimalType(9, 2), new DecimalType(38, 10), DataType.STRING,
            DataType.BINARY, DataType.DATE, DataType.TIMESTAMP, DataType.TIMESTAMP_NTZ,
            new TimeType(6),
            new YearMonthIntervalType(IntervalField.YEAR, IntervalField.MONTH),
            new DayTimeIntervalType(IntervalField.DAY, IntervalField.SECOND));

    private static DataType type(Gen gen, int depth) {
        if (depth == 0 || gen.below(3) > 0) {
            return gen.pick(SIMPLE);
        }
        return switch (gen.below(3)) {
            case 0 -> new ArrayType(type(gen, depth - 1), true);
            case 1 -> new MapType(DataType.STRING, type(gen, depth - 1), true);
            default -> new StructType(List.of(Field.of("a", type(gen, depth - 1)),
                    Field.of("b", type(gen, depth - 1))));
        };
    }

    private static Schema schema(Gen gen) {
        var fields = new ArrayList<Field>();
        for (int i = gen.below(6); i >= 0; i--) {
            fields.add(Field.of("column " + i, type(gen, 3)));
        }
        return new Schema(fields);
    }

    private static List<ArrowRows> written(Schema schema, List<Batch> batches) {
        var pieces = new ArrayList<ArrowRows>();
        var writer = new ArrowWriter(schema, ZoneOffset.UTC, pieces::add);
        batches.forEach(writer::add);
        writer.finish();
        return pieces;
    }

    private static List<List<@Nullable Object>> rows(Schema schema, List<Batch> batches) {
        var rows = new ArrayList<List<@Nullable Object>>();
        batches.forEach(batch -> rows.addAll(Gen.rows(schema, batch)));
        return rows;
    }

    /// Bytes as a list, so that equal ones are equal.
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> java.util.HexFormat.of().formatHex(bytes);
            case List<?> list -> list.stream().map(ArrowTest::plain).toList();
            case java.util.Map<?, ?> map -> {
                var copy = new java.util.HashMap<@Nullable Object, @Nullable Object>();
                map.forEach((key, entry) -> copy.put(plain(key), plain(entry)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Gen.check(300, gen -> {
            // given rows of any types
            var schema = schema(gen);
            var batches = new ArrayList<Batch>();
            for (int i = gen.below(4); i > 0; i--) {
                batches.add(gen.batch(schema, gen.below(400)));
            }
            // when they travel
            var read = new ArrayList<Batch>();
            long announced = 0;
            for (var piece : written(schema, batches)) {
                var table = ArrowReader.read(piece.bytes());
                assertThat(table.schema()).isEqualTo(schema);
                read.addAll(table.batches());
                announced += piece.rows();
            }
            // then they are the same
            var expected = rows(schema, batches);
            assertThat(plain(rows(schema, read))).isEqualTo(plain(expected));
            assertThat(announced).isEqualTo(expected.size());
        });
    }

    @Test
    void rowsThatDoNotCountStayHomeAndWeightsRepeat() {
        var schema = Schema.of(Field.of("n", DataType.LONG));
        var batch = Batch.of(5, new dev.penstock.data.Vector[]{LongVector.of(10, 11, 12, 13, 14)},
                new long[]{1, 1, 2, 1, -1}).select(Selection.of(new int[]{1, 2, 4}, 3));
        var table = ArrowReader.read(written(schema, List.of(batch)).getFirst().bytes());
        assertThat(rows(schema, table.batches())).isEqualTo(
                List.of(List.of(11L), List.of(12L), List.of(12L)));
    }

    @Test
    void manyRowsComeInPiecesOfBoundedSize() {
        var schema = Schema.of(Field.of("n", DataType.LONG), Field.of("text", DataType.STRING));
        var gen = new Gen(7);
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < 60; i++) {
            batches.add(gen.batch(schema, Batch.CAPACITY));
        }
        var pieces = written(schema, batches);
        assertThat(pieces.size()).isGreaterThan(2);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.bytes().length)
                .isLessThan(ArrowWriter.FULL_BYTES + (1 << 20)));
        assertThat(pieces.stream().mapToLong(ArrowRows::rows).sum())
                .isEqualTo(60L * Batch.CAPACITY);
        assertThat(ArrowReader.read(pieces.getFirst().bytes()).batches())
                .allSatisfy(b -> assertThat(b.size()).isLessThanOrEqualTo(Batch.CAPACITY));
    }

    @Test
    void noRowsAreOneEmptyPiece() {
        var schema = Schema.of(Field.of("n", DataType.LONG));
        var pieces = written(schema, List.of());
        assertThat(pieces).hasSize(1);
        assertThat(ArrowReader.read(pieces.getFirst().bytes()).schema()).isEqualTo(schema);
    }

    @Test
    void damagedBytesAreAnErrorAndNothingElse() {
        Gen.check(3000, gen -> {
            // given a stream of which some bytes were changed, or the end is missing
            var schema = schema(gen);
            var bytes = written(schema, List.of(gen.batch(schema, gen.below(20)))).getFirst()
                    .bytes();
            for (int i = gen.below(8); i >= 0; i--) {
                bytes[gen.below(
                        bytes.length)] = (byte) (int) gen.pick(0, 1, 255, 128, gen.below(256));
            }
            var damaged = gen.oneIn(4)
                    ? java.util.Arrays.copyOf(bytes, gen.below(bytes.length))
                    : bytes;
            // when it is read, it is refused or gives some rows, all of which can be looked at
            try {
                var table = ArrowReader.read(damaged);
                written(table.schema(), table.batches());
            } catch (UserException e) {
                assertThat(e.condition()).isIn("CONNECT_INVALID_PLAN.ASSERTION_FAILURE",
                        "UNSUPPORTED_ARROWTYPE");
            }
        });
    }

    @Test
    void noStreamAtAllIsAnError() {
        assertThatThrownBy(() -> ArrowReader.read(new byte[0])).isInstanceOf(UserException.class)
                .hasMessageContaining("there is no schema");
    }
}

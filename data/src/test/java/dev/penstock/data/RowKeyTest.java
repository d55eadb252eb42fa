package dev.penstock.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType.*;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowKeyTest {
    private static byte[] key(DataType type, @Nullable Object value, RowKey.Order order) {
        var vector = Vectors.allocate(type, 1);
        Values.set(vector, type, 0, value);
        var key = new ByteBuilder();
        RowKey.encode(vector, 0, order, key);
        return key.toBytes();
    }

    /// Checks that the values are given in their order, and that equal bytes mean the same place.
    private static void assertRising(DataType type, @Nullable Object... values) {
        for (int i = 1; i < values.length; i++) {
            for (var order : List.of(RowKey.Order.ASCENDING, RowKey.Order.DESCENDING)) {
                int comparison = Arrays.compareUnsigned(key(type, values[i - 1], order),
                        key(type, values[i], order));
                assertThat(order.ascending() ? comparison : -comparison)
                        .as("%s before %s", values[i - 1], values[i]).isNegative();
            }
        }
    }

    @Test
    void keysOrderValuesAsSparkDoes() {
        assertRising(DataType.LONG, null, Long.MIN_VALUE, -1L, 0L, 1L, 255L, 256L, Long.MAX_VALUE);
        assertRising(DataType.INT, null, Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
        assertRising(DataType.SHORT, null, Short.MIN_VALUE, (short) -1, (short) 0, (short) 256,
                Short.MAX_VALUE);
        assertRising(DataType.BYTE, null, Byte.MIN_VALUE, (byte) -1, (byte) 0, Byte.MAX_VALUE);
        assertRising(DataType.BOOLEAN, null, false, true);
        assertRising(DataType.DOUBLE, null, Double.NEGATIVE_INFINITY, -1.5, -Double.MIN_VALUE, 0.0,
                1e-10, 2.0, Double.POSITIVE_INFINITY, Double.NaN);
        assertRising(DataType.FLOAT, null, Float.NEGATIVE_INFINITY, -1.5f, 0.0f, 2.0f,
                Float.POSITIVE_INFINITY, Float.NaN);
        assertRising(DataType.STRING, null, "", "\0", "\0\0", "\0a", "a", "a\0", "a\0b", "aa", "b",
                "é", "😀");
        assertRising(new DecimalType(38, 2), null, new BigDecimal("-99999999999999999999.00"),
                new BigDecimal("-0.01"), new BigDecimal("0.00"),
                new BigDecimal("92233720368547758.08"), new BigDecimal("99999999999999999999.00"));
        var strings = new ArrayType(DataType.STRING, true);
        assertRising(strings, null, List.of(), Arrays.asList((Object) null), List.of(""),
                List.of("", ""), List.of("a"), List.of("a", "b"), List.of("b"));
        var struct = new StructType(List.of(Field.of("a", DataType.INT), Field.of("b", strings)));
        assertRising(struct, null, Arrays.asList(null, null), Arrays.asList(1, null),
                List.of(1, List.of("x")), List.of(2, List.of()));
    }

    @Test
    void zerosAndNaNsAreOneKeyEach() {
        assertThat(key(DataType.DOUBLE, -0.0, RowKey.Order.ASCENDING))
                .isEqualTo(key(DataType.DOUBLE, 0.0, RowKey.Order.ASCENDING));
        assertThat(key(DataType.FLOAT, -0.0f, RowKey.Order.DESCENDING))
                .isEqualTo(key(DataType.FLOAT, 0.0f, RowKey.Order.DESCENDING));
        assertThat(key(DataType.DOUBLE, Double.longBitsToDouble(0xfff8_0000_0000_0001L),
                RowKey.Order.ASCENDING))
                .isEqualTo(key(DataType.DOUBLE, Double.NaN, RowKey.Order.ASCENDING));
    }

    @Test
    void nullsGoWhereTheOrderSays() {
        for (boolean ascending : new boolean[]{true, false}) {
            byte[] value = key(DataType.LONG, 1L, new RowKey.Order(ascending, true));
            assertThat(Arrays.compareUnsigned(
                    key(DataType.LONG, null, new RowKey.Order(ascending, true)), value))
                    .isNegative();
            assertThat(Arrays.compareUnsigned(
                    key(DataType.LONG, null, new RowKey.Order(ascending, false)), value))
                    .isPositive();
        }
    }

    @Test
    void noColumnSpoilsTheOrderOfTheOthers() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var types = List.of(DataType.STRING, DataType.LONG, DataType.STRING);
        var orders = List.of(RowKey.Order.DESCENDING, RowKey.Order.ASCENDING,
                new RowKey.Order(true, false));
        int count = 300;
        var columns = Vectors.allocate(types, count);
        for (int row = 0; row < count; row++) {
            Values.set(columns[0], DataType.STRING, row,
                    random.nextInt(5) == 0 ? null : "a\0".repeat(random.nextInt(3)));
            Values.set(columns[1], DataType.LONG, row,
                    random.nextInt(5) == 0 ? null : (long) random.nextInt(3) - 1);
            Values.set(columns[2], DataType.STRING, row,
                    random.nextInt(5) == 0 ? null : "b".repeat(random.nextInt(3)));
        }
        var rowKey = new RowKey(orders);
        var keys = new byte[count][];
        for (int row = 0; row < count; row++) {
            var key = new ByteBuilder();
            rowKey.encode(columns, row, key);
            keys[row] = key.toBytes();
        }
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                int expected = compare(columns, a, b);
                assertThat(Integer.signum(Arrays.compareUnsigned(keys[a], keys[b])))
                        .as("seed %d, rows %d and %d", seed, a, b).isEqualTo(expected);
            }
        }
    }

    private static int compare(Vector[] columns, int a, int b) {
        int first = -compareText((BytesVector) columns[0], a, b, true);
        if (first != 0) {
            return first;
        }
        int second = Boolean.compare(columns[1].isNull(b), columns[1].isNull(a));
        if (second == 0 && !columns[1].isNull(a)) {
            second = Long.compare(((LongVector) columns[1]).get(a),
                    ((LongVector) columns[1]).get(b));
        }
        return second != 0 ? second : compareText((BytesVector) columns[2], a, b, false);
    }

    private static int compareText(BytesVector column, int a, int b, boolean nullsSmallest) {
        if (column.isNull(a) || column.isNull(b)) {
            int nulls = Boolean.compare(column.isNull(b), column.isNull(a));
            return nullsSmallest ? nulls : -nulls;
        }
        return Integer.signum(BytesVector.compare(column, a, column, b));
    }

    @Test
    void rowsOfAllTypesComeBackFromTheirBytes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            var types = new ArrayList<DataType>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                types.add(type(random, 3));
            }
            int count = 50;
            var columns = Vectors.allocate(types, count);
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < types.size(); i++) {
                    Values.set(columns[i], types.get(i), row, value(random, types.get(i)));
                }
            }
            var codec = new RowCodec(types);
            var bytes = new ByteBuilder();
            for (int row = 0; row < count; row++) {
                codec.encode(columns, row, bytes);
            }
            var back = Vectors.allocate(types, count);
            int at = 0;
            for (int row = 0; row < count; row++) {
                at = codec.decode(bytes.array(), at, back, row);
            }
            assertThat(at).isEqualTo(bytes.size());
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < types.size(); i++) {
                    assertThat(Values.get(back[i], types.get(i), row))
                            .as("seed %d, %s", seed, types.get(i).sql())
                            .usingRecursiveComparison()
                            .isEqualTo(Values.get(columns[i], types.get(i), row));
                }
            }
        }
    }

    private static DataType type(Random random, int depth) {
        var atoms = List.of(DataType.BOOLEAN, DataType.BYTE, DataType.SHORT, DataType.INT,
                DataType.LONG, DataType.FLOAT, DataType.DOUBLE,
                new DecimalType(10, 2), new DecimalType(38, 10), DataType.STRING, DataType.BINARY,
                DataType.DATE, DataType.TIMESTAMP,
                DataType.CALENDAR_INTERVAL, DataType.NULL);
        return switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0 -> new ArrayType(type(random, depth - 1), true);
            case 1 -> new MapType(DataType.STRING, type(random, depth - 1), true);
            case 2 -> new StructType(List.of(Field.of("a", type(random, depth - 1)),
                    Field.of("b", type(random, depth - 1))));
            default -> atoms.get(random.nextInt(atoms.size()));
        };
    }

    private static @Nullable Object value(Random random, DataType type) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        return switch (type) {
            case NullType _ -> null;
            case BooleanType _ -> random.nextBoolean();
            case ByteType _ -> (byte) random.nextInt();
            case ShortType _ -> (short) random.nextInt();
            case IntType _ -> random.nextInt();
            case LongType _ -> random.nextLong() >> random.nextInt(64);
            case FloatType _ -> random.nextFloat();
            case DoubleType _ -> random.nextDouble();
            case DecimalType decimal -> new BigDecimal(
                    new BigInteger(decimal.fitsLong() ? 30 : 120, random), decimal.scale());
            case StringType _,CharType _,VarcharType _ ->
                "é".repeat(random.nextInt(200)) + random.nextInt();
            case BinaryType _ -> new byte[random.nextInt(5)];
            case DateType _ -> java.time.LocalDate.ofEpochDay(random.nextInt(100_000));
            case TimestampType _ -> java.time.Instant.ofEpochSecond(random.nextInt());
            case CalendarIntervalType _ ->
                new CalendarInterval(random.nextInt(), -3, random.nextLong());
            case ArrayType(var element, _) -> list(random, element, random.nextInt(20));
            case MapType(_, var element, _) -> {
                var map = new LinkedHashMap<Object, @Nullable Object>();
                for (int i = random.nextInt(12); i > 0; i--) {
                    map.put("k" + i, value(random, element));
                }
                yield map;
            }
            case StructType(var fields) -> {
                var list = new ArrayList<@Nullable Object>();
                fields.forEach(field -> list.add(value(random, field.type())));
                yield list;
            }
            case TimestampNtzType _,TimeType _,YearMonthIntervalType _,DayTimeIntervalType _ ->
                throw new AssertionError(type);
        };
    }

    private static List<@Nullable Object> list(Random random, DataType element, int length) {
        var list = new ArrayList<@Nullable Object>();
        for (int i = 0; i < length; i++) {
            list.add(value(random, element));
        }
        return list;
    }
}

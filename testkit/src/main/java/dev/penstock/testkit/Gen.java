package dev.penstock.testkit;

import dev.penstock.data.Batch;
import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Schema;
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A small seeded generator of test data. The same seed gives the same values on every machine.
///
/// [#check] runs a property with many seeds and, when one fails, says with which system property to repeat it alone.
/// Not safe for use by two threads.
public final class Gen {
    /// The system property that makes [#check] run one seed only.
    public static final String SEED_PROPERTY = "penstock.seed";

    private final long seed;
    private long state;

    public Gen(long seed) {
        this.seed = seed;
        state = seed;
    }

    /// Runs `property` with `runs` generators, seeded 1, 2, ...
    public static void check(int runs, Consumer<Gen> property) {
        var only = System.getProperty(SEED_PROPERTY);
        if (only != null) {
            property.accept(new Gen(Long.parseLong(only)));
            return;
        }
        for (long seed = 1; seed <= runs; seed++) {
            try {
                property.accept(new Gen(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("failed with seed " + seed + "; repeat with -D"
                        + SEED_PROPERTY + "=" + seed, e);
            }
        }
    }

    public long seed() {
        return seed;
    }

    /// 64 random bits (the SplitMix64 sequence).
    public long nextLong() {
        state += 0x9E3779B97F4A7C15L;
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// From 0 to `bound - 1`.
    public int below(int bound) {
        return (int) Long.remainderUnsigned(nextLong(), bound);
    }

    /// From `low` to `high`, both included.
    public long between(long low, long high) {
        long span = high - low + 1;
        return span == 0 ? nextLong() : low + Long.remainderUnsigned(nextLong(), span);
    }

    /// True once in `n` times.
    public boolean oneIn(int n) {
        return below(n) == 0;
    }

    public boolean flip() {
        return (nextLong() & 1) == 0;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    public final <T> T pick(T... choices) {
        return choices[below(choices.length)];
    }

    /// A generator of its own, so that what it is used for does not shift the values that this one gives next.
    public Gen fork() {
        return new Gen(nextLong());
    }

    /// Any long, with extreme and small ones more often.
    public long anyLong() {
        return switch (below(8)) {
            case 0 -> pick(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, (long) Integer.MAX_VALUE,
                    (long) Integer.MIN_VALUE);
            case 1, 2, 3 -> between(-10, 10);
            default -> nextLong() >> below(64);
        };
    }

    /// Any int, with extreme and small ones more often.
    public int anyInt() {
        return switch (below(8)) {
            case 0 -> pick(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);
            case 1, 2, 3 -> (int) between(-10, 10);
            default -> (int) nextLong() >> below(32);
        };
    }

    /// Any double, with NaN, infinities and both zeros more often.
    public double anyDouble() {
        return switch (below(8)) {
            case 0 -> pick(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0,
                    -0.0, Double.MIN_VALUE, Double.MAX_VALUE);
            case 1, 2, 3 -> between(-10, 10) / 4.0;
            default -> Double.longBitsToDouble(nextLong());
        };
    }

    /// Text of up to `maxLength` characters: mostly ASCII, some of more bytes, at times empty.
    public String text(int maxLength) {
        int length = oneIn(8) ? 0 : below(maxLength + 1);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    oneIn(10) ? pick(0xE4, 0x20AC, 0x1F600, 0, 0x7F) : 'a' + below(26));
        }
        return text.toString();
    }

    /// `count` bytes.
    public byte[] bytes(int count) {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) nextLong();
        }
        return bytes;
    }

    /// A value of the type in its Java class as [Values] has it; null once in eight times when `nullable`.
    public @Nullable Object value(DataType type, boolean nullable) {
        if (nullable && oneIn(8)) {
            return null;
        }
        return switch (type) {
            case NullType _ -> null;
            case BooleanType _ -> flip();
            case ByteType _ -> (byte) anyInt();
            case ShortType _ -> (short) anyInt();
            case IntType _ -> anyInt();
            case LongType _ -> anyLong();
            case FloatType _ -> (float) anyDouble();
            case DoubleType _ -> anyDouble();
            case DecimalType decimal -> decimal(decimal);
            case StringType _,VarcharType _,CharType _ -> text(oneIn(20) ? 300 : 12);
            case BinaryType _ -> bytes(below(20));
            case DateType _ -> LocalDate.ofEpochDay(between(-719_162, 2_932_896));
            case TimestampType _ -> Instant.EPOCH.plus(micros(), ChronoUnit.MICROS);
            case TimestampNtzType _ -> LocalDateTime
                    .ofInstant(Instant.EPOCH.plus(micros(), ChronoUnit.MICROS), ZoneOffset.UTC);
            case TimeType _ -> LocalTime.ofNanoOfDay(between(0, 86_399_999_999L) * 1000);
            case YearMonthIntervalType _ ->
                Period.ofMonths((int) between(-10_000, 10_000)).normalized();
            case DayTimeIntervalType _ -> Duration.of(anyLong() >> 8, ChronoUnit.MICROS);
            case CalendarIntervalType _ -> new CalendarInterval(anyInt(), anyInt(), anyLong());
            case ArrayType(var element, boolean containsNull) -> list(element, containsNull);
            case MapType(var key, var value, boolean valueContainsNull) ->
                map(key, value, valueContainsNull);
            case StructType(var fields) -> {
                var values = new ArrayList<@Nullable Object>();
                fields.forEach(field -> values.add(value(field.type(), field.nullable())));
                yield values;
            }
        };
    }

    private long micros() {
        return oneIn(4)
                ? between(-10, 10) * 1_000_000
                : between(-62_135_596_800_000_000L, 253_402_300_799_999_999L);
    }

    private BigDecimal decimal(DecimalType type) {
        int digits = 1 + below(type.precision());
        var bound = BigInteger.TEN.pow(digits);
        var unscaled = new BigInteger(bytes(17)).mod(bound);
        return new BigDecimal(flip() ? unscaled : unscaled.negate(), type.scale());
    }

    private List<@Nullable Object> list(DataType element, boolean containsNull) {
        var list = new ArrayList<@Nullable Object>();
        for (int i = below(4); i > 0; i--) {
            list.add(value(element, containsNull));
        }
        return list;
    }

    private Map<Object, @Nullable Object> map(DataType key, DataType value,
            boolean valueContainsNull) {
        var map = new LinkedHashMap<Object, @Nullable Object>();
        for (int i = below(4); i > 0; i--) {
            var newKey = value(key, false);
            if (newKey != null) {
                map.put(newKey, value(value, valueContainsNull));
            }
        }
        return map;
    }

    /// A row of values in the order of the schema.
    public List<@Nullable Object> row(Schema schema) {
        var row = new ArrayList<@Nullable Object>();
        schema.fields().forEach(field -> row.add(value(field.type(), field.nullable())));
        return row;
    }

    /// `size` random rows, all of weight +1.
    public Batch batch(Schema schema, int size) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int i = 0; i < size; i++) {
            rows.add(row(schema));
        }
        return batch(schema, rows);
    }

    /// The given rows as a batch.
    public static Batch batch(Schema schema,
            List<? extends List<? extends @Nullable Object>> rows) {
        var columns = Vectors.allocate(schema.types(), Math.max(1, rows.size()));
        for (int row = 0; row < rows.size(); row++) {
            for (int i = 0; i < columns.length; i++) {
                Values.set(columns[i], schema.type(i), row, rows.get(row).get(i));
            }
        }
        return Batch.of(rows.size(), columns);
    }

    /// The rows of a batch that count, as lists of Java values.
    public static List<List<@Nullable Object>> rows(Schema schema, Batch batch) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int i = 0; i < batch.count(); i++) {
            var row = new ArrayList<@Nullable Object>();
            for (int column = 0; column < schema.size(); column++) {
                row.add(Values.get(batch.column(column), schema.type(column), batch.rows().at(i)));
            }
            rows.add(row);
        }
        return rows;
    }
}

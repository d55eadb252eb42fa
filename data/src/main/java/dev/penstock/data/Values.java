package dev.penstock.data;

import dev.penstock.data.DataType.*;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Between rows of vectors and Java objects. For the edges only: literals, results, user functions, tests.
///
/// The Java classes are those that Spark's own API uses with `java.time`: [Boolean], [Byte], [Short], [Integer], [Long],
/// [Float], [Double], [BigDecimal], [String], `byte[]`, [LocalDate], [Instant] (`TIMESTAMP`), [LocalDateTime]
/// (`TIMESTAMP_NTZ`), [LocalTime], [Period] (year-month), [Duration] (day-time), [CalendarInterval], [List] (arrays, and
/// structs by position) and [Map].
public final class Values {
    private Values() {}

    /// The value of a row, or null.
    public static @Nullable Object get(Vector vector, DataType type, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector) {
            case NullVector _ -> null;
            case BooleanVector v -> v.get(row);
            case ByteVector v -> v.get(row);
            case ShortVector v -> v.get(row);
            case IntVector v -> ofInt(v.get(row), type);
            case LongVector v -> ofLong(v.get(row), type);
            case FloatVector v -> v.get(row);
            case DoubleVector v -> v.get(row);
            case Decimal128Vector v -> new BigDecimal(v.get(row), ((DecimalType) type).scale());
            case BytesVector v -> type instanceof BinaryType ? v.bytes(row) : v.string(row);
            case IntervalVector v ->
                new CalendarInterval(v.months()[row], v.days()[row], v.micros()[row]);
            case ArrayVector v ->
                list(v.elements(), ((ArrayType) type).element(), v.offset(row), v.length(row));
            case MapVector v -> map(v, (MapType) type, row);
            case StructVector v -> struct(v, (StructType) type, row);
        };
    }

    private static Object ofInt(int value, DataType type) {
        return switch (type) {
            case DateType _ -> LocalDate.ofEpochDay(value);
            case YearMonthIntervalType _ -> Period.ofMonths(value).normalized();
            default -> value;
        };
    }

    private static Object ofLong(long value, DataType type) {
        return switch (type) {
            case TimestampType _ -> instant(value);
            case TimestampNtzType _ -> LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC);
            case TimeType _ -> LocalTime.ofNanoOfDay(value);
            case DayTimeIntervalType _ -> Duration.of(value, ChronoUnit.MICROS);
            case DecimalType(_, int scale) -> BigDecimal.valueOf(value, scale);
            default -> value;
        };
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static List<@Nullable Object> list(Vector elements, DataType type, int offset,
            int length) {
        var list = new ArrayList<@Nullable Object>(length);
        for (int i = 0; i < length; i++) {
            list.add(get(elements, type, offset + i));
        }
        return Collections.unmodifiableList(list);
    }

    private static Map<Object, @Nullable Object> map(MapVector vector, MapType type, int row) {
        var map = new LinkedHashMap<Object, @Nullable Object>();
        for (int i = vector.offset(row); i < vector.offset(row) + vector.length(row); i++) {
            var key = get(vector.keys(), type.key(), i);
            assert key != null : "a map's keys are not null";
            map.put(key, get(vector.values(), type.value(), i));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<@Nullable Object> struct(StructVector vector, StructType type, int row) {
        var list = new ArrayList<@Nullable Object>(type.fields().size());
        for (int i = 0; i < type.fields().size(); i++) {
            list.add(get(vector.field(i), type.fields().get(i).type(), row));
        }
        return Collections.unmodifiableList(list);
    }

    /// Writes a value, or null, to a row; the vector has room for it.
    ///
    /// @throws ClassCastException when the value is not of the class that the type asks for
    public static void set(Vector vector, DataType type, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
            return;
        }
        vector.setNotNull(row);
        switch (vector) {
            case NullVector v -> v.setNull(row);
            case BooleanVector v -> v.set(row, (Boolean) value);
            case ByteVector v -> v.set(row, (Byte) value);
            case ShortVector v -> v.set(row, (Short) value);
            case IntVector v -> v.set(row, toInt(value));
            case LongVector v -> v.set(row, toLong(value, type));
            case FloatVector v -> v.set(row, (Float) value);
            case DoubleVector v -> v.set(row, (Double) value);
            case Decimal128Vector v -> v.set(row, unscaled((BigDecimal) value, (DecimalType) type));
            case BytesVector v ->
                v.append(row, value instanceof byte[] bytes ? bytes : utf8((String) value));
            case IntervalVector v -> {
                var interval = (CalendarInterval) value;
                v.set(row, interval.months(), interval.days(), interval.micros());
            }
            case ArrayVector v -> setList(v, ((ArrayType) type).element(), row, (List<?>) value);
            case MapVector v -> setMap(v, (MapType) type, row, (Map<?, ?>) value);
            case StructVector v -> {
                var list = (List<?>) value;
                var fields = ((StructType) type).fields();
                for (int i = 0; i < fields.size(); i++) {
                    set(v.field(i), fields.get(i).type(), row, list.get(i));
                }
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int toInt(Object value) {
        return switch (value) {
            case LocalDate date -> Math.toIntExact(date.toEpochDay());
            case Period period -> Math.toIntExact(period.toTotalMonths());
            default -> (Integer) value;
        };
    }

    private static long toLong(Object value, DataType type) {
        return switch (value) {
            case Instant instant -> micros(instant);
            case LocalDateTime dateTime -> micros(dateTime.toInstant(ZoneOffset.UTC));
            case LocalTime time -> time.toNanoOfDay();
            case Duration duration -> micros(duration);
            case BigDecimal decimal -> unscaled(decimal, (DecimalType) type).longValueExact();
            default -> (Long) value;
        };
    }

    /// The microseconds of a day-time interval: any that a long can hold, which are more than a long of nanoseconds can.
    public static long micros(Duration interval) {
        // The product alone may leave the range where the sum, which counts from the second below, does not.
        return interval.getSeconds() * 1_000_000L + interval.getNano() / 1000;
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1000);
    }

    private static BigInteger unscaled(BigDecimal value, DecimalType type) {
        return value.setScale(type.scale()).unscaledValue();
    }

    private static void setList(ArrayVector vector, DataType type, int row, List<?> list) {
        int at = vector.used();
        vector.append(row, list.size());
        for (int i = 0; i < list.size(); i++) {
            set(vector.elements(), type, at + i, list.get(i));
        }
    }

    private static void setMap(MapVector vector, MapType type, int row, Map<?, ?> map) {
        int at = vector.used();
        vector.append(row, map.size());
        int i = 0;
        for (var entry : map.entrySet()) {
            set(vector.keys(), type.key(), at + i, entry.getKey());
            set(vector.values(), type.value(), at + i, entry.getValue());
            i++;
        }
    }
}

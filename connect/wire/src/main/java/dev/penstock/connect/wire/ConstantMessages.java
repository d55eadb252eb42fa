package dev.penstock.connect.wire;

import com.google.protobuf.ByteString;
import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.DataType.TimeType;
import dev.penstock.data.Values;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.Expression.Literal;
import org.jspecify.annotations.Nullable;

/// Constants as messages, for the server that gives them and the client that sends them. Static; safe for use by any thread.
@SuppressWarnings("deprecation") // older readers look for types where newer ones have one for the whole
public final class ConstantMessages {
    private ConstantMessages() {}

    /// The message of a value, which is of the class that [dev.penstock.data.Values] lists for its type.
    public static Literal message(@Nullable Object value, DataType type) {
        var message = Literal.newBuilder();
        switch (value) {
            case null -> message.setNull(TypeMessages.message(type));
            case Boolean v -> message.setBoolean(v);
            case Byte v -> message.setByte(v);
            case Short v -> message.setShort(v);
            case Integer v -> message.setInteger(v);
            case Long v -> message.setLong(v);
            case Float v -> message.setFloat(v);
            case Double v -> message.setDouble(v);
            case String v -> message.setString(v);
            case byte[] v -> message.setBinary(ByteString.copyFrom(v));
            case BigDecimal v -> message.getDecimalBuilder().setValue(v.toPlainString())
                    .setPrecision(((DecimalType) type).precision())
                    .setScale(((DecimalType) type).scale());
            case LocalDate v -> message.setDate(Math.toIntExact(v.toEpochDay()));
            case Instant v -> message.setTimestamp(micros(v));
            case LocalDateTime v -> message.setTimestampNtz(micros(v.toInstant(ZoneOffset.UTC)));
            case LocalTime v -> message.getTimeBuilder().setNano(v.toNanoOfDay())
                    .setPrecision(((TimeType) type).precision());
            case Period v -> message.setYearMonthInterval(Math.toIntExact(v.toTotalMonths()));
            case Duration v -> message.setDayTimeInterval(
                    Math.addExact(Math.multiplyExact(v.getSeconds(), 1_000_000L),
                            v.getNano() / 1000));
            case CalendarInterval v -> message.getCalendarIntervalBuilder().setMonths(v.months())
                    .setDays(v.days()).setMicroseconds(v.micros());
            case List<?> v when type instanceof StructType struct -> struct(message, v, struct);
            case List<?> v -> {
                var element = ((ArrayType) type).element();
                message.getArrayBuilder().setElementType(TypeMessages.message(element));
                v.forEach(e -> message.getArrayBuilder().addElements(message(e, element)));
            }
            case Map<?, ?> v -> map(message, v, (MapType) type);
            default -> throw new AssertionError("no constant: " + value.getClass());
        }
        return message.build();
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                instant.getNano() / 1000);
    }

    private static void struct(Literal.Builder message, List<?> values, StructType type) {
        message.getStructBuilder().setStructType(TypeMessages.message(type));
        for (int i = 0; i < values.size(); i++) {
            message.getStructBuilder()
                    .addElements(message(values.get(i), type.fields().get(i).type()));
        }
    }

    private static void map(Literal.Builder message, Map<?, ?> values, MapType type) {
        var map = message.getMapBuilder().setKeyType(TypeMessages.message(type.key()))
                .setValueType(TypeMessages.message(type.value()));
        values.forEach((key, value) -> map.addKeys(message(key, type.key()))
                .addValues(message(value, type.value())));
    }
}

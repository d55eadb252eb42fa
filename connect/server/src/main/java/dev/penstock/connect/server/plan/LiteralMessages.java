package dev.penstock.connect.server.plan;

import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.CalendarInterval;
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
import dev.penstock.data.Values;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
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
import org.apache.spark.connect.proto.Expression.Literal;
import org.jspecify.annotations.Nullable;

/// Constants out of messages; [dev.penstock.connect.wire.ConstantMessages] is the other direction. Static; safe for use by any thread.
@SuppressWarnings("deprecation") // older clients send types where newer ones have one for the whole, and read them there
public final class LiteralMessages {
    private static final DataType YEAR_MONTH = new YearMonthIntervalType(IntervalField.YEAR,
            IntervalField.MONTH);
    private static final DataType DAY_TIME = new DayTimeIntervalType(IntervalField.DAY,
            IntervalField.SECOND);

    private LiteralMessages() {}

    /// The constant that a message means.
    ///
    /// @throws UserException for a type that Penstock does not have, for a message without a value, and for a value of another type than it says
    public static Expression.Literal constant(Literal message) {
        var type = type(message);
        try {
            var value = value(message, type);
            if (message.hasDataType()) {
                Values.set(Vectors.allocate(type, 1), type, 0, value);
            }
            return new Expression.Literal(value, type);
        } catch (ClassCastException | ArithmeticException | DateTimeException _) {
            throw InvalidPlans.wrong("a literal is no value of its type " + type.sql());
        }
    }

    private static DataType type(Literal message) {
        if (message.hasDataType() && !message.hasDecimal()) {
            return TypeMessages.type(message.getDataType());
        }
        return switch (message.getLiteralTypeCase()) {
            case NULL -> TypeMessages.type(message.getNull());
            case BINARY -> DataType.BINARY;
            case BOOLEAN -> DataType.BOOLEAN;
            case BYTE -> DataType.BYTE;
            case SHORT -> DataType.SHORT;
            case INTEGER -> DataType.INT;
            case LONG -> DataType.LONG;
            case FLOAT -> DataType.FLOAT;
            case DOUBLE -> DataType.DOUBLE;
            case DECIMAL -> decimalType(message.getDecimal());
            case STRING -> DataType.STRING;
            case DATE -> DataType.DATE;
            case TIMESTAMP -> DataType.TIMESTAMP;
            case TIMESTAMP_NTZ -> DataType.TIMESTAMP_NTZ;
            case TIME -> new TimeType(
                    message.getTime().hasPrecision() ? message.getTime().getPrecision() : 6);
            case CALENDAR_INTERVAL -> DataType.CALENDAR_INTERVAL;
            case YEAR_MONTH_INTERVAL -> YEAR_MONTH;
            case DAY_TIME_INTERVAL -> DAY_TIME;
            case ARRAY -> arrayType(message.getArray());
            case MAP -> mapType(message.getMap());
            case STRUCT -> structType(message.getStruct());
            case SPECIALIZED_ARRAY -> specialisedType(message.getSpecializedArray());
            case LITERALTYPE_NOT_SET -> throw notSet();
        };
    }

    private static UserException notSet() {
        return InvalidPlans.notSet("spark.connect.Expression.Literal", "literal_type");
    }

    private static DataType decimalType(Literal.Decimal decimal) {
        // What the message says is the least: the digits of the value have to fit.
        var value = decimal(decimal);
        int scale = Math.max(decimal.getScale(), Math.max(0, value.scale()));
        int precision = Math.max(Math.max(decimal.getPrecision(), scale),
                value.precision() - Math.min(0, value.scale()));
        if (precision > DecimalType.MAX_PRECISION) {
            throw new UserException("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", Map.of("precision",
                    String.valueOf(precision), "maxPrecision",
                    String.valueOf(DecimalType.MAX_PRECISION)));
        }
        return new DecimalType(Math.max(1, precision), scale);
    }

    private static BigDecimal decimal(Literal.Decimal decimal) {
        try {
            return new BigDecimal(decimal.getValue());
        } catch (NumberFormatException _) {
            throw new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE",
                    Map.of("message", "no decimal: " + decimal.getValue()));
        }
    }

    private static DataType arrayType(Literal.Array array) {
        if (array.hasElementType()) {
            return new ArrayType(TypeMessages.type(array.getElementType()), true);
        }
        return new ArrayType(common(array.getElementsList()), true);
    }

    private static DataType common(List<Literal> values) {
        return values.stream().map(LiteralMessages::type).filter(t -> !t.equals(DataType.NULL))
                .findFirst().orElse(DataType.NULL);
    }

    private static DataType mapType(Literal.Map map) {
        if (map.hasKeyType() && map.hasValueType()) {
            return new MapType(TypeMessages.type(map.getKeyType()),
                    TypeMessages.type(map.getValueType()), true);
        }
        return new MapType(common(map.getKeysList()), common(map.getValuesList()), true);
    }

    private static DataType structType(Literal.Struct struct) {
        if (struct.hasStructType()) {
            return TypeMessages.type(struct.getStructType());
        }
        var fields = new ArrayList<Field>();
        for (var element : struct.getElementsList()) {
            fields.add(Field.of("col" + (fields.size() + 1), type(element)));
        }
        return new StructType(fields);
    }

    private static DataType specialisedType(Literal.SpecializedArray array) {
        return new ArrayType(switch (array.getValueTypeCase()) {
            case BOOLS -> DataType.BOOLEAN;
            case INTS -> DataType.INT;
            case LONGS -> DataType.LONG;
            case FLOATS -> DataType.FLOAT;
            case DOUBLES -> DataType.DOUBLE;
            case STRINGS -> DataType.STRING;
            case VALUETYPE_NOT_SET -> throw notSet();
        }, false);
    }

    private static @Nullable Object value(Literal message, DataType type) {
        return switch (message.getLiteralTypeCase()) {
            case NULL -> null;
            case BINARY -> message.getBinary().toByteArray();
            case BOOLEAN -> message.getBoolean();
            case BYTE -> (byte) message.getByte();
            case SHORT -> (short) message.getShort();
            case INTEGER -> message.getInteger();
            case LONG -> message.getLong();
            case FLOAT -> message.getFloat();
            case DOUBLE -> message.getDouble();
            case DECIMAL -> decimal(message.getDecimal())
                    .setScale(((DecimalType) type).scale(), RoundingMode.HALF_UP);
            case STRING -> message.getString();
            case DATE -> LocalDate.ofEpochDay(message.getDate());
            case TIMESTAMP -> instant(message.getTimestamp());
            case TIMESTAMP_NTZ ->
                LocalDateTime.ofInstant(instant(message.getTimestampNtz()), ZoneOffset.UTC);
            case TIME -> LocalTime.ofNanoOfDay(message.getTime().getNano());
            case CALENDAR_INTERVAL -> {
                var interval = message.getCalendarInterval();
                yield new CalendarInterval(interval.getMonths(), interval.getDays(),
                        interval.getMicroseconds());
            }
            case YEAR_MONTH_INTERVAL ->
                Period.ofMonths(message.getYearMonthInterval()).normalized();
            case DAY_TIME_INTERVAL ->
                Duration.of(message.getDayTimeInterval(), ChronoUnit.MICROS);
            case ARRAY ->
                values(message.getArray().getElementsList(), ((ArrayType) type).element());
            case MAP -> map(message.getMap(), (MapType) type);
            case STRUCT -> struct(message.getStruct(), (StructType) type);
            case SPECIALIZED_ARRAY -> specialised(message.getSpecializedArray());
            case LITERALTYPE_NOT_SET -> throw notSet();
        };
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L),
                Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static List<@Nullable Object> values(List<Literal> messages, DataType type) {
        var values = new ArrayList<@Nullable Object>();
        for (var message : messages) {
            values.add(value(message, type));
        }
        return values;
    }

    private static Map<Object, @Nullable Object> map(Literal.Map message, MapType type) {
        var map = new LinkedHashMap<Object, @Nullable Object>();
        for (int i = 0; i < message.getKeysCount() && i < message.getValuesCount(); i++) {
            var key = value(message.getKeys(i), type.key());
            if (key == null) {
                throw new UserException("NULL_MAP_KEY", Map.of());
            }
            map.put(key, value(message.getValues(i), type.value()));
        }
        return map;
    }

    private static List<@Nullable Object> struct(Literal.Struct message, StructType type) {
        if (message.getElementsCount() != type.fields().size()) {
            throw new UserException("CONNECT_INVALID_PLAN.ASSERTION_FAILURE", Map.of("message",
                    "a struct of " + type.fields().size() + " fields has "
                            + message.getElementsCount() + " values"));
        }
        var values = new ArrayList<@Nullable Object>();
        for (int i = 0; i < message.getElementsCount(); i++) {
            values.add(value(message.getElements(i), type.fields().get(i).type()));
        }
        return values;
    }

    private static List<?> specialised(Literal.SpecializedArray array) {
        return switch (array.getValueTypeCase()) {
            case BOOLS -> List.copyOf(array.getBools().getValuesList());
            case INTS -> List.copyOf(array.getInts().getValuesList());
            case LONGS -> List.copyOf(array.getLongs().getValuesList());
            case FLOATS -> List.copyOf(array.getFloats().getValuesList());
            case DOUBLES -> List.copyOf(array.getDoubles().getValuesList());
            case STRINGS -> List.copyOf(array.getStrings().getValuesList());
            case VALUETYPE_NOT_SET -> throw notSet();
        };
    }
}

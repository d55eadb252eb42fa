package dev.penstock.connect.wire;

import dev.penstock.data.DataType.*;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import java.util.List;
import java.util.Map;
import org.apache.spark.connect.proto.DataType;

/// Types as messages, in both directions.
///
/// What Spark keeps for a field in its metadata stays as it is. `CHAR` and `VARCHAR` have messages of their own.
public final class TypeMessages {
    private static final List<IntervalField> YEAR_MONTH = List.of(IntervalField.YEAR,
            IntervalField.MONTH);
    private static final List<IntervalField> DAY_TIME = List.of(IntervalField.DAY,
            IntervalField.HOUR, IntervalField.MINUTE, IntervalField.SECOND);

    private TypeMessages() {}

    /// The columns of a result.
    public static DataType message(Schema schema) {
        return message(schema.asStruct());
    }

    /// A type.
    public static DataType message(dev.penstock.data.DataType type) {
        var message = DataType.newBuilder();
        switch (type) {
            case NullType _ -> message.getNullBuilder();
            case BooleanType _ -> message.getBooleanBuilder();
            case ByteType _ -> message.getByteBuilder();
            case ShortType _ -> message.getShortBuilder();
            case IntType _ -> message.getIntegerBuilder();
            case LongType _ -> message.getLongBuilder();
            case FloatType _ -> message.getFloatBuilder();
            case DoubleType _ -> message.getDoubleBuilder();
            case DecimalType(int precision, int scale) ->
                message.getDecimalBuilder().setPrecision(precision).setScale(scale);
            case StringType _ -> message.getStringBuilder().setCollation("UTF8_BINARY");
            case CharType(int length) -> message.getCharBuilder().setLength(length);
            case VarcharType(int length) -> message.getVarCharBuilder().setLength(length);
            case BinaryType _ -> message.getBinaryBuilder();
            case DateType _ -> message.getDateBuilder();
            case TimestampType _ -> message.getTimestampBuilder();
            case TimestampNtzType _ -> message.getTimestampNtzBuilder();
            case TimeType(int precision) -> message.getTimeBuilder().setPrecision(precision);
            case YearMonthIntervalType(var start, var end) -> message.getYearMonthIntervalBuilder()
                    .setStartField(YEAR_MONTH.indexOf(start)).setEndField(YEAR_MONTH.indexOf(end));
            case DayTimeIntervalType(var start, var end) -> message.getDayTimeIntervalBuilder()
                    .setStartField(DAY_TIME.indexOf(start)).setEndField(DAY_TIME.indexOf(end));
            case CalendarIntervalType _ -> message.getCalendarIntervalBuilder();
            case ArrayType(var element, boolean containsNull) -> message.getArrayBuilder()
                    .setElementType(message(element)).setContainsNull(containsNull);
            case MapType(var key, var value, boolean containsNull) -> message.getMapBuilder()
                    .setKeyType(message(key)).setValueType(message(value))
                    .setValueContainsNull(containsNull);
            case StructType(var fields) -> fields
                    .forEach(field -> message.getStructBuilder().addFields(message(field)));
        }
        if (type instanceof StructType(var fields) && fields.isEmpty()) {
            message.getStructBuilder();
        }
        return message.build();
    }

    private static DataType.StructField message(Field field) {
        var message = DataType.StructField.newBuilder().setName(field.name())
                .setDataType(message(field.type())).setNullable(field.nullable());
        if (!field.metadata().equals(Field.NO_METADATA)) {
            message.setMetadata(field.metadata());
        }
        return message.build();
    }

    /// The type that a message means.
    ///
    /// @throws UserException for a type that Penstock does not have, and for one without a kind
    public static dev.penstock.data.DataType type(DataType message) {
        return switch (message.getKindCase()) {
            case NULL -> dev.penstock.data.DataType.NULL;
            case BINARY -> dev.penstock.data.DataType.BINARY;
            case BOOLEAN -> dev.penstock.data.DataType.BOOLEAN;
            case BYTE -> dev.penstock.data.DataType.BYTE;
            case SHORT -> dev.penstock.data.DataType.SHORT;
            case INTEGER -> dev.penstock.data.DataType.INT;
            case LONG -> dev.penstock.data.DataType.LONG;
            case FLOAT -> dev.penstock.data.DataType.FLOAT;
            case DOUBLE -> dev.penstock.data.DataType.DOUBLE;
            case DECIMAL -> decimal(message.getDecimal());
            case STRING -> string(message.getString());
            case CHAR -> new CharType(message.getChar().getLength());
            case VAR_CHAR -> new VarcharType(message.getVarChar().getLength());
            case DATE -> dev.penstock.data.DataType.DATE;
            case TIMESTAMP -> dev.penstock.data.DataType.TIMESTAMP;
            case TIMESTAMP_NTZ -> dev.penstock.data.DataType.TIMESTAMP_NTZ;
            case CALENDAR_INTERVAL -> dev.penstock.data.DataType.CALENDAR_INTERVAL;
            case YEAR_MONTH_INTERVAL -> yearMonth(message.getYearMonthInterval());
            case DAY_TIME_INTERVAL -> dayTime(message.getDayTimeInterval());
            case ARRAY -> new ArrayType(type(message.getArray().getElementType()),
                    message.getArray().getContainsNull());
            case STRUCT -> struct(message.getStruct());
            case MAP -> new MapType(type(message.getMap().getKeyType()),
                    type(message.getMap().getValueType()), message.getMap().getValueContainsNull());
            case TIME -> new TimeType(
                    message.getTime().hasPrecision() ? message.getTime().getPrecision() : 6);
            case VARIANT, UDT, GEOMETRY, GEOGRAPHY, UNPARSED ->
                throw unsupported(message.getKindCase().name());
            case KIND_NOT_SET -> throw unsupported("a type without a kind");
        };
    }

    private static UserException unsupported(String type) {
        return new UserException("UNSUPPORTED_DATATYPE", Map.of("typeName", '"' + type + '"'));
    }

    private static dev.penstock.data.DataType decimal(DataType.Decimal decimal) {
        int precision = decimal.hasPrecision() ? decimal.getPrecision() : 10;
        int scale = decimal.hasScale() ? decimal.getScale() : 0;
        if (precision < 1 || precision > DecimalType.MAX_PRECISION || scale < 0
                || scale > precision) {
            throw unsupported("DECIMAL(" + precision + "," + scale + ")");
        }
        return new DecimalType(precision, scale);
    }

    private static dev.penstock.data.DataType string(DataType.String string) {
        var collation = string.getCollation();
        if (!collation.isEmpty() && !collation.equals("UTF8_BINARY")) {
            throw unsupported("STRING COLLATE " + collation);
        }
        return dev.penstock.data.DataType.STRING;
    }

    private static dev.penstock.data.DataType yearMonth(DataType.YearMonthInterval interval) {
        int start = interval.hasStartField() ? interval.getStartField() : 0;
        int end = interval.hasEndField() ? interval.getEndField() : Math.max(start, 1);
        return new YearMonthIntervalType(field(YEAR_MONTH, start), field(YEAR_MONTH, end));
    }

    private static dev.penstock.data.DataType dayTime(DataType.DayTimeInterval interval) {
        int start = interval.hasStartField() ? interval.getStartField() : 0;
        int end = interval.hasEndField() ? interval.getEndField() : 3;
        return new DayTimeIntervalType(field(DAY_TIME, start), field(DAY_TIME, end));
    }

    private static IntervalField field(List<IntervalField> fields, int index) {
        if (index < 0 || index >= fields.size()) {
            throw unsupported("INTERVAL with field " + index);
        }
        return fields.get(index);
    }

    private static StructType struct(DataType.Struct struct) {
        return new StructType(struct.getFieldsList().stream()
                .map(field -> new Field(field.getName(), type(field.getDataType()),
                        field.getNullable(),
                        field.getMetadata().isEmpty() ? Field.NO_METADATA : field.getMetadata()))
                .toList());
    }
}

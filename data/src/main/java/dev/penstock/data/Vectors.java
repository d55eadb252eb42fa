package dev.penstock.data;

import dev.penstock.data.DataType.*;
import java.util.List;

/// The physical form of each type, in one place.
public final class Vectors {
    private Vectors() {}

    /// An empty vector of the form that values of `type` have, with room for `capacity` rows.
    public static Vector allocate(DataType type, int capacity) {
        return switch (type) {
            case NullType _ -> new NullVector(capacity);
            case BooleanType _ -> new BooleanVector(capacity);
            case ByteType _ -> new ByteVector(capacity);
            case ShortType _ -> new ShortVector(capacity);
            case IntType _,DateType _,YearMonthIntervalType _ -> new IntVector(capacity);
            case LongType _,TimestampType _,TimestampNtzType _,TimeType _,DayTimeIntervalType _ ->
                new LongVector(capacity);
            case FloatType _ -> new FloatVector(capacity);
            case DoubleType _ -> new DoubleVector(capacity);
            case DecimalType decimal ->
                decimal.fitsLong() ? new LongVector(capacity) : new Decimal128Vector(capacity);
            case StringType _,CharType _,VarcharType _,BinaryType _ -> new BytesVector(capacity);
            case CalendarIntervalType _ -> new IntervalVector(capacity);
            case ArrayType(var element, _) ->
                new ArrayVector(capacity, allocate(element, capacity));
            case MapType(var key, var value, _) ->
                new MapVector(capacity, allocate(key, capacity), allocate(value, capacity));
            case StructType(var fields) ->
                new StructVector(capacity,
                        allocate(fields.stream().map(Field::type).toList(), capacity));
        };
    }

    /// One vector a type.
    public static Vector[] allocate(List<DataType> types, int capacity) {
        return types.stream().map(type -> allocate(type, capacity)).toArray(Vector[]::new);
    }
}

package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import java.util.Optional;

/// Facts about types that coercion and function signatures ask for.
public final class Types {
    /// What a decimal becomes when nothing is known of its size: `DECIMAL(38,18)`.
    public static final DecimalType SYSTEM_DECIMAL = new DecimalType(38, 18);
    public static final DataType DAY_INTERVAL = new DayTimeIntervalType(IntervalField.DAY,
            IntervalField.DAY);
    public static final DataType DAY_TIME = new DayTimeIntervalType(IntervalField.DAY,
            IntervalField.SECOND);
    public static final DataType YEAR_MONTH = new YearMonthIntervalType(IntervalField.YEAR,
            IntervalField.MONTH);

    private Types() {}

    /// True when values of the type can be sorted and compared: all but maps and `INTERVAL`.
    public static boolean isOrdered(DataType type) {
        return switch (type) {
            case MapType _,CalendarIntervalType _ -> false;
            case ArrayType(var element, _) -> isOrdered(element);
            case StructType(var fields) -> fields.stream().allMatch(f -> isOrdered(f.type()));
            default -> true;
        };
    }

    /// True when rows can be grouped and made distinct by the type: it holds no map.
    public static boolean isGroupable(DataType type) {
        return switch (type) {
            case MapType _ -> false;
            case ArrayType(var element, _) -> isGroupable(element);
            case StructType(var fields) -> fields.stream().allMatch(f -> isGroupable(f.type()));
            default -> true;
        };
    }

    /// True when a value has no parts: neither array, map, struct, void nor `INTERVAL`.
    public static boolean isAtomic(DataType type) {
        return switch (type) {
            case ArrayType _,MapType _,StructType _,NullType _,CalendarIntervalType _ -> false;
            default -> true;
        };
    }

    public static boolean isDatetime(DataType type) {
        return type instanceof DateType || type instanceof TimestampType
                || type instanceof TimestampNtzType;
    }

    public static boolean isTimestamp(DataType type) {
        return type instanceof TimestampType || type instanceof TimestampNtzType;
    }

    /// True for year-month and day-time intervals.
    public static boolean isAnsiInterval(DataType type) {
        return type instanceof YearMonthIntervalType || type instanceof DayTimeIntervalType;
    }

    /// True for all intervals.
    public static boolean isInterval(DataType type) {
        return isAnsiInterval(type) || type instanceof CalendarIntervalType;
    }

    public static boolean isFractional(DataType type) {
        return type instanceof FloatType || type instanceof DoubleType
                || type instanceof DecimalType;
    }

    /// The type as expressions see it: `CHAR` and `VARCHAR` are text like any other.
    public static DataType plain(DataType type) {
        return type.isText() ? DataType.STRING : type;
    }

    /// The decimal that holds every value of an integer type, or the decimal itself.
    public static DecimalType decimalFor(DataType type) {
        return switch (type) {
            case ByteType _ -> new DecimalType(3, 0);
            case ShortType _ -> new DecimalType(5, 0);
            case IntType _ -> new DecimalType(10, 0);
            case LongType _ -> new DecimalType(20, 0);
            case FloatType _ -> new DecimalType(14, 7);
            case DoubleType _ -> new DecimalType(30, 15);
            case DecimalType decimal -> decimal;
            default -> SYSTEM_DECIMAL;
        };
    }

    /// The common type of two arrays, maps or structs by the common types of their parts.
    static Optional<DataType> common(DataType left, DataType right, PairRule rule) {
        return switch (left) {
            case ArrayType(var a, var aNull) when right instanceof ArrayType(var b, var bNull) ->
                rule.of(a, b).map(t -> new ArrayType(t, aNull || bNull));
            case MapType(var ak, var av, var aNull) when right instanceof MapType(var bk, var bv, var bNull) ->
                rule.of(ak, bk)
                        .flatMap(k -> rule.of(av, bv).map(v -> new MapType(k, v, aNull || bNull)));
            case StructType(var a) when right instanceof StructType(var b)
                    && a.size() == b.size() -> {
                var fields = new java.util.ArrayList<Field>();
                for (int i = 0; i < a.size(); i++) {
                    var type = rule.of(a.get(i).type(), b.get(i).type());
                    if (type.isEmpty() || !a.get(i).name().equalsIgnoreCase(b.get(i).name())) {
                        yield Optional.empty();
                    }
                    fields.add(new Field(a.get(i).name(), type.get(),
                            a.get(i).nullable() || b.get(i).nullable()));
                }
                yield Optional.of(new StructType(fields));
            }
            default -> Optional.empty();
        };
    }

    /// A rule that finds the type in which two types meet.
    @FunctionalInterface
    interface PairRule {
        Optional<DataType> of(DataType left, DataType right);
    }

    /// True when the types differ at most in whether their parts may be null.
    public static boolean sameButNullability(DataType left, DataType right) {
        return allNullable(left).equals(allNullable(right));
    }

    /// The type with all its parts nullable.
    public static DataType allNullable(DataType type) {
        return switch (type) {
            case ArrayType(var element, _) -> new ArrayType(allNullable(element), true);
            case MapType(var key, var value, _) ->
                new MapType(allNullable(key), allNullable(value), true);
            case StructType(var fields) -> new StructType(
                    fields.stream().map(f -> new Field(f.name(), allNullable(f.type()), true))
                            .toList());
            default -> plain(type);
        };
    }
}

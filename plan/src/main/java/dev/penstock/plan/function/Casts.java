package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;

/// Which casts exist. See Spark's table of ANSI compliance.
public final class Casts {
    private Casts() {}

    /// True when `CAST` from one type to the other exists.
    public static boolean allowed(DataType from, DataType to, boolean ansi) {
        if (from instanceof NullType || Types.sameButNullability(from, to)) {
            return true;
        }
        return switch (from) {
            case ArrayType(var element, _) -> to.isText()
                    || (to instanceof ArrayType(var target, _) && allowed(element, target, ansi));
            case MapType(var key, var value, _) -> to.isText()
                    || (to instanceof MapType(var toKey, var toValue, _)
                            && allowed(key, toKey, ansi)
                            && allowed(value, toValue, ansi));
            case StructType(var fields) -> to.isText() || (to instanceof StructType(var targets)
                    && structAllowed(fields, targets, ansi));
            default -> to.isText() || atomicAllowed(from, to, ansi);
        };
    }

    private static boolean structAllowed(java.util.List<dev.penstock.data.Field> from,
            java.util.List<dev.penstock.data.Field> to,
            boolean ansi) {
        if (from.size() != to.size()) {
            return false;
        }
        for (int i = 0; i < from.size(); i++) {
            if (!allowed(from.get(i).type(), to.get(i).type(), ansi)) {
                return false;
            }
        }
        return true;
    }

    private static boolean atomicAllowed(DataType from, DataType to, boolean ansi) {
        if (from.isNumeric()) {
            return to.isNumeric() || to instanceof BooleanType || to instanceof TimestampType
                    || (from.isIntegral()
                            && (Types.isAnsiInterval(to) || (!ansi && to instanceof BinaryType)))
                    || (from instanceof DecimalType && Types.isAnsiInterval(to));
        }
        return switch (from) {
            case StringType _,CharType _,VarcharType _ ->
                Types.isAtomic(to) || to instanceof CalendarIntervalType;
            case BinaryType _ -> !ansi && to.isIntegral();
            case BooleanType _ -> to.isNumeric() || (!ansi && to instanceof TimestampType);
            case DateType _ ->
                Types.isTimestamp(to) || (!ansi && (to.isNumeric() || to instanceof BooleanType));
            case TimestampType _ -> to.isNumeric() || Types.isDatetime(to) || to instanceof TimeType
                    || (!ansi && to instanceof BooleanType);
            case TimestampNtzType _ -> Types.isDatetime(to) || to instanceof TimeType;
            case TimeType _ -> to instanceof TimeType;
            case YearMonthIntervalType _ ->
                to instanceof YearMonthIntervalType || to.isIntegral() || to instanceof DecimalType;
            case DayTimeIntervalType _ ->
                to instanceof DayTimeIntervalType || to.isIntegral() || to instanceof DecimalType;
            default -> false;
        };
    }

    /// True when Spark calls the result of a cast nullable although the value is not, in ANSI mode too, where such a cast raises an
    /// error instead.
    public static boolean mayGiveNull(DataType from, DataType to) {
        if (Types.sameButNullability(from, to) || to.isText()) {
            return false;
        }
        if (from.isText()) {
            return !(to instanceof BinaryType);
        }
        boolean real = from instanceof DoubleType || from instanceof FloatType;
        return switch (to) {
            case DecimalType decimal -> decimalMayGiveNull(from, decimal);
            case TimestampType _ -> real;
            case DateType _ -> !Types.isTimestamp(from);
            case CalendarIntervalType _ -> true;
            case ByteType _,ShortType _,IntType _ ->
                Types.isFractional(from) || from instanceof TimestampType
                        || from instanceof DateType;
            case LongType _ -> Types.isFractional(from) || from instanceof DateType;
            default -> from instanceof DateType && !Types.isTimestamp(to);
        };
    }

    private static boolean decimalMayGiveNull(DataType from, DecimalType to) {
        return switch (from) {
            case BooleanType _ -> to.precision() <= to.scale();
            case DecimalType decimal ->
                to.precision() - to.scale() <= decimal.precision() - decimal.scale()
                        && !Decimals.isWider(to, decimal);
            default -> !from.isIntegral() || !Decimals.isWider(to, Types.decimalFor(from));
        };
    }
}

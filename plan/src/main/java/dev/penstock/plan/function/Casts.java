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

    /// True when a value that is not null may become null by the cast.
    public static boolean mayGiveNull(DataType from, DataType to, boolean ansi) {
        if (ansi || to.isText()) {
            return false;
        }
        if (from.isText()) {
            return !(to instanceof BinaryType);
        }
        if (from.isNumeric() && to instanceof DecimalType decimal) {
            return !Decimals.isWider(decimal, Types.decimalFor(from))
                    || (Types.isFractional(from) && !(from instanceof DecimalType));
        }
        boolean fraction = from instanceof DoubleType || from instanceof FloatType;
        return (fraction && to instanceof TimestampType)
                || (from instanceof DateType && (to instanceof BooleanType || to.isNumeric()));
    }
}

package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import java.math.BigDecimal;
import java.util.Optional;

/// Constants whose cast loses nothing are cast when a query is bound, so that plans read as people write them.
final class Literals {
    private Literals() {}

    /// The value as `type`, for integers that become a wider number.
    static Optional<Object> widen(Object value, DataType from, DataType type) {
        if (!from.isIntegral()) {
            return Optional.empty();
        }
        long number = ((Number) value).longValue();
        return switch (type) {
            case ByteType _ -> fits(number, Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) number);
            case ShortType _ -> fits(number, Short.MIN_VALUE, Short.MAX_VALUE, (short) number);
            case IntType _ -> fits(number, Integer.MIN_VALUE, Integer.MAX_VALUE, (int) number);
            case LongType _ -> Optional.of(number);
            case DoubleType _ ->
                Math.abs(number) <= 1L << 53 ? Optional.of((double) number) : Optional.empty();
            case DecimalType(int precision, int scale) -> {
                var decimal = BigDecimal.valueOf(number).setScale(scale);
                yield decimal.precision() <= precision ? Optional.of(decimal) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Object> fits(long number, long low, long high, Object value) {
        return number >= low && number <= high ? Optional.of(value) : Optional.empty();
    }
}

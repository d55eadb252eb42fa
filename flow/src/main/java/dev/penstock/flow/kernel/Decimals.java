package dev.penstock.flow.kernel;

import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Reading and writing decimals of either form.
final class Decimals {
    private static final long[] POWERS = new long[19];
    private static final BigInteger[] LIMITS = new BigInteger[39];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        for (int i = 0; i < LIMITS.length; i++) {
            LIMITS[i] = BigInteger.TEN.pow(i);
        }
    }

    private Decimals() {}

    /// 10 to the power of 0 to 18.
    static long power(int exponent) {
        return POWERS[exponent];
    }

    static BigInteger unscaled(Vector vector, int row) {
        return vector instanceof LongVector longs
                ? BigInteger.valueOf(longs.get(row))
                : ((Decimal128Vector) vector).get(row);
    }

    static BigDecimal value(Vector vector, int row, int scale) {
        return vector instanceof LongVector longs
                ? BigDecimal.valueOf(longs.get(row), scale)
                : new BigDecimal(((Decimal128Vector) vector).get(row), scale);
    }

    /// True when the number has at most `precision` digits.
    static boolean fits(BigInteger unscaled, int precision) {
        return unscaled.abs().compareTo(LIMITS[precision]) < 0;
    }

    /// Writes the value rounded half up to the type's scale; false, writing nothing, when it has too many digits.
    static boolean put(Vector result, int row, BigDecimal value, DecimalType type) {
        var unscaled = value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
        if (!fits(unscaled, type.precision())) {
            return false;
        }
        if (result instanceof LongVector longs) {
            longs.set(row, unscaled.longValue());
        } else {
            ((Decimal128Vector) result).set(row, unscaled);
        }
        return true;
    }

    /// Writes the value rounded half up to the type's scale; one with too many digits is an error, or null, as the mode says.
    static void putOrFail(Vector result, int row, BigDecimal value, DecimalType type,
            ErrorMode mode) {
        if (!put(result, row, value, type)) {
            if (mode == ErrorMode.ANSI) {
                throw Errors.decimalOverflow(value, type);
            }
            result.setNull(row);
        }
    }
}

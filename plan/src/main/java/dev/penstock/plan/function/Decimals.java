package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.plan.logical.Expr;
import java.math.BigDecimal;

/// Precision and scale of decimal results, as `spark.sql.decimalOperations.allowPrecisionLoss=true` has them.
public final class Decimals {
    /// So many digits after the point are kept before digits in front of it are given up.
    private static final int MIN_ADJUSTED_SCALE = 6;

    private Decimals() {}

    static DecimalType add(DecimalType a, DecimalType b) {
        int scale = Math.max(a.scale(), b.scale());
        return adjusted(Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + scale + 1,
                scale);
    }

    static DecimalType multiply(DecimalType a, DecimalType b) {
        return adjusted(a.precision() + b.precision() + 1, a.scale() + b.scale());
    }

    static DecimalType divide(DecimalType a, DecimalType b) {
        int scale = Math.max(MIN_ADJUSTED_SCALE, a.scale() + b.precision() + 1);
        return adjusted(a.precision() - a.scale() + b.scale() + scale, scale);
    }

    static DecimalType modulo(DecimalType a, DecimalType b) {
        int scale = Math.max(a.scale(), b.scale());
        return adjusted(Math.min(a.precision() - a.scale(), b.precision() - b.scale()) + scale,
                scale);
    }

    /// The decimal that holds the values of both, cut to 38 digits.
    public static DecimalType widest(DecimalType a, DecimalType b) {
        int scale = Math.max(a.scale(), b.scale());
        return bounded(Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + scale,
                scale);
    }

    /// A decimal of at most 38 digits; too many are cut at both ends.
    static DecimalType bounded(int precision, int scale) {
        return new DecimalType(Math.clamp(precision, 1, DecimalType.MAX_PRECISION),
                Math.min(scale, DecimalType.MAX_PRECISION));
    }

    private static DecimalType adjusted(int precision, int scale) {
        if (precision <= DecimalType.MAX_PRECISION) {
            return new DecimalType(Math.max(1, precision), scale);
        }
        int whole = precision - scale;
        int kept = Math.max(DecimalType.MAX_PRECISION - whole, Math.min(scale, MIN_ADJUSTED_SCALE));
        return new DecimalType(DecimalType.MAX_PRECISION, kept);
    }

    /// True when `a` holds every value of `b`.
    static boolean isWider(DecimalType a, DecimalType b) {
        return a.precision() - a.scale() >= b.precision() - b.scale() && a.scale() >= b.scale();
    }

    /// The decimal that an operand becomes beside a decimal: a constant takes the digits it has, a column those of its type.
    static DecimalType operand(Expr expression) {
        if (expression instanceof Expr.Literal(Object value, DataType type) && value != null
                && type.isIntegral()) {
            int precision = BigDecimal.valueOf(((Number) value).longValue()).precision();
            return new DecimalType(precision, 0);
        }
        return Types.decimalFor(expression.type());
    }
}

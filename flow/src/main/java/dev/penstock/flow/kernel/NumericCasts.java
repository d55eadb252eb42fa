package dev.penstock.flow.kernel;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr.ErrorMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/// Casts to numbers and booleans, from numbers, booleans, timestamps and intervals.
final class NumericCasts {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private NumericCasts() {}

    @FunctionalInterface
    interface LongReader {
        long read(Vector vector, int row);
    }

    @FunctionalInterface
    interface DoubleReader {
        double read(Vector vector, int row);
    }

    static Kernel kernel(Kernel child, CastRows cast) {
        return switch (cast.from()) {
            case IntType _ when cast.to() instanceof LongType ->
                dense(child, new LongVector(0), NumericCasts::intsToLongs);
            case IntType _ when cast.to() instanceof DoubleType ->
                dense(child, new DoubleVector(0), NumericCasts::intsToDoubles);
            case LongType _ when cast.to() instanceof DoubleType ->
                dense(child, new DoubleVector(0), NumericCasts::longsToDoubles);
            case LongType _ when cast.to() instanceof IntType -> narrowing(child, cast);
            case FloatType _ ->
                fromDouble(child, cast, (vector, row) -> ((FloatVector) vector).get(row));
            case DoubleType _ ->
                fromDouble(child, cast, (vector, row) -> ((DoubleVector) vector).get(row));
            case DecimalType decimal -> fromDecimal(child, cast, decimal.scale());
            case TimestampType _ -> fromTimestamp(child, cast);
            case YearMonthIntervalType interval ->
                fromInterval(child, cast, interval.end() == IntervalField.YEAR ? 12 : 1);
            case DayTimeIntervalType interval ->
                fromInterval(child, cast, microsOf(interval.end()));
            default -> fromLong(child, cast, reader(cast.from()));
        };
    }

    private static long microsOf(IntervalField field) {
        return switch (field) {
            case DAY -> 86_400_000_000L;
            case HOUR -> 3_600_000_000L;
            case MINUTE -> 60_000_000L;
            default -> 1_000_000L;
        };
    }

    private static Kernel fromInterval(Kernel child, CastRows cast, long unit) {
        LongReader amount = cast.from() instanceof YearMonthIntervalType
                ? (vector, row) -> ((IntVector) vector).get(row) / unit
                : (vector, row) -> ((LongVector) vector).get(row) / unit;
        return fromLong(child, cast, amount);
    }

    private static <R extends Vector> Kernel dense(Kernel child, R result,
            Shapes.DenseLoop<R> loop) {
        return new DenseKernel<>(List.of(child), result, loop);
    }

    private static void intsToLongs(Vector[] in, LongVector result, int size) {
        int[] from = ((IntVector) in[0]).values();
        long[] to = result.values();
        for (int i = 0; i < size; i++) {
            to[i] = from[i];
        }
    }

    private static void intsToDoubles(Vector[] in, DoubleVector result, int size) {
        int[] from = ((IntVector) in[0]).values();
        double[] to = result.values();
        for (int i = 0; i < size; i++) {
            to[i] = from[i];
        }
    }

    private static void longsToDoubles(Vector[] in, DoubleVector result, int size) {
        long[] from = ((LongVector) in[0]).values();
        double[] to = result.values();
        for (int i = 0; i < size; i++) {
            to[i] = from[i];
        }
    }

    private static Kernel narrowing(Kernel child, CastRows cast) {
        return new CheckedKernel<>(List.of(child), new IntVector(0), new Narrowing(cast),
                cast.mode());
    }

    private record Narrowing(CastRows cast) implements CheckedKernel.Loops<IntVector> {
        @Override
        public boolean run(Vector[] arguments, IntVector result, int size) {
            return narrow(((LongVector) arguments[0]).values(), result.values(), size);
        }

        private static boolean narrow(long[] from, int[] to, int size) {
            long lost = 0;
            for (int i = 0; i < size; i++) {
                to[i] = (int) from[i];
                lost |= from[i] ^ (int) from[i];
            }
            return lost == 0;
        }

        @Override
        public boolean fails(Vector[] arguments, int row) {
            long value = ((LongVector) arguments[0]).get(row);
            return value != (int) value;
        }

        @Override
        public UserException error(Vector[] arguments, int row) {
            return Errors.castOverflow(SqlText.of(arguments[0], row, cast.from(), cast.zone()),
                    cast.from(), cast.to());
        }
    }

    private static LongReader reader(DataType type) {
        return switch (type) {
            case BooleanType _ -> (vector, row) -> ((BooleanVector) vector).get(row) ? 1 : 0;
            case ByteType _ -> (vector, row) -> ((ByteVector) vector).get(row);
            case ShortType _ -> (vector, row) -> ((ShortVector) vector).get(row);
            case IntType _ -> (vector, row) -> ((IntVector) vector).get(row);
            case LongType _ -> (vector, row) -> ((LongVector) vector).get(row);
            default -> throw Errors.notYet("CAST from " + type.sql() + " to a number");
        };
    }

    private static Kernel fromLong(Kernel child, CastRows cast, LongReader reader) {
        var to = cast.to();
        return cast.kernel(child, switch (to) {
            case BooleanType _ ->
                (in, row, out) -> ((BooleanVector) out).set(row, reader.read(in, row) != 0);
            case FloatType _ ->
                (in, row, out) -> ((FloatVector) out).set(row, (float) reader.read(in, row));
            case DoubleType _ ->
                (in, row, out) -> ((DoubleVector) out).set(row, (double) reader.read(in, row));
            case DecimalType decimal -> longToDecimal(decimal, cast, reader);
            default -> (in, row, out) -> putLong(reader.read(in, row), in, row, out, cast);
        });
    }

    private static CastRows.Row longToDecimal(DecimalType type, CastRows cast, LongReader reader) {
        long factor = Decimals.power(Math.min(18, type.scale()));
        long limit = Decimals.power(Math.min(18, type.precision() - type.scale()));
        return (in, row, out) -> {
            long value = reader.read(in, row);
            if (out instanceof LongVector longs && Math.abs(value) < limit
                    && value != Long.MIN_VALUE) {
                longs.set(row, value * factor);
            } else {
                Decimals.putOrFail(out, row, BigDecimal.valueOf(value), type, cast.mode());
            }
        };
    }

    /// Writes a whole number; one that is too large wraps around in legacy mode.
    private static void putLong(long value, Vector in, int row, Vector out, CastRows cast) {
        boolean fits = WholeNumbers.write(out, row, value);
        if (!fits && !cast.legacy()) {
            cast.overflow(in, row, out);
        }
    }

    private static Kernel fromDouble(Kernel child, CastRows cast, DoubleReader reader) {
        return cast.kernel(child, switch (cast.to()) {
            case BooleanType _ ->
                (in, row, out) -> ((BooleanVector) out).set(row, reader.read(in, row) != 0);
            case FloatType _ ->
                (in, row, out) -> ((FloatVector) out).set(row, (float) reader.read(in, row));
            case DoubleType _ ->
                (in, row, out) -> ((DoubleVector) out).set(row, reader.read(in, row));
            case DecimalType decimal ->
                (in, row, out) -> doubleToDecimal(in, row, out, decimal, cast);
            default -> (in, row, out) -> doubleToLong(reader.read(in, row), in, row, out, cast);
        });
    }

    private static void doubleToLong(double value, Vector in, int row, Vector out, CastRows cast) {
        if (cast.legacy()) {
            putLong(out instanceof LongVector ? (long) value : (int) value, in, row, out, cast);
        } else if (Math.floor(value) <= Long.MAX_VALUE && Math.ceil(value) >= Long.MIN_VALUE) {
            putLong((long) value, in, row, out, cast);
        } else {
            cast.overflow(in, row, out);
        }
    }

    private static void doubleToDecimal(Vector in, int row, Vector out, DecimalType type,
            CastRows cast) {
        double value = in instanceof FloatVector floats
                ? floats.get(row)
                : ((DoubleVector) in).get(row);
        if (Double.isFinite(value)) {
            // The shortest digits that give the same number: a float is not widened first.
            var digits = in instanceof FloatVector floats
                    ? Float.toString(floats.get(row))
                    : Double.toString(value);
            Decimals.putOrFail(out, row, new BigDecimal(digits), type, cast.mode());
        } else {
            out.setNull(row);
        }
    }

    private static Kernel fromDecimal(Kernel child, CastRows cast, int scale) {
        return cast.kernel(child, switch (cast.to()) {
            case BooleanType _ -> (in, row, out) -> ((BooleanVector) out).set(row,
                    Decimals.unscaled(in, row).signum() != 0);
            case FloatType _ -> (in, row, out) -> ((FloatVector) out).set(row,
                    Decimals.value(in, row, scale).floatValue());
            case DoubleType _ ->
                (in, row, out) -> ((DoubleVector) out).set(row, toDouble(in, row, scale));
            case DecimalType decimal ->
                decimalToDecimal((DecimalType) cast.from(), decimal, cast.mode());
            default -> (in, row, out) -> decimalToLong(in, row, out, scale, cast);
        });
    }

    private static double toDouble(Vector in, int row, int scale) {
        if (in instanceof LongVector longs && Math.abs(longs.get(row)) < 1L << 53) {
            return (double) longs.get(row) / Decimals.power(scale);
        }
        return Decimals.value(in, row, scale).doubleValue();
    }

    private static CastRows.Row decimalToDecimal(DecimalType from, DecimalType to, ErrorMode mode) {
        boolean widens = to.scale() >= from.scale()
                && to.precision() - to.scale() >= from.precision() - from.scale();
        if (widens && to.fitsLong()) {
            long factor = Decimals.power(to.scale() - from.scale());
            return (in, row, out) -> ((LongVector) out).set(row,
                    ((LongVector) in).get(row) * factor);
        }
        return (in, row, out) -> Decimals.putOrFail(out, row, Decimals.value(in, row, from.scale()),
                to, mode);
    }

    private static void decimalToLong(Vector in, int row, Vector out, int scale, CastRows cast) {
        var whole = Decimals.value(in, row, scale).setScale(0, RoundingMode.DOWN).unscaledValue();
        if (!cast.legacy() && (whole.compareTo(LONG_MAX) > 0 || whole.compareTo(LONG_MIN) < 0)) {
            cast.overflow(in, row, out);
        } else {
            putLong(whole.longValue(), in, row, out, cast);
        }
    }

    private static Kernel fromTimestamp(Kernel child, CastRows cast) {
        return switch (cast.to()) {
            case BooleanType _ ->
                cast.kernel(child, (in, row, out) -> ((BooleanVector) out).set(row,
                        ((LongVector) in).get(row) != 0));
            case FloatType _ ->
                cast.kernel(child, (in, row, out) -> ((FloatVector) out).set(row,
                        (float) (((LongVector) in).get(row) / 1_000_000.0)));
            case DoubleType _ ->
                cast.kernel(child, (in, row, out) -> ((DoubleVector) out).set(row,
                        ((LongVector) in).get(row) / 1_000_000.0));
            case DecimalType decimal ->
                cast.kernel(child, (in, row, out) -> Decimals.putOrFail(out, row,
                        BigDecimal.valueOf(((LongVector) in).get(row), 6), decimal, cast.mode()));
            default -> fromLong(child, cast,
                    (vector, row) -> Math.floorDiv(((LongVector) vector).get(row), 1_000_000L));
        };
    }

    /// Whole numbers as big-endian bytes.
    static Kernel toBinary(Kernel child, CastRows cast) {
        var reader = reader(cast.from());
        int bytes = switch (cast.from()) {
            case ByteType _ -> 1;
            case ShortType _ -> 2;
            case IntType _ -> 4;
            default -> 8;
        };
        return cast.kernel(child, (in, row, out) -> {
            var binary = (BytesVector) out;
            long value = reader.read(in, row);
            int at = binary.reserve(row, bytes);
            for (int i = 0; i < bytes; i++) {
                binary.buffer()[at + i] = (byte) (value >> (8 * (bytes - 1 - i)));
            }
        });
    }
}

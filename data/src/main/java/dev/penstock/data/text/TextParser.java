package dev.penstock.data.text;

import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.Vector;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/// Reads values of one type from text, as `CAST` from `STRING` does.
///
/// Belongs to one thread, because it keeps a scratch number.
@FunctionalInterface
public interface TextParser {
    /// Reads `length` bytes of UTF-8 into a row of a vector of the type's form. False when they are no value of the type, or are out of its
    /// range; the row is then undefined, and not marked as null.
    boolean parse(byte[] text, int offset, int length, Vector to, int row);

    /// How whole numbers with a fraction are read: ANSI mode (and `try_cast`) refuses `1.5` as an integer, the legacy mode makes it 1.
    enum Mode {
        ANSI, LEGACY
    }

    /// The parser for a type; timestamps without a zone are read in `zone`.
    ///
    /// @throws IllegalArgumentException for arrays, maps, structs and `void`, which text is never cast to
    static TextParser of(DataType type, ZoneId zone, Mode mode) {
        var scratch = new long[1];
        boolean truncate = mode == Mode.LEGACY;
        return switch (type) {
            case StringType _,CharType _,VarcharType _,BinaryType _ ->
                (text, offset, length, to, row) -> {
                    ((BytesVector) to).append(row, text, offset, length);
                    return true;
                };
            case BooleanType _ -> (text, offset, length, to, row) -> {
                int value = NumberText.parseBoolean(text, offset, length);
                ((BooleanVector) to).set(row, value == 1);
                return value >= 0;
            };
            case ByteType _ -> (text, offset, length, to, row) -> {
                boolean valid = NumberText.parseLong(text, offset, length, truncate, scratch, 0);
                ((ByteVector) to).set(row, (byte) scratch[0]);
                return valid && scratch[0] == (byte) scratch[0];
            };
            case ShortType _ -> (text, offset, length, to, row) -> {
                boolean valid = NumberText.parseLong(text, offset, length, truncate, scratch, 0);
                ((ShortVector) to).set(row, (short) scratch[0]);
                return valid && scratch[0] == (short) scratch[0];
            };
            case IntType _ -> (text, offset, length, to, row) -> {
                boolean valid = NumberText.parseLong(text, offset, length, truncate, scratch, 0);
                ((IntVector) to).set(row, (int) scratch[0]);
                return valid && scratch[0] == (int) scratch[0];
            };
            case LongType _ -> (text, offset, length, to, row) -> NumberText.parseLong(text, offset,
                    length, truncate,
                    ((LongVector) to).values(), row);
            case FloatType _ ->
                (text, offset, length, to, row) -> NumberText.parseFloat(text, offset, length,
                        ((FloatVector) to).values(), row);
            case DoubleType _ ->
                (text, offset, length, to, row) -> NumberText.parseDouble(text, offset, length,
                        ((DoubleVector) to).values(), row);
            case DecimalType decimal -> decimal(decimal);
            case DateType _ -> (text, offset, length, to, row) -> setInt(to, row,
                    DateTimeText.parseDate(text, offset, length));
            case TimestampType _ -> (text, offset, length, to, row) -> setLong(to, row,
                    DateTimeText.parseTimestamp(text, offset, length, zone));
            case TimestampNtzType _ -> (text, offset, length, to, row) -> setLong(to, row,
                    DateTimeText.parseTimestampNtz(text, offset, length));
            case TimeType(int precision) -> (text, offset, length, to, row) -> setLong(to, row,
                    cut(DateTimeText.parseTime(text, offset, length), precision));
            case YearMonthIntervalType interval ->
                (text, offset, length, to, row) -> setInt(to, row,
                        IntervalText.parseYearMonth(text, offset, length, interval));
            case DayTimeIntervalType interval -> (text, offset, length, to, row) -> setLong(to, row,
                    IntervalText.parseDayTime(text, offset, length, interval));
            case CalendarIntervalType _ -> TextParser::parseCalendar;
            case NullType _,ArrayType _,MapType _,StructType _ ->
                throw new IllegalArgumentException("text is never cast to " + type.sql());
        };
    }

    /// The parser for a type in ANSI mode.
    static TextParser of(DataType type, ZoneId zone) {
        return of(type, zone, Mode.ANSI);
    }

    private static TextParser decimal(DecimalType type) {
        if (type.fitsLong()) {
            return (text, offset, length, to, row) -> NumberText.parseLongDecimal(text, offset,
                    length, type,
                    ((LongVector) to).values(), row);
        }
        return (text, offset, length, to, row) -> {
            var value = NumberText.parseDecimal(text, offset, length);
            var unscaled = value == null ? null : NumberText.unscaled(value, type);
            if (unscaled == null) {
                return false;
            }
            ((Decimal128Vector) to).set(row, unscaled);
            return true;
        };
    }

    private static long cut(long nanos, int precision) {
        if (nanos == DateTimeText.INVALID) {
            return nanos;
        }
        long unit = 1_000_000_000L;
        for (int i = 0; i < precision; i++) {
            unit /= 10;
        }
        return nanos - nanos % unit;
    }

    private static boolean setInt(Vector to, int row, long value) {
        ((IntVector) to).set(row, (int) value);
        return value != DateTimeText.INVALID;
    }

    private static boolean setLong(Vector to, int row, long value) {
        ((LongVector) to).set(row, value);
        return value != DateTimeText.INVALID;
    }

    private static boolean parseCalendar(byte[] text, int offset, int length, Vector to, int row) {
        var interval = IntervalText
                .parseCalendar(new String(text, offset, length, StandardCharsets.UTF_8));
        if (interval == null) {
            return false;
        }
        ((IntervalVector) to).set(row, interval.months(), interval.days(), interval.micros());
        return true;
    }
}

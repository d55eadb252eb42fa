package dev.penstock.data;

import java.util.List;
import java.util.Locale;

/// The type of a column or of an expression: Spark's types, with Spark's names.
///
/// The physical form of each type is fixed and listed at [Vectors#allocate]. Types are values: equal when they mean
/// the same. [#sql()] is the name in SQL and in error messages, [#simpleString()] the name that `DESCRIBE` and
/// `printSchema` use.
@SuppressWarnings("ClassInitializationDeadlock") // the types without parameters are only ever made here
public sealed interface DataType {
    DataType NULL = new NullType();
    DataType BOOLEAN = new BooleanType();
    DataType BYTE = new ByteType();
    DataType SHORT = new ShortType();
    DataType INT = new IntType();
    DataType LONG = new LongType();
    DataType FLOAT = new FloatType();
    DataType DOUBLE = new DoubleType();
    DataType STRING = new StringType();
    DataType BINARY = new BinaryType();
    DataType DATE = new DateType();
    DataType TIMESTAMP = new TimestampType();
    DataType TIMESTAMP_NTZ = new TimestampNtzType();
    DataType CALENDAR_INTERVAL = new CalendarIntervalType();

    /// The type of `NULL` without a cast; Spark calls it `void`.
    record NullType() implements DataType {}

    record BooleanType() implements DataType {}

    /// Signed, 8 bits; `TINYINT`.
    record ByteType() implements DataType {}

    /// Signed, 16 bits; `SMALLINT`.
    record ShortType() implements DataType {}

    /// Signed, 32 bits.
    record IntType() implements DataType {}

    /// Signed, 64 bits; `BIGINT`.
    record LongType() implements DataType {}

    /// IEEE 754, 32 bits. In grouping, joining and ordering NaN equals NaN and is the largest value, and -0.0 equals 0.0.
    record FloatType() implements DataType {}

    /// IEEE 754, 64 bits; compared as [FloatType] is.
    record DoubleType() implements DataType {}

    /// Exact decimal of `precision` digits (1 to 38), `scale` of them after the point (0 to `precision`).
    record DecimalType(int precision, int scale) implements DataType {
        public static final int MAX_PRECISION = 38;
        /// The most digits whose unscaled value fits a long.
        public static final int MAX_LONG_PRECISION = 18;

        public DecimalType {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "no such type: decimal(" + precision + "," + scale + ")");
            }
        }

        /// True when the unscaled value is kept as a long and not as 128 bits.
        public boolean fitsLong() {
            return precision <= MAX_LONG_PRECISION;
        }
    }

    /// UTF-8 text, compared byte by byte (Spark's `UTF8_BINARY` collation).
    record StringType() implements DataType {}

    /// Text of exactly `length` characters, padded with blanks.
    record CharType(int length) implements DataType {}

    /// Text of at most `length` characters.
    record VarcharType(int length) implements DataType {}

    record BinaryType() implements DataType {}

    /// Days since 1970-01-01, proleptic Gregorian calendar.
    record DateType() implements DataType {}

    /// Microseconds since 1970-01-01T00:00:00Z, shown in the session's time zone.
    record TimestampType() implements DataType {}

    /// Microseconds since 1970-01-01T00:00:00 on a clock without a time zone.
    record TimestampNtzType() implements DataType {}

    /// Nanoseconds since midnight, shown with `precision` (0 to 6) digits of the second.
    record TimeType(int precision) implements DataType {}

    /// Months; `start` and `end` say which fields its text shows.
    record YearMonthIntervalType(IntervalField start, IntervalField end) implements DataType {}

    /// Microseconds; `start` and `end` say which fields its text shows.
    record DayTimeIntervalType(IntervalField start, IntervalField end) implements DataType {}

    /// Months, days and microseconds apart, as `INTERVAL 1 MONTH 2 DAYS` has them.
    record CalendarIntervalType() implements DataType {}

    record ArrayType(DataType element, boolean containsNull) implements DataType {}

    record MapType(DataType key, DataType value, boolean valueContainsNull) implements DataType {}

    /// Named fields in order; also the schema of a table. See [Schema] for look-ups.
    record StructType(List<Field> fields) implements DataType {
        public StructType {
            fields = List.copyOf(fields);
        }
    }

    /// The fields of an interval, coarsest first.
    enum IntervalField {
        YEAR, MONTH, DAY, HOUR, MINUTE, SECOND
    }

    /// The name in SQL text and in error messages, e.g. `ARRAY<BIGINT>`.
    default String sql() {
        return switch (this) {
            case StructType(var fields) -> {
                var parts = fields.stream().map(
                        f -> f.name() + ": " + f.type().sql() + (f.nullable() ? "" : " NOT NULL"))
                        .toList();
                yield "STRUCT<" + String.join(", ", parts) + ">";
            }
            case ArrayType(var element, _) -> "ARRAY<" + element.sql() + ">";
            case MapType(var key, var value, _) -> "MAP<" + key.sql() + ", " + value.sql() + ">";
            default -> simpleString().toUpperCase(Locale.ROOT);
        };
    }

    /// The name that `DESCRIBE` and Spark's `simpleString` show, e.g. `array<bigint>`.
    default String simpleString() {
        return switch (this) {
            case NullType _ -> "void";
            case BooleanType _ -> "boolean";
            case ByteType _ -> "tinyint";
            case ShortType _ -> "smallint";
            case IntType _ -> "int";
            case LongType _ -> "bigint";
            case FloatType _ -> "float";
            case DoubleType _ -> "double";
            case DecimalType(int precision, int scale) ->
                "decimal(" + precision + "," + scale + ")";
            case StringType _ -> "string";
            case CharType(int length) -> "char(" + length + ")";
            case VarcharType(int length) -> "varchar(" + length + ")";
            case BinaryType _ -> "binary";
            case DateType _ -> "date";
            case TimestampType _ -> "timestamp";
            case TimestampNtzType _ -> "timestamp_ntz";
            case TimeType(int precision) -> "time(" + precision + ")";
            case YearMonthIntervalType(var start, var end) -> intervalName(start, end);
            case DayTimeIntervalType(var start, var end) -> intervalName(start, end);
            case CalendarIntervalType _ -> "interval";
            case ArrayType(var element, _) -> "array<" + element.simpleString() + ">";
            case MapType(var key, var value, _) ->
                "map<" + key.simpleString() + "," + value.simpleString() + ">";
            case StructType(var fields) -> {
                var parts = fields.stream().map(f -> f.name() + ":" + f.type().simpleString())
                        .toList();
                yield "struct<" + String.join(",", parts) + ">";
            }
        };
    }

    private static String intervalName(IntervalField start, IntervalField end) {
        var from = start.name().toLowerCase(Locale.ROOT);
        return "interval "
                + (start == end ? from : from + " to " + end.name().toLowerCase(Locale.ROOT));
    }

    /// True for the types of a number: the integers, float, double and decimal.
    default boolean isNumeric() {
        return switch (this) {
            case ByteType _,ShortType _,IntType _,LongType _,FloatType _,DoubleType _,DecimalType _ ->
                true;
            default -> false;
        };
    }

    /// True for byte, short, int and long.
    default boolean isIntegral() {
        return switch (this) {
            case ByteType _,ShortType _,IntType _,LongType _ -> true;
            default -> false;
        };
    }

    /// True for the types whose values are UTF-8 text.
    default boolean isText() {
        return switch (this) {
            case StringType _,CharType _,VarcharType _ -> true;
            default -> false;
        };
    }
}

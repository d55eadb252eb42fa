package dev.penstock.connect.wire;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.DataType.IntervalField;
import dev.penstock.data.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Interval;
import org.apache.arrow.flatbuf.IntervalUnit;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Type;

/// A column of an Arrow schema: what it is here, and what must be known to read its buffers.
///
/// `wide` says that offsets have 64 bits; `perUnit` how many of our units (microseconds; nanoseconds for `TIME`) one of theirs is, or, when it
/// is negative, how many of theirs one of ours is.
record ArrowField(Field field, List<ArrowField> children, boolean wide, long perUnit) {
    private static final int MAX_DEPTH = 64;
    /// More columns than this, counting nested ones, are taken for an attack.
    private static final int MAX_FIELDS = 100_000;

    static List<ArrowField> all(org.apache.arrow.flatbuf.Schema schema) {
        var budget = new int[]{MAX_FIELDS};
        var fields = new ArrayList<ArrowField>();
        for (int i = 0; i < schema.fieldsLength(); i++) {
            fields.add(of(schema.fields(i), 0, budget));
        }
        return fields;
    }

    private static ArrowField of(org.apache.arrow.flatbuf.Field field, int depth, int[] budget) {
        if (depth > MAX_DEPTH || budget[0]-- <= 0) {
            throw ArrowReader.broken("the schema is too deep or too wide", null);
        }
        if (field.dictionary() != null) {
            throw ArrowReader.unsupported("dictionary");
        }
        var children = new ArrayList<ArrowField>();
        for (int i = 0; i < field.childrenLength(); i++) {
            children.add(of(field.children(i), depth + 1, budget));
        }
        var name = field.name() == null ? "" : field.name();
        var type = type(field, children);
        var metadata = Field.NO_METADATA;
        for (int i = 0; i < field.customMetadataLength(); i++) {
            var entry = field.customMetadata(i);
            if (ArrowHeaders.METADATA_KEY.equals(entry.key()) && entry.value() != null) {
                metadata = entry.value();
            }
        }
        byte kind = field.typeType();
        boolean wide = kind == Type.LargeUtf8 || kind == Type.LargeBinary || kind == Type.LargeList;
        return new ArrowField(new Field(name, type, field.nullable(), metadata), children, wide,
                unit(field));
    }

    private static DataType type(org.apache.arrow.flatbuf.Field field, List<ArrowField> children) {
        return switch (field.typeType()) {
            case Type.Null -> DataType.NULL;
            case Type.Bool -> DataType.BOOLEAN;
            case Type.Int -> integer(typed(field, new Int()));
            case Type.FloatingPoint -> floating(typed(field, new FloatingPoint()));
            case Type.Decimal -> decimal(typed(field, new org.apache.arrow.flatbuf.Decimal()));
            case Type.Utf8, Type.LargeUtf8 -> DataType.STRING;
            case Type.Binary, Type.LargeBinary -> DataType.BINARY;
            case Type.Date -> date(typed(field, new org.apache.arrow.flatbuf.Date()));
            case Type.Timestamp ->
                typed(field, new org.apache.arrow.flatbuf.Timestamp()).timezone() == null
                        ? DataType.TIMESTAMP_NTZ
                        : DataType.TIMESTAMP;
            case Type.Time -> time(typed(field, new org.apache.arrow.flatbuf.Time()));
            case Type.Duration -> new DayTimeIntervalType(IntervalField.DAY, IntervalField.SECOND);
            case Type.Interval -> interval(typed(field, new Interval()));
            case Type.List, Type.LargeList -> new ArrayType(only(children).field().type(),
                    only(children).field().nullable());
            case Type.Struct_ ->
                new StructType(children.stream().map(ArrowField::field).toList());
            case Type.Map -> map(only(children));
            default -> throw ArrowReader.unsupported(ArrowReader.name(field.typeType()));
        };
    }

    private static <T extends com.google.flatbuffers.Table> T typed(
            org.apache.arrow.flatbuf.Field field, T into) {
        if (field.type(into) == null) {
            throw ArrowReader.broken("a column without a type", null);
        }
        return into;
    }

    private static ArrowField only(List<ArrowField> children) {
        if (children.size() != 1) {
            throw ArrowReader.broken("a list of " + children.size() + " columns", null);
        }
        return children.getFirst();
    }

    private static DataType integer(Int type) {
        if (!type.isSigned()) {
            throw ArrowReader.unsupported("unsigned integer");
        }
        return switch (type.bitWidth()) {
            case 8 -> DataType.BYTE;
            case 16 -> DataType.SHORT;
            case 32 -> DataType.INT;
            case 64 -> DataType.LONG;
            default -> throw ArrowReader.unsupported("Int(" + type.bitWidth() + ")");
        };
    }

    private static DataType floating(FloatingPoint type) {
        return switch (type.precision()) {
            case Precision.SINGLE -> DataType.FLOAT;
            case Precision.DOUBLE -> DataType.DOUBLE;
            default -> throw ArrowReader.unsupported("FloatingPoint(HALF)");
        };
    }

    private static DataType decimal(org.apache.arrow.flatbuf.Decimal type) {
        if (type.bitWidth() != 128) {
            throw ArrowReader.unsupported("Decimal(" + type.bitWidth() + ")");
        }
        return new DecimalType(type.precision(), type.scale());
    }

    private static DataType date(org.apache.arrow.flatbuf.Date type) {
        if (type.unit() != DateUnit.DAY) {
            throw ArrowReader.unsupported("Date(MILLISECOND)");
        }
        return DataType.DATE;
    }

    private static DataType time(org.apache.arrow.flatbuf.Time type) {
        if (type.bitWidth() != 64) {
            throw ArrowReader.unsupported("Time(" + type.bitWidth() + ")");
        }
        return new TimeType(6);
    }

    private static DataType interval(Interval type) {
        return switch (type.unit()) {
            case IntervalUnit.YEAR_MONTH ->
                new YearMonthIntervalType(IntervalField.YEAR, IntervalField.MONTH);
            case IntervalUnit.MONTH_DAY_NANO -> DataType.CALENDAR_INTERVAL;
            default -> throw ArrowReader.unsupported("Interval(DAY_TIME)");
        };
    }

    private static DataType map(ArrowField entries) {
        if (!(entries.field().type() instanceof StructType(var fields)) || fields.size() != 2) {
            throw ArrowReader.broken("a map whose entries are not pairs", null);
        }
        return new MapType(fields.get(0).type(), fields.get(1).type(), fields.get(1).nullable());
    }

    private static long unit(org.apache.arrow.flatbuf.Field field) {
        return switch (field.typeType()) {
            case Type.Timestamp ->
                micros(typed(field, new org.apache.arrow.flatbuf.Timestamp()).unit());
            case Type.Duration ->
                micros(typed(field, new org.apache.arrow.flatbuf.Duration()).unit());
            case Type.Time -> typed(field, new org.apache.arrow.flatbuf.Time())
                    .unit() == TimeUnit.NANOSECOND ? 1 : 1000;
            default -> 1;
        };
    }

    private static long micros(short unit) {
        return switch (unit) {
            case TimeUnit.SECOND -> 1_000_000;
            case TimeUnit.MILLISECOND -> 1000;
            case TimeUnit.MICROSECOND -> 1;
            default -> -1000;
        };
    }
}

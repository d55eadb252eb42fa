package dev.penstock.data.json;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.MapVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.text.DateTimePattern;
import dev.penstock.data.text.NumberText;
import dev.penstock.data.text.TextFormatter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes rows as JSON in UTF-8, as `to_json` and JSON files do. Belongs to one thread.
public final class JsonWriter {
    private final ValueWriter root;
    private final ByteBuilder scratch = new ByteBuilder(256);

    /// A writer of values of `type`.
    public JsonWriter(DataType type, JsonOptions options) {
        root = of(type, options);
    }

    /// Appends the JSON of a row, which is not null.
    public void write(Vector from, int row, ByteBuilder to) {
        root.write(from, row, to);
    }

    /// Writes the JSON of a row into a row of a vector of strings.
    public void write(Vector from, int row, BytesVector to, int toRow) {
        scratch.clear();
        root.write(from, row, scratch);
        to.append(toRow, scratch.array(), 0, scratch.size());
    }

    @FunctionalInterface
    private interface ValueWriter {
        void write(Vector from, int row, ByteBuilder to);
    }

    private static ValueWriter of(DataType type, JsonOptions options) {
        return switch (type) {
            case NullType _ -> (_, _, to) -> to.put("null");
            case BooleanType _,ByteType _,ShortType _,IntType _,LongType _ -> {
                var formatter = TextFormatter.of(type, options.zone());
                yield formatter::format;
            }
            case FloatType _ -> (from, row, to) -> {
                float value = ((FloatVector) from).get(row);
                writeFloating(Float.toString(value), Float.isFinite(value), to);
            };
            case DoubleType _ -> JsonWriter::writeDouble;
            case DecimalType decimal ->
                (from, row, to) -> writeDecimal(from, row, decimal.scale(), to);
            case StringType _,CharType _,VarcharType _ -> (from, row, to) -> {
                var bytes = (BytesVector) from;
                quote(bytes.buffer(), bytes.offset(row), bytes.length(row), to);
            };
            case BinaryType _ -> (from, row, to) -> to.put('"')
                    .put(Base64.getEncoder().encode(((BytesVector) from).bytes(row))).put('"');
            case DateType _ -> {
                var pattern = options.toWrite("dateFormat", DateTimePattern.DATE);
                yield quoted(
                        (from, row, to) -> pattern.formatDate(((IntVector) from).get(row), to));
            }
            case TimestampType _ -> {
                var pattern = options.toWrite("timestampFormat", DateTimePattern.TIMESTAMP_OUT);
                yield quoted((from, row, to) -> pattern
                        .formatTimestamp(((LongVector) from).get(row), options.zone(), to));
            }
            case TimestampNtzType _ -> {
                var pattern = options.toWrite("timestampNTZFormat",
                        DateTimePattern.TIMESTAMP_NTZ_OUT);
                yield quoted((from, row, to) -> pattern
                        .formatTimestampNtz(((LongVector) from).get(row), to));
            }
            case TimeType _,YearMonthIntervalType _,DayTimeIntervalType _,CalendarIntervalType _ -> {
                var formatter = TextFormatter.of(type, options.zone());
                yield quoted(formatter::format);
            }
            case ArrayType(var element, _) -> array(of(element, options));
            case MapType map ->
                map(TextFormatter.of(map.key(), options.zone()), of(map.value(), options));
            case StructType struct -> struct(struct, options);
        };
    }

    private static ValueWriter quoted(ValueWriter text) {
        return (from, row, to) -> {
            int start = to.size();
            to.put('"');
            text.write(from, row, to);
            // A user's pattern may contain anything; without it nothing is found and nothing is copied.
            if (needsEscape(to.array(), start + 1, to.size())) {
                var bytes = java.util.Arrays.copyOfRange(to.array(), start + 1, to.size());
                to.truncate(start);
                quote(bytes, 0, bytes.length, to);
            } else {
                to.put('"');
            }
        };
    }

    private static void writeDouble(Vector from, int row, ByteBuilder to) {
        double value = ((DoubleVector) from).get(row);
        if (Double.isFinite(value)) {
            NumberText.format(value, to);
        } else {
            writeFloating(Double.toString(value), false, to);
        }
    }

    /// Infinity and NaN are no JSON and are written as strings.
    private static void writeFloating(String text, boolean finite, ByteBuilder to) {
        if (finite) {
            to.put(text);
        } else {
            to.put('"').put(text).put('"');
        }
    }

    private static void writeDecimal(Vector from, int row, int scale, ByteBuilder to) {
        var value = from instanceof LongVector longs
                ? BigDecimal.valueOf(longs.get(row), scale)
                : new BigDecimal(((Decimal128Vector) from).get(row), scale);
        to.put(value.toString());
    }

    private static ValueWriter array(ValueWriter element) {
        return (from, row, to) -> {
            var array = (ArrayVector) from;
            to.put('[');
            for (int i = 0; i < array.length(row); i++) {
                if (i > 0) {
                    to.put(',');
                }
                writeOrNull(element, array.elements(), array.offset(row) + i, to);
            }
            to.put(']');
        };
    }

    private static void writeOrNull(ValueWriter writer, Vector from, int row, ByteBuilder to) {
        if (from.isNull(row)) {
            to.put("null");
        } else {
            writer.write(from, row, to);
        }
    }

    private static ValueWriter map(TextFormatter key, ValueWriter value) {
        var name = new ByteBuilder();
        return (from, row, to) -> {
            var map = (MapVector) from;
            to.put('{');
            for (int i = map.offset(row); i < map.offset(row) + map.length(row); i++) {
                if (i > map.offset(row)) {
                    to.put(',');
                }
                name.clear();
                key.format(map.keys(), i, name);
                quote(name.array(), 0, name.size(), to);
                to.put(':');
                writeOrNull(value, map.values(), i, to);
            }
            to.put('}');
        };
    }

    private static ValueWriter struct(StructType type, JsonOptions options) {
        int count = type.fields().size();
        var writers = new ValueWriter[count];
        var names = new byte[count][];
        for (int i = 0; i < count; i++) {
            writers[i] = of(type.fields().get(i).type(), options);
            var name = new ByteBuilder();
            var utf8 = type.fields().get(i).name().getBytes(StandardCharsets.UTF_8);
            quote(utf8, 0, utf8.length, name);
            names[i] = name.put(':').toBytes();
        }
        boolean ignoreNulls = options.ignoreNullFields();
        return (from, row, to) -> {
            var struct = (StructVector) from;
            to.put('{');
            boolean first = true;
            for (int i = 0; i < count; i++) {
                var field = struct.field(i);
                if (ignoreNulls && field.isNull(row)) {
                    continue;
                }
                if (!first) {
                    to.put(',');
                }
                first = false;
                to.put(names[i]);
                writeOrNull(writers[i], field, row, to);
            }
            to.put('}');
        };
    }

    /// Appends UTF-8 text as a JSON string.
    static void quote(byte[] text, int offset, int length, ByteBuilder to) {
        to.put('"');
        int end = offset + length;
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (isEscaped(text[i])) {
                to.put(text, start, i - start);
                escape(text[i], to);
                start = i + 1;
            }
        }
        to.put(text, start, end - start).put('"');
    }

    private static boolean needsEscape(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (isEscaped(text[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEscaped(byte b) {
        return (b >= 0 && b < ' ') || b == '"' || b == '\\';
    }

    private static void escape(byte b, ByteBuilder to) {
        to.put('\\');
        switch (b) {
            case '"', '\\' -> to.put(b);
            case '\b' -> to.put('b');
            case '\t' -> to.put('t');
            case '\n' -> to.put('n');
            case '\f' -> to.put('f');
            case '\r' -> to.put('r');
            default -> to.put("u00").put("0123456789ABCDEF".charAt(b >> 4))
                    .put("0123456789ABCDEF".charAt(b & 15));
        }
    }
}

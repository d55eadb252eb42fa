package dev.penstock.data.text;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteBuilder;
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
import dev.penstock.data.MapVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes values of one type as text, as `CAST` to `STRING` does, or as `show()` does.
@FunctionalInterface
public interface TextFormatter {
    /// Appends the text of a row, which is not null, in UTF-8.
    void format(Vector from, int row, ByteBuilder to);

    /// Where text of `CAST` and of `show()` differ: `CAST` writes `[1, null]` and takes binary as UTF-8, `show()` writes `[1, NULL]` and
    /// binary as `[31 32]`.
    enum Style {
        CAST, SHOW
    }

    /// The formatter for a type; timestamps are shown in `zone`.
    static TextFormatter of(DataType type, ZoneId zone, Style style) {
        return switch (type) {
            case NullType _ -> (from, row, to) -> to.put("NULL");
            case BooleanType _ ->
                (from, row, to) -> NumberText.format(((BooleanVector) from).get(row), to);
            case ByteType _ -> (from, row, to) -> to.putDecimal(((ByteVector) from).get(row));
            case ShortType _ -> (from, row, to) -> to.putDecimal(((ShortVector) from).get(row));
            case IntType _ -> (from, row, to) -> to.putDecimal(((IntVector) from).get(row));
            case LongType _ -> (from, row, to) -> to.putDecimal(((LongVector) from).get(row));
            case FloatType _ ->
                (from, row, to) -> NumberText.format(((FloatVector) from).get(row), to);
            case DoubleType _ ->
                (from, row, to) -> NumberText.format(((DoubleVector) from).get(row), to);
            case DecimalType decimal -> decimal(decimal.scale());
            case StringType _,CharType _,VarcharType _ -> TextFormatter::copyBytes;
            case BinaryType _ ->
                style == Style.CAST ? TextFormatter::copyBytes : TextFormatter::formatHex;
            case DateType _ ->
                (from, row, to) -> DateTimeText.formatDate(((IntVector) from).get(row), to);
            case TimestampType _ -> (from, row, to) -> DateTimeText
                    .formatTimestamp(((LongVector) from).get(row), zone, to);
            case TimestampNtzType _ -> (from, row, to) -> DateTimeText
                    .formatTimestampNtz(((LongVector) from).get(row), to);
            case TimeType _ ->
                (from, row, to) -> DateTimeText.formatTime(((LongVector) from).get(row), to);
            case YearMonthIntervalType interval ->
                (from, row, to) -> IntervalText.format(((IntVector) from).get(row), interval, to);
            case DayTimeIntervalType interval ->
                (from, row, to) -> IntervalText.format(((LongVector) from).get(row), interval, to);
            case CalendarIntervalType _ -> (from, row, to) -> {
                var intervals = (IntervalVector) from;
                IntervalText.format(intervals.months()[row], intervals.days()[row],
                        intervals.micros()[row], to);
            };
            case ArrayType(var element, _) -> array(of(element, zone, style), style);
            case MapType(var key, var value, _) ->
                map(of(key, zone, style), of(value, zone, style), style);
            case StructType(var fields) ->
                struct(fields.stream().map(field -> of(field.type(), zone, style)).toList(), style);
        };
    }

    /// The formatter that `CAST` uses.
    static TextFormatter of(DataType type, ZoneId zone) {
        return of(type, zone, Style.CAST);
    }

    /// The text of a row as a string; null when the row is.
    default @Nullable String text(Vector from, int row) {
        if (from.isNull(row)) {
            return null;
        }
        var text = new ByteBuilder();
        format(from, row, text);
        return text.toString();
    }

    private static TextFormatter decimal(int scale) {
        return (from, row, to) -> {
            if (from instanceof LongVector longs) {
                NumberText.formatDecimal(longs.get(row), scale, to);
            } else {
                NumberText.formatDecimal(((Decimal128Vector) from).get(row), scale, to);
            }
        };
    }

    private static void copyBytes(Vector from, int row, ByteBuilder to) {
        var bytes = (BytesVector) from;
        to.put(bytes.buffer(), bytes.offset(row), bytes.length(row));
    }

    private static void formatHex(Vector from, int row, ByteBuilder to) {
        var bytes = (BytesVector) from;
        to.put('[');
        for (int i = 0; i < bytes.length(row); i++) {
            int value = bytes.buffer()[bytes.offset(row) + i] & 0xff;
            if (i > 0) {
                to.put(' ');
            }
            to.put("0123456789ABCDEF".charAt(value >> 4))
                    .put("0123456789ABCDEF".charAt(value & 15));
        }
        to.put(']');
    }

    private static void formatOrNull(TextFormatter formatter, Vector from, int row, Style style,
            ByteBuilder to) {
        if (from.isNull(row)) {
            to.put(style == Style.CAST ? "null" : "NULL");
        } else {
            formatter.format(from, row, to);
        }
    }

    private static TextFormatter array(TextFormatter element, Style style) {
        return (from, row, to) -> {
            var array = (ArrayVector) from;
            to.put('[');
            for (int i = 0; i < array.length(row); i++) {
                to.put(i == 0 ? "" : ", ");
                formatOrNull(element, array.elements(), array.offset(row) + i, style, to);
            }
            to.put(']');
        };
    }

    private static TextFormatter map(TextFormatter key, TextFormatter value, Style style) {
        return (from, row, to) -> {
            var map = (MapVector) from;
            to.put('{');
            for (int i = 0; i < map.length(row); i++) {
                to.put(i == 0 ? "" : ", ");
                formatOrNull(key, map.keys(), map.offset(row) + i, style, to);
                to.put(" -> ");
                formatOrNull(value, map.values(), map.offset(row) + i, style, to);
            }
            to.put('}');
        };
    }

    private static TextFormatter struct(List<TextFormatter> fields, Style style) {
        return (from, row, to) -> {
            var struct = (StructVector) from;
            to.put('{');
            for (int i = 0; i < fields.size(); i++) {
                to.put(i == 0 ? "" : ", ");
                formatOrNull(fields.get(i), struct.field(i), row, style, to);
            }
            to.put('}');
        };
    }
}

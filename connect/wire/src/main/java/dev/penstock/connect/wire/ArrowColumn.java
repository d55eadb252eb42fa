package dev.penstock.connect.wire;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.ByteVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Field;
import dev.penstock.data.FloatVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.IntervalVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.MapVector;
import dev.penstock.data.NullVector;
import dev.penstock.data.ShortVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import java.util.List;

/// One column of an Arrow record batch while it is filled. Not safe for two threads.
///
/// Rows are taken from vectors by position; [#NULL] as a position stands for a null, which is how the fields of a null struct are filled without
/// reading what the vectors hold there.
final class ArrowColumn {
    static final int NULL = -1;
    private static final int[] NONE = {};

    private final DataType type;
    private final List<ArrowColumn> children;
    private final boolean hasOffsets;
    private final LittleEndian validity = new LittleEndian();
    private final LittleEndian offsets = new LittleEndian();
    private final LittleEndian values = new LittleEndian();
    private int rows;
    private int nulls;

    ArrowColumn(DataType type) {
        this.type = type;
        children = switch (type) {
            case ArrayType(var element, _) -> List.of(new ArrowColumn(element));
            case MapType(var key, var value, _) -> List.of(new ArrowColumn(
                    new StructType(List.of(new Field("key", key, false),
                            Field.of("value", value)))));
            case StructType(var fields) ->
                fields.stream().map(field -> new ArrowColumn(field.type())).toList();
            default -> List.of();
        };
        hasOffsets = switch (type) {
            case StringType _,CharType _,VarcharType _,BinaryType _,ArrayType _,MapType _ -> true;
            default -> false;
        };
        clear();
    }

    void clear() {
        rows = 0;
        nulls = 0;
        validity.clear();
        offsets.clear();
        values.clear();
        if (hasOffsets) {
            offsets.zeros(4);
        }
        children.forEach(ArrowColumn::clear);
    }

    int rows() {
        return rows;
    }

    int nulls() {
        return type instanceof NullType ? rows : nulls;
    }

    List<ArrowColumn> children() {
        return children;
    }

    long bytes() {
        long bytes = (long) validity.size() + offsets.size() + values.size();
        for (var child : children) {
            bytes += child.bytes();
        }
        return bytes;
    }

    /// The buffers of this column alone, in the order that Arrow asks for.
    List<LittleEndian> buffers() {
        return switch (type) {
            case NullType _ -> List.of();
            case StructType _ -> List.of(validity);
            case ArrayType _,MapType _ -> List.of(validity, offsets);
            case StringType _,CharType _,VarcharType _,BinaryType _ ->
                List.of(validity, offsets, values);
            default -> List.of(validity, values);
        };
    }

    /// Appends the rows at the first `count` of `positions`.
    void append(Vector from, int[] positions, int count) {
        appendValidity(from, positions, count);
        switch (from) {
            case NullVector _ -> {
            }
            case BooleanVector vector -> appendBooleans(vector, positions, count);
            case ByteVector vector -> appendBytes(vector, positions, count);
            case ShortVector vector -> appendShorts(vector, positions, count);
            case IntVector vector -> appendInts(vector.values(), positions, count);
            case LongVector vector -> appendLongs(vector.values(), positions, count);
            case FloatVector vector -> appendFloats(vector, positions, count);
            case DoubleVector vector -> appendDoubles(vector, positions, count);
            case Decimal128Vector vector -> appendDecimals(vector, positions, count);
            case BytesVector vector -> appendText(vector, positions, count);
            case IntervalVector vector -> appendIntervals(vector, positions, count);
            case ArrayVector vector -> appendArrays(vector, positions, count);
            case MapVector vector -> appendMaps(vector, positions, count);
            case StructVector vector -> appendStructs(vector, positions, count);
        }
        rows += count;
    }

    private static boolean isNull(Vector vector, int row) {
        return row < 0 || vector.isNull(row);
    }

    private void appendValidity(Vector from, int[] positions, int count) {
        int needed = (rows + count + 7) >> 3;
        if (needed > validity.size()) {
            validity.zeros(needed - validity.size());
        }
        for (int i = 0; i < count; i++) {
            if (isNull(from, positions[i])) {
                nulls++;
            } else {
                validity.setBit(rows + i);
            }
        }
    }

    private void appendBooleans(BooleanVector vector, int[] positions, int count) {
        int needed = (rows + count + 7) >> 3;
        if (needed > values.size()) {
            values.zeros(needed - values.size());
        }
        for (int i = 0; i < count; i++) {
            if (!isNull(vector, positions[i]) && vector.get(positions[i])) {
                values.setBit(rows + i);
            }
        }
    }

    private void appendBytes(ByteVector vector, int[] positions, int count) {
        int at = values.reserve(count);
        for (int i = 0; i < count; i++) {
            values.setByte(at + i, positions[i] < 0 ? 0 : vector.get(positions[i]));
        }
    }

    private void appendShorts(ShortVector vector, int[] positions, int count) {
        int at = values.reserve(2 * count);
        for (int i = 0; i < count; i++) {
            values.setShort(at + 2 * i, positions[i] < 0 ? 0 : vector.get(positions[i]));
        }
    }

    private void appendInts(int[] source, int[] positions, int count) {
        int at = values.reserve(4 * count);
        for (int i = 0; i < count; i++) {
            values.setInt(at + 4 * i, positions[i] < 0 ? 0 : source[positions[i]]);
        }
    }

    private void appendLongs(long[] source, int[] positions, int count) {
        if (type instanceof DecimalType) {
            int at = values.reserve(16 * count);
            for (int i = 0; i < count; i++) {
                long value = positions[i] < 0 ? 0 : source[positions[i]];
                values.setLong(at + 16 * i, value);
                values.setLong(at + 16 * i + 8, value >> 63);
            }
            return;
        }
        int at = values.reserve(8 * count);
        for (int i = 0; i < count; i++) {
            values.setLong(at + 8 * i, positions[i] < 0 ? 0 : source[positions[i]]);
        }
    }

    private void appendFloats(FloatVector vector, int[] positions, int count) {
        int at = values.reserve(4 * count);
        for (int i = 0; i < count; i++) {
            values.setInt(at + 4 * i,
                    positions[i] < 0 ? 0 : Float.floatToRawIntBits(vector.get(positions[i])));
        }
    }

    private void appendDoubles(DoubleVector vector, int[] positions, int count) {
        int at = values.reserve(8 * count);
        for (int i = 0; i < count; i++) {
            values.setLong(at + 8 * i,
                    positions[i] < 0 ? 0 : Double.doubleToRawLongBits(vector.get(positions[i])));
        }
    }

    private void appendDecimals(Decimal128Vector vector, int[] positions, int count) {
        int at = values.reserve(16 * count);
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            values.setLong(at + 16 * i, row < 0 ? 0 : vector.low()[row]);
            values.setLong(at + 16 * i + 8, row < 0 ? 0 : vector.high()[row]);
        }
    }

    /// Months, days and nanoseconds, as Arrow's interval of that name. Microseconds beyond 292 years do not fit and stop at the limit.
    private void appendIntervals(IntervalVector vector, int[] positions, int count) {
        int at = values.reserve(16 * count);
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            values.setInt(at + 16 * i, row < 0 ? 0 : vector.months()[row]);
            values.setInt(at + 16 * i + 4, row < 0 ? 0 : vector.days()[row]);
            long micros = row < 0 ? 0 : vector.micros()[row];
            values.setLong(at + 16 * i + 8,
                    Math.clamp(micros, Long.MIN_VALUE / 1000, Long.MAX_VALUE / 1000) * 1000);
        }
    }

    private void appendText(BytesVector vector, int[] positions, int count) {
        int at = offsets.reserve(4 * count);
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            if (!isNull(vector, row)) {
                values.append(vector.buffer(), vector.offset(row), vector.length(row));
            }
            offsets.setInt(at + 4 * i, values.size());
        }
    }

    private void appendArrays(ArrayVector vector, int[] positions, int count) {
        var ranges = new int[2 * count];
        for (int i = 0; i < count; i++) {
            if (!isNull(vector, positions[i])) {
                ranges[2 * i] = vector.offset(positions[i]);
                ranges[2 * i + 1] = vector.length(positions[i]);
            }
        }
        int[] elements = appendRanges(ranges);
        children.getFirst().append(vector.elements(), elements, elements.length);
    }

    private void appendMaps(MapVector vector, int[] positions, int count) {
        var ranges = new int[2 * count];
        for (int i = 0; i < count; i++) {
            if (!isNull(vector, positions[i])) {
                ranges[2 * i] = vector.offset(positions[i]);
                ranges[2 * i + 1] = vector.length(positions[i]);
            }
        }
        int[] entries = appendRanges(ranges);
        var struct = new StructVector(vector.used(), vector.keys(), vector.values());
        children.getFirst().append(struct, entries, entries.length);
    }

    /// Writes the offsets of lists, given as pairs of offset and length, and gives the positions of all their elements.
    private int[] appendRanges(int[] ranges) {
        int total = 0;
        for (int i = 1; i < ranges.length; i += 2) {
            total = Math.addExact(total, ranges[i]);
        }
        int at = offsets.reserve(2 * ranges.length);
        int end = offsets.intAt(at - 4);
        int[] elements = total == 0 ? NONE : new int[total];
        int next = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            for (int j = 0; j < ranges[i + 1]; j++) {
                elements[next++] = ranges[i] + j;
            }
            end += ranges[i + 1];
            offsets.setInt(at + 2 * i, end);
        }
        return elements;
    }

    private void appendStructs(StructVector vector, int[] positions, int count) {
        int[] inner = positions;
        if (vector.hasNulls()) {
            inner = new int[count];
            for (int i = 0; i < count; i++) {
                inner[i] = isNull(vector, positions[i]) ? NULL : positions[i];
            }
        }
        for (int i = 0; i < children.size(); i++) {
            children.get(i).append(vector.field(i), inner, count);
        }
    }
}

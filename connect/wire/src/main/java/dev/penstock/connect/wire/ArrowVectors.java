package dev.penstock.connect.wire;

import dev.penstock.connect.wire.ArrowReader.Body;
import dev.penstock.data.ArrayVector;
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
import dev.penstock.data.MapVector;
import dev.penstock.data.NullVector;
import dev.penstock.data.Selection;
import dev.penstock.data.ShortVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.RecordBatch;

/// Reads the columns of one record batch in their order. Not safe for two threads.
final class ArrowVectors {
    private final RecordBatch message;
    private final Body body;
    private final ByteBuffer bytes;
    private int node;
    private int buffer;

    ArrowVectors(RecordBatch message, Body body) {
        this.message = message;
        this.body = body;
        bytes = ByteBuffer.wrap(body.stream()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The next column, which must have `rows` rows.
    Vector next(ArrowField field, int rows) {
        if (node >= message.nodesLength()) {
            throw ArrowReader.broken("fewer columns than the schema says", null);
        }
        var head = message.nodes(node++);
        if (head.length() != rows) {
            throw ArrowReader.broken("a column of " + head.length() + " rows in a batch of " + rows,
                    null);
        }
        var type = field.field().type();
        if (type instanceof NullType) {
            return new NullVector(rows);
        }
        boolean nulls = head.nullCount() > 0;
        int validity = nulls ? region((rows + 7L) >> 3) : skip();
        var vector = switch (type) {
            case StructType _ -> struct(field, rows);
            case ArrayType _ -> array(field, rows);
            case MapType _ -> map(field, rows);
            case StringType _,CharType _,VarcharType _,BinaryType _ -> text(field, rows);
            default -> fixed(field, rows);
        };
        if (nulls) {
            for (int row = 0; row < rows; row++) {
                if ((bytes.get(validity + (row >> 3)) >> (row & 7) & 1) == 0) {
                    vector.setNull(row);
                }
            }
        }
        return vector;
    }

    private int skip() {
        region(0);
        return 0;
    }

    /// Where the next buffer is, which has at least `size` bytes.
    private int region(long size) {
        if (buffer >= message.buffersLength()) {
            throw ArrowReader.broken("fewer buffers than the schema says", null);
        }
        var region = message.buffers(buffer++);
        if (region.length() < size) {
            throw ArrowReader.broken("a buffer of " + region.length() + " bytes where " + size
                    + " are needed", null);
        }
        return body.at(region.offset(), region.length());
    }

    /// How long the buffer is that [#region] gives next.
    private long nextLength() {
        return buffer < message.buffersLength() ? message.buffers(buffer).length() : 0;
    }

    private Vector fixed(ArrowField field, int rows) {
        var type = field.field().type();
        int at = region(type instanceof BooleanType ? (rows + 7L) >> 3 : (long) width(type) * rows);
        var vector = Vectors.allocate(type, rows);
        switch (vector) {
            case BooleanVector v -> {
                for (int i = 0; i < rows; i++) {
                    v.set(i, (bytes.get(at + (i >> 3)) >> (i & 7) & 1) != 0);
                }
            }
            case ByteVector v -> bytes.get(at, v.values(), 0, rows);
            case ShortVector v -> part(at, 2 * rows).asShortBuffer().get(v.values(), 0, rows);
            case IntVector v -> part(at, 4 * rows).asIntBuffer().get(v.values(), 0, rows);
            case FloatVector v -> part(at, 4 * rows).asFloatBuffer().get(v.values(), 0, rows);
            case DoubleVector v -> part(at, 8 * rows).asDoubleBuffer().get(v.values(), 0, rows);
            case LongVector v when type instanceof DecimalType -> {
                for (int i = 0; i < rows; i++) {
                    v.set(i, bytes.getLong(at + 16 * i));
                }
            }
            case LongVector v -> {
                part(at, 8 * rows).asLongBuffer().get(v.values(), 0, rows);
                convert(v.values(), rows, field.perUnit());
            }
            case Decimal128Vector v -> {
                for (int i = 0; i < rows; i++) {
                    v.set(i, bytes.getLong(at + 16 * i + 8), bytes.getLong(at + 16 * i));
                }
            }
            case IntervalVector v -> {
                for (int i = 0; i < rows; i++) {
                    v.set(i, bytes.getInt(at + 16 * i), bytes.getInt(at + 16 * i + 4),
                            bytes.getLong(at + 16 * i + 8) / 1000);
                }
            }
            default -> throw new AssertionError(vector);
        }
        return vector;
    }

    private ByteBuffer part(int at, int length) {
        return bytes.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void convert(long[] values, int rows, long perUnit) {
        if (perUnit == 1) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            // What is at a null is anything; only rows that count may overflow, and those are beyond what a timestamp can be.
            values[i] = perUnit > 0 ? values[i] * perUnit : Math.floorDiv(values[i], -perUnit);
        }
    }

    private static int width(DataType type) {
        return switch (type) {
            case ByteType _ -> 1;
            case ShortType _ -> 2;
            case IntType _,FloatType _,DateType _,YearMonthIntervalType _ -> 4;
            case DecimalType _,CalendarIntervalType _ -> 16;
            default -> 8;
        };
    }

    private long offset(int at, boolean wide, int index) {
        return wide ? bytes.getLong(at + 8 * index) : bytes.getInt(at + 4 * index);
    }

    /// The offsets of `rows` rows, after a look whether they rise and end before `limit`. A column without rows may leave them out.
    private int[] offsets(int at, boolean wide, int rows, long limit) {
        var offsets = new int[rows + 1];
        long last = 0;
        for (int i = 0; i <= rows && rows > 0; i++) {
            long offset = offset(at, wide, i);
            if (offset < last || offset > limit) {
                throw ArrowReader.broken("offset " + offset + " after " + last + " where " + limit
                        + " is the end", null);
            }
            last = offset;
            offsets[i] = (int) offset;
        }
        return offsets;
    }

    private int offsetRegion(ArrowField field, int rows) {
        return region(rows == 0 ? 0 : (rows + 1L) * (field.wide() ? 8 : 4));
    }

    private Vector text(ArrowField field, int rows) {
        int at = offsetRegion(field, rows);
        long length = nextLength();
        int start = region(0);
        int[] offsets = offsets(at, field.wide(), rows, length);
        var vector = new BytesVector(rows);
        vector.viewOf(body.stream());
        for (int i = 0; i < rows; i++) {
            vector.view(i, start + offsets[i], offsets[i + 1] - offsets[i]);
        }
        return vector;
    }

    private Vector struct(ArrowField field, int rows) {
        var fields = new Vector[field.children().size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = next(field.children().get(i), rows);
        }
        return new StructVector(rows, fields);
    }

    private int childRows() {
        if (node >= message.nodesLength()) {
            throw ArrowReader.broken("fewer columns than the schema says", null);
        }
        long rows = message.nodes(node).length();
        if (rows < 0 || rows > body.length() * 8L) {
            // Columns of nulls take no bytes; in a list that many of them are no data of anybody.
            throw ArrowReader.broken("a list of " + rows + " elements", null);
        }
        return Math.toIntExact(rows);
    }

    private Vector array(ArrowField field, int rows) {
        int at = offsetRegion(field, rows);
        int elements = childRows();
        int[] offsets = offsets(at, field.wide(), rows, elements);
        var child = next(field.children().getFirst(), elements);
        var vector = new ArrayVector(rows, child);
        for (int i = 0; i < rows; i++) {
            if (i == 0) {
                vector.append(0, offsets[0]); // what is before the first row's elements belongs to nobody
            }
            vector.append(i, offsets[i + 1] - offsets[i]);
        }
        return vector;
    }

    private Vector map(ArrowField field, int rows) {
        int at = offsetRegion(field, rows);
        int entries = childRows();
        int[] offsets = offsets(at, field.wide(), rows, entries);
        var pairs = (StructVector) next(field.children().getFirst(), entries);
        var vector = new MapVector(rows, pairs.field(0), pairs.field(1));
        for (int i = 0; i < rows; i++) {
            if (i == 0) {
                vector.append(0, offsets[0]); // what is before the first row's elements belongs to nobody
            }
            vector.append(i, offsets[i + 1] - offsets[i]);
        }
        return vector;
    }

    /// Some rows of a column as a column of their own. Text keeps looking at the same bytes.
    static Vector part(DataType type, Vector column, int from, int count) {
        var positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = from + i;
        }
        var part = Vectors.allocate(type, count);
        if (part instanceof BytesVector text && column instanceof BytesVector whole) {
            text.viewOf(whole);
        }
        part.copyRows(column, Selection.of(positions, count), 0);
        return part;
    }
}

package dev.penstock.store.state;

import dev.penstock.data.*;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Values of any type to bytes and back, value after value without names: for nested values in the byte heap and for chunks of tables on disk.
///
/// ```
/// null:     0          any other: 1, then
/// number:   8 bytes, little-endian (integers widened, floats as the bits of the double); decimal of more than 18 digits: high, low
/// interval: months (4), days (4), microseconds (8)        bytes: length (4), bytes
/// array:    length (4), elements        map: length (4), key, value, key, value ...        struct: fields
/// ```
///
/// Not safe for use by two threads: an instance is a growing buffer to write to.
public final class RowCodec {
    private byte[] bytes = new byte[256];
    private ByteBuffer buffer = wrap(bytes);

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Begins anew.
    public void clear() {
        buffer.clear();
    }

    /// The bytes written are the first [#length] of this array, which the next write may replace.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return buffer.position();
    }

    private ByteBuffer room(int size) {
        if (buffer.remaining() < size) {
            int at = buffer.position();
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, size),
                    (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L)));
            buffer = wrap(bytes);
            buffer.position(at);
        }
        return buffer;
    }

    /// Writes one row of a vector. With `normal`, values that are equal in grouping give the same bytes.
    public void write(Vector vector, int row, boolean normal) {
        if (vector.isNull(row)) {
            room(1).put((byte) 0);
            return;
        }
        room(17).put((byte) 1);
        switch (vector) {
            case NullVector _ -> {
            }
            case BooleanVector v -> buffer.putLong(v.get(row) ? 1 : 0);
            case ByteVector v -> buffer.putLong(v.get(row));
            case ShortVector v -> buffer.putLong(v.get(row));
            case IntVector v -> buffer.putLong(v.get(row));
            case LongVector v -> buffer.putLong(v.get(row));
            case FloatVector v -> buffer.putLong(word(v.get(row), normal));
            case DoubleVector v -> buffer.putLong(word(v.get(row), normal));
            case Decimal128Vector v -> buffer.putLong(v.high()[row]).putLong(v.low()[row]);
            case BytesVector v -> {
                int length = v.length(row);
                room(length + 4).putInt(length).put(v.buffer(), v.offset(row), length);
            }
            case IntervalVector v ->
                buffer.putInt(v.months()[row]).putInt(v.days()[row]).putLong(v.micros()[row]);
            case ArrayVector v -> {
                buffer.putInt(v.length(row));
                for (int i = 0; i < v.length(row); i++) {
                    write(v.elements(), v.offset(row) + i, normal);
                }
            }
            case MapVector v -> writeMap(v, row, normal);
            case StructVector v -> v.fields().forEach(field -> write(field, row, normal));
        }
    }

    private static long word(double value, boolean normal) {
        return normal ? Hashing.word(value) : Double.doubleToRawLongBits(value);
    }

    /// In normal form the entries are ordered by their bytes, since the order of a map's entries means nothing.
    private void writeMap(MapVector vector, int row, boolean normal) {
        int length = vector.length(row);
        buffer.putInt(length);
        int start = buffer.position();
        var ends = new int[length];
        for (int i = 0; i < length; i++) {
            write(vector.keys(), vector.offset(row) + i, normal);
            write(vector.values(), vector.offset(row) + i, normal);
            ends[i] = buffer.position();
        }
        if (normal && length > 1) {
            sortPieces(start, ends);
        }
    }

    private void sortPieces(int start, int[] ends) {
        var pieces = new byte[ends.length][];
        int from = start;
        for (int i = 0; i < ends.length; i++) {
            pieces[i] = Arrays.copyOfRange(bytes, from, ends[i]);
            from = ends[i];
        }
        Arrays.sort(pieces, Arrays::compare);
        buffer.position(start);
        for (byte[] piece : pieces) {
            buffer.put(piece);
        }
    }

    /// Reads one value into a row of a vector of the same form, which has room for it, and leaves `source` behind it.
    public static void read(ByteBuffer source, Vector into, int row) {
        source.order(ByteOrder.LITTLE_ENDIAN);
        if (source.get() == 0) {
            into.setNull(row);
            return;
        }
        into.setNotNull(row);
        switch (into) {
            case NullVector v -> v.setNull(row);
            case BooleanVector v -> v.set(row, source.getLong() != 0);
            case ByteVector v -> v.set(row, (byte) source.getLong());
            case ShortVector v -> v.set(row, (short) source.getLong());
            case IntVector v -> v.set(row, (int) source.getLong());
            case LongVector v -> v.set(row, source.getLong());
            case FloatVector v -> v.set(row, (float) Double.longBitsToDouble(source.getLong()));
            case DoubleVector v -> v.set(row, Double.longBitsToDouble(source.getLong()));
            case Decimal128Vector v -> v.set(row, source.getLong(), source.getLong());
            case BytesVector v -> {
                int at = v.reserve(row, source.getInt());
                source.get(v.buffer(), at, v.length(row));
            }
            case IntervalVector v -> v.set(row, source.getInt(), source.getInt(), source.getLong());
            case ArrayVector v -> readElements(source, v, row);
            case MapVector v -> readEntries(source, v, row);
            case StructVector v -> v.fields().forEach(field -> read(source, field, row));
        }
    }

    private static void readElements(ByteBuffer source, ArrayVector into, int row) {
        int at = into.used();
        into.append(row, source.getInt());
        for (int i = 0; i < into.length(row); i++) {
            read(source, into.elements(), at + i);
        }
    }

    private static void readEntries(ByteBuffer source, MapVector into, int row) {
        int at = into.used();
        into.append(row, source.getInt());
        for (int i = 0; i < into.length(row); i++) {
            read(source, into.keys(), at + i);
            read(source, into.values(), at + i);
        }
    }
}

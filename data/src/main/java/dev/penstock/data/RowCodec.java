package dev.penstock.data;

import dev.penstock.data.DataType.*;
import java.util.List;

/// Turns rows into bytes and back, compactly: for rows kept in the ledger and for nested values kept in state.
///
/// A row is a bitmap of its nulls, then its values: whole numbers in seven bits a byte, small ones of either sign first; text and binary
/// with their length; arrays as their length, a bitmap of nulls and the elements; maps as keys and values; structs as rows within the row.
/// Equal bytes mean equal rows, but not the other way round (NaNs and zeros keep their bits). Safe for use by any thread.
///
/// The form is part of what is on disk: a change of it needs a new version of the files that hold it.
public final class RowCodec {
    private final ColumnCodec[] columns;

    /// A codec of rows of these types.
    public RowCodec(List<DataType> types) {
        columns = types.stream().map(RowCodec::of).toArray(ColumnCodec[]::new);
    }

    /// Appends a row.
    public void encode(Vector[] from, int row, ByteBuilder to) {
        int at = to.reserve(bitmapBytes(columns.length));
        java.util.Arrays.fill(to.array(), at, to.size(), (byte) 0);
        for (int i = 0; i < columns.length; i++) {
            if (from[i].isNull(row)) {
                to.array()[at + (i >> 3)] |= (byte) (1 << (i & 7));
            } else {
                columns[i].encode(from[i], row, to);
            }
        }
    }

    /// Reads a row that starts at `offset` into a row of vectors of the codec's types, which have room for it; says where the next one starts.
    public int decode(byte[] bytes, int offset, Vector[] to, int row) {
        int at = offset + bitmapBytes(columns.length);
        for (int i = 0; i < columns.length; i++) {
            if (isNull(bytes, offset, i)) {
                to[i].setNull(row);
            } else {
                to[i].setNotNull(row);
                at = columns[i].decode(bytes, at, to[i], row);
            }
        }
        return at;
    }

    private static boolean isNull(byte[] bytes, int bitmap, int index) {
        return (bytes[bitmap + (index >> 3)] & (1 << (index & 7))) != 0;
    }

    private static int bitmapBytes(int count) {
        return (count + 7) >> 3;
    }

    private sealed interface ColumnCodec {
        void encode(Vector from, int row, ByteBuilder to);

        /// Says where the next value starts.
        int decode(byte[] bytes, int at, Vector to, int row);
    }

    private static ColumnCodec of(DataType type) {
        return switch (type) {
            case NullType _ -> new Nothing();
            case BooleanType _ -> new Booleans();
            case ByteType _ -> new Bytes8();
            case ShortType _ -> new Shorts();
            case IntType _,DateType _,YearMonthIntervalType _ -> new Ints();
            case LongType _,TimestampType _,TimestampNtzType _,TimeType _,DayTimeIntervalType _ ->
                new Longs();
            case FloatType _ -> new Floats();
            case DoubleType _ -> new Doubles();
            case DecimalType decimal -> decimal.fitsLong() ? new Longs() : new Decimals();
            case StringType _,CharType _,VarcharType _,BinaryType _ -> new Texts();
            case CalendarIntervalType _ -> new Intervals();
            case ArrayType(var element, _) -> new Arrays(of(element));
            case MapType(var key, var value, _) -> new Maps(of(key), of(value));
            case StructType(var fields) ->
                new Structs(new RowCodec(fields.stream().map(Field::type).toList()));
        };
    }

    /// Writes a number in seven bits a byte, the lowest first; signs alternate so that numbers near zero are short.
    static void putVarint(long value, ByteBuilder to) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            to.put((int) (rest | 0x80));
            rest >>>= 7;
        }
        to.put((int) rest);
    }

    private static long varint(byte[] bytes, int at) {
        long value = 0;
        int shift = 0;
        int position = at;
        while (bytes[position] < 0) {
            value |= (long) (bytes[position++] & 0x7f) << shift;
            shift += 7;
        }
        value |= (long) bytes[position] << shift;
        return (value >>> 1) ^ -(value & 1);
    }

    private static int afterVarint(byte[] bytes, int at) {
        int position = at;
        while (bytes[position] < 0) {
            position++;
        }
        return position + 1;
    }

    private static long fixedLong(byte[] bytes, int at) {
        return ((long) fixedInt(bytes, at) << 32) | (fixedInt(bytes, at + 4) & 0xffff_ffffL);
    }

    private static int fixedInt(byte[] bytes, int at) {
        return (bytes[at] << 24) | ((bytes[at + 1] & 0xff) << 16) | ((bytes[at + 2] & 0xff) << 8)
                | (bytes[at + 3] & 0xff);
    }

    private record Nothing() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {}

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            to.setNull(row);
            return at;
        }
    }

    private record Booleans() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            to.put(((BooleanVector) from).get(row) ? 1 : 0);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((BooleanVector) to).set(row, bytes[at] != 0);
            return at + 1;
        }
    }

    private record Bytes8() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            to.put(((ByteVector) from).get(row));
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((ByteVector) to).set(row, bytes[at]);
            return at + 1;
        }
    }

    private record Shorts() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            putVarint(((ShortVector) from).get(row), to);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((ShortVector) to).set(row, (short) varint(bytes, at));
            return afterVarint(bytes, at);
        }
    }

    private record Ints() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            putVarint(((IntVector) from).get(row), to);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((IntVector) to).set(row, (int) varint(bytes, at));
            return afterVarint(bytes, at);
        }
    }

    private record Longs() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            putVarint(((LongVector) from).get(row), to);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((LongVector) to).set(row, varint(bytes, at));
            return afterVarint(bytes, at);
        }
    }

    private record Floats() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            to.putInt(Float.floatToRawIntBits(((FloatVector) from).get(row)));
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((FloatVector) to).set(row, Float.intBitsToFloat(fixedInt(bytes, at)));
            return at + 4;
        }
    }

    private record Doubles() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            to.putLong(Double.doubleToRawLongBits(((DoubleVector) from).get(row)));
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((DoubleVector) to).set(row, Double.longBitsToDouble(fixedLong(bytes, at)));
            return at + 8;
        }
    }

    private record Decimals() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            var decimals = (Decimal128Vector) from;
            to.putLong(decimals.high()[row]).putLong(decimals.low()[row]);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            ((Decimal128Vector) to).set(row, fixedLong(bytes, at), fixedLong(bytes, at + 8));
            return at + 16;
        }
    }

    private record Texts() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            var texts = (BytesVector) from;
            putVarint(texts.length(row), to);
            to.put(texts.buffer(), texts.offset(row), texts.length(row));
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            int length = (int) varint(bytes, at);
            int start = afterVarint(bytes, at);
            ((BytesVector) to).append(row, bytes, start, length);
            return start + length;
        }
    }

    private record Intervals() implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            var intervals = (IntervalVector) from;
            putVarint(intervals.months()[row], to);
            putVarint(intervals.days()[row], to);
            putVarint(intervals.micros()[row], to);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            int days = afterVarint(bytes, at);
            int micros = afterVarint(bytes, days);
            ((IntervalVector) to).set(row, (int) varint(bytes, at), (int) varint(bytes, days),
                    varint(bytes, micros));
            return afterVarint(bytes, micros);
        }
    }

    private record Arrays(ColumnCodec element) implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            var array = (ArrayVector) from;
            putVarint(array.length(row), to);
            encodeAll(element, array.elements(), array.offset(row), array.length(row), to);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            var array = (ArrayVector) to;
            int length = (int) varint(bytes, at);
            int first = array.used();
            array.append(row, length);
            return decodeAll(element, bytes, afterVarint(bytes, at), array.elements(), first,
                    length);
        }
    }

    private record Maps(ColumnCodec key, ColumnCodec value) implements ColumnCodec {
        @Override
        public void encode(Vector from, int row, ByteBuilder to) {
            var map = (MapVector) from;
            putVarint(map.length(row), to);
            encodeAll(key, map.keys(), map.offset(row), map.length(row), to);
            encodeAll(value, map.values(), map.offset(row), map.length(row), to);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int row) {
            var map = (MapVector) to;
            int length = (int) varint(bytes, at);
            int first = map.used();
            map.append(row, length);
            int values = decodeAll(key, bytes, afterVarint(bytes, at), map.keys(), first, length);
            return decodeAll(value, bytes, values, map.values(), first, length);
        }
    }

    private record Structs(RowCodec row) implements ColumnCodec {
        @Override
        public void encode(Vector from, int at, ByteBuilder to) {
            row.encode(((StructVector) from).fields().toArray(Vector[]::new), at, to);
        }

        @Override
        public int decode(byte[] bytes, int at, Vector to, int index) {
            return row.decode(bytes, at, ((StructVector) to).fields().toArray(Vector[]::new),
                    index);
        }
    }

    private static void encodeAll(ColumnCodec codec, Vector from, int first, int count,
            ByteBuilder to) {
        int at = to.reserve(bitmapBytes(count));
        java.util.Arrays.fill(to.array(), at, to.size(), (byte) 0);
        for (int i = 0; i < count; i++) {
            if (from.isNull(first + i)) {
                to.array()[at + (i >> 3)] |= (byte) (1 << (i & 7));
            } else {
                codec.encode(from, first + i, to);
            }
        }
    }

    private static int decodeAll(ColumnCodec codec, byte[] bytes, int offset, Vector to, int first,
            int count) {
        int at = offset + bitmapBytes(count);
        for (int i = 0; i < count; i++) {
            if (isNull(bytes, offset, i)) {
                to.setNull(first + i);
            } else {
                to.setNotNull(first + i);
                at = codec.decode(bytes, at, to, first + i);
            }
        }
        return at;
    }
}

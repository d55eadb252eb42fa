package dev.penstock.data;

import java.util.List;

/// Turns rows into bytes whose order, compared byte by byte without sign, is the order of the rows.
///
/// The order is Spark's: NaN is the largest number, -0.0 equals 0.0, text is ordered by its bytes, arrays element by element with the shorter
/// one first, structs field by field; within arrays and structs null comes first. Rows that are equal have equal bytes, and no key is
/// the beginning of another. Maps and calendar intervals have no order in Spark; their keys are good for equality.
///
/// Each value begins with a byte that places nulls; descending values are written inverted. Numbers are written with the most significant
/// byte first and the sign bit flipped, text with each zero byte followed by 255 and two zero bytes at its end.
public final class RowKey {
    private static final int NULL_FIRST = 0;
    private static final int VALUE = 1;
    private static final int NULL_LAST = 2;

    private final List<Order> orders;

    /// One order a column.
    public RowKey(List<Order> orders) {
        this.orders = List.copyOf(orders);
    }

    /// How one column is ordered.
    public record Order(boolean ascending, boolean nullsFirst) {
        /// What `ORDER BY x` means.
        public static final Order ASCENDING = new Order(true, true);
        /// What `ORDER BY x DESC` means.
        public static final Order DESCENDING = new Order(false, false);
    }

    /// Appends the key of a row.
    public void encode(Vector[] columns, int row, ByteBuilder to) {
        for (int i = 0; i < columns.length; i++) {
            encode(columns[i], row, orders.get(i), to);
        }
    }

    /// Appends the key of one value.
    public static void encode(Vector column, int row, Order order, ByteBuilder to) {
        if (column.isNull(row)) {
            to.put(order.nullsFirst() ? NULL_FIRST : NULL_LAST);
            return;
        }
        to.put(VALUE);
        int start = to.size();
        encodeValue(column, row, to);
        if (!order.ascending()) {
            byte[] bytes = to.array();
            for (int i = start; i < to.size(); i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
    }

    private static void encodeValue(Vector column, int row, ByteBuilder to) {
        switch (column) {
            case LongVector v -> to.putLong(v.get(row) ^ Long.MIN_VALUE);
            case IntVector v -> to.putInt(v.get(row) ^ Integer.MIN_VALUE);
            case BytesVector v -> encodeBytes(v.buffer(), v.offset(row), v.length(row), to);
            case DoubleVector v -> to.putLong(ordered(v.get(row)));
            case FloatVector v -> to.putInt(ordered(v.get(row)));
            case BooleanVector v -> to.put(v.get(row) ? 1 : 0);
            case ByteVector v -> to.put(v.get(row) ^ 0x80);
            case ShortVector v -> to.put((v.get(row) >> 8) ^ 0x80).put(v.get(row));
            case Decimal128Vector v ->
                to.putLong(v.high()[row] ^ Long.MIN_VALUE).putLong(v.low()[row]);
            case IntervalVector v -> to.putInt(v.months()[row] ^ Integer.MIN_VALUE)
                    .putInt(v.days()[row] ^ Integer.MIN_VALUE)
                    .putLong(v.micros()[row] ^ Long.MIN_VALUE);
            case ArrayVector v -> {
                for (int i = v.offset(row); i < v.offset(row) + v.length(row); i++) {
                    to.put(1);
                    encode(v.elements(), i, Order.ASCENDING, to);
                }
                to.put(0);
            }
            case MapVector v -> {
                for (int i = v.offset(row); i < v.offset(row) + v.length(row); i++) {
                    to.put(1);
                    encode(v.keys(), i, Order.ASCENDING, to);
                    encode(v.values(), i, Order.ASCENDING, to);
                }
                to.put(0);
            }
            case StructVector v -> {
                for (var field : v.fields()) {
                    encode(field, row, Order.ASCENDING, to);
                }
            }
            case NullVector _ -> throw new AssertionError("every row of a void column is null");
        }
    }

    private static long ordered(double value) {
        // Adding zero turns -0.0 into 0.0; doubleToLongBits makes all NaNs one.
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }

    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value + 0.0f);
        return bits ^ ((bits >> 31) | Integer.MIN_VALUE);
    }

    private static void encodeBytes(byte[] bytes, int offset, int length, ByteBuilder to) {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == 0) {
                to.put(bytes, start, i + 1 - start).put(0xff);
                start = i + 1;
            }
        }
        to.put(bytes, start, end - start).put(0).put(0);
    }
}

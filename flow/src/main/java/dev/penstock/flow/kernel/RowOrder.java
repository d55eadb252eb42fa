package dev.penstock.flow.kernel;

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
import dev.penstock.data.ShortVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import java.util.List;

/// The order of the values of one type, as comparison, `ORDER BY`, `min` and `max` use it: NaN equals NaN and is the largest number, -0.0
/// equals 0.0, text is ordered byte by byte, arrays and structs element by element with nulls first.
@FunctionalInterface
public interface RowOrder {
    /// Compares two rows, neither of which is null.
    int compare(Vector a, int rowA, Vector b, int rowB);

    /// The order of a type. Maps and calendar intervals, which Spark does not order, are ordered somehow, so that equality works.
    static RowOrder of(DataType type) {
        return switch (type) {
            case NullType _ -> (_, _, _, _) -> 0;
            case BooleanType _ -> (a, i, b, j) -> Boolean.compare(((BooleanVector) a).get(i),
                    ((BooleanVector) b).get(j));
            case ByteType _ ->
                (a, i, b, j) -> Byte.compare(((ByteVector) a).get(i), ((ByteVector) b).get(j));
            case ShortType _ ->
                (a, i, b, j) -> Short.compare(((ShortVector) a).get(i), ((ShortVector) b).get(j));
            case IntType _,DateType _,YearMonthIntervalType _ ->
                (a, i, b, j) -> Integer.compare(((IntVector) a).get(i), ((IntVector) b).get(j));
            case LongType _,TimestampType _,TimestampNtzType _,TimeType _,DayTimeIntervalType _ ->
                RowOrder::longs;
            case FloatType _ ->
                (a, i, b, j) -> compare(((FloatVector) a).get(i), ((FloatVector) b).get(j));
            case DoubleType _ ->
                (a, i, b, j) -> compare(((DoubleVector) a).get(i), ((DoubleVector) b).get(j));
            case DecimalType decimal -> decimal.fitsLong() ? RowOrder::longs : RowOrder::decimals;
            case StringType _,CharType _,VarcharType _,BinaryType _ ->
                (a, i, b, j) -> BytesVector.compare((BytesVector) a, i, (BytesVector) b, j);
            case CalendarIntervalType _ -> RowOrder::intervals;
            case ArrayType(var element, _) -> arrays(of(element));
            case StructType(var fields) ->
                structs(fields.stream().map(field -> of(field.type())).toList());
            case MapType(var key, var value, _) -> maps(of(key), of(value));
        };
    }

    /// Compares two rows that may be null; nulls come first and equal each other.
    default int compareNullsFirst(Vector a, int rowA, Vector b, int rowB) {
        boolean nullA = a.isNull(rowA);
        boolean nullB = b.isNull(rowB);
        return nullA || nullB ? Boolean.compare(nullB, nullA) : compare(a, rowA, b, rowB);
    }

    /// Compares numbers as Spark does: NaN is the largest and equals itself, -0.0 equals 0.0.
    static int compare(double a, double b) {
        return a < b
                ? -1
                : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }

    private static int longs(Vector a, int i, Vector b, int j) {
        return Long.compare(((LongVector) a).get(i), ((LongVector) b).get(j));
    }

    private static int decimals(Vector a, int i, Vector b, int j) {
        var left = (Decimal128Vector) a;
        var right = (Decimal128Vector) b;
        int order = Long.compare(left.high()[i], right.high()[j]);
        return order != 0 ? order : Long.compareUnsigned(left.low()[i], right.low()[j]);
    }

    private static int intervals(Vector a, int i, Vector b, int j) {
        var left = (IntervalVector) a;
        var right = (IntervalVector) b;
        int order = Integer.compare(left.months()[i], right.months()[j]);
        if (order == 0) {
            order = Integer.compare(left.days()[i], right.days()[j]);
        }
        return order != 0 ? order : Long.compare(left.micros()[i], right.micros()[j]);
    }

    private static RowOrder arrays(RowOrder element) {
        return (a, i, b, j) -> {
            var left = (ArrayVector) a;
            var right = (ArrayVector) b;
            int common = Math.min(left.length(i), right.length(j));
            for (int k = 0; k < common; k++) {
                int order = element.compareNullsFirst(left.elements(), left.offset(i) + k,
                        right.elements(), right.offset(j) + k);
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(left.length(i), right.length(j));
        };
    }

    private static RowOrder structs(List<RowOrder> fields) {
        return (a, i, b, j) -> {
            var left = (StructVector) a;
            var right = (StructVector) b;
            for (int k = 0; k < fields.size(); k++) {
                int order = fields.get(k).compareNullsFirst(left.field(k), i, right.field(k), j);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static RowOrder maps(RowOrder key, RowOrder value) {
        return (a, i, b, j) -> {
            var left = (MapVector) a;
            var right = (MapVector) b;
            int common = Math.min(left.length(i), right.length(j));
            for (int k = 0; k < common; k++) {
                int order = key.compare(left.keys(), left.offset(i) + k, right.keys(),
                        right.offset(j) + k);
                if (order == 0) {
                    order = value.compareNullsFirst(left.values(), left.offset(i) + k,
                            right.values(), right.offset(j) + k);
                }
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(left.length(i), right.length(j));
        };
    }
}

package dev.penstock.connect.wire;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.IntervalUnit;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Type;

/// The headers of Arrow's messages: a schema, and where the buffers of a record batch are.
final class ArrowHeaders {
    /// Under which a field's metadata travels, as Spark's clients look for it.
    static final String METADATA_KEY = "SPARK::metadata::json";

    private ArrowHeaders() {}

    /// Where a buffer is in the body.
    record Region(long offset, long length) {}

    static ByteBuffer schema(Schema schema, String zone) {
        var builder = new FlatBufferBuilder(512);
        var fields = schema.fields().stream().mapToInt(field -> field(builder, field, zone))
                .toArray();
        int vector = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, fields);
        int header = org.apache.arrow.flatbuf.Schema.createSchema(builder,
                org.apache.arrow.flatbuf.Endianness.Little, vector, 0, 0);
        return finished(builder, MessageHeader.Schema, header, 0);
    }

    static ByteBuffer recordBatch(int rows, List<ArrowColumn> columns, List<Region> regions,
            long bodyLength) {
        var builder = new FlatBufferBuilder(256);
        RecordBatch.startBuffersVector(builder, regions.size());
        for (var region : regions.reversed()) {
            Buffer.createBuffer(builder, region.offset(), region.length());
        }
        int buffers = builder.endVector();
        RecordBatch.startNodesVector(builder, columns.size());
        for (var column : columns.reversed()) {
            FieldNode.createFieldNode(builder, column.rows(), column.nulls());
        }
        int nodes = builder.endVector();
        int header = RecordBatch.createRecordBatch(builder, rows, nodes, buffers, 0, 0);
        return finished(builder, MessageHeader.RecordBatch, header, bodyLength);
    }

    private static ByteBuffer finished(FlatBufferBuilder builder, byte kind, int header,
            long bodyLength) {
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, kind, header, bodyLength,
                0));
        return builder.dataBuffer();
    }

    private static int field(FlatBufferBuilder builder, Field field, String zone) {
        int name = builder.createString(field.name());
        int type = type(builder, field.type(), zone);
        var children = new ArrayList<Integer>();
        for (var child : children(field.type())) {
            children.add(field(builder, child, zone));
        }
        int vector = org.apache.arrow.flatbuf.Field.createChildrenVector(builder,
                children.stream().mapToInt(i -> i).toArray());
        int metadata = 0;
        if (!field.metadata().equals(Field.NO_METADATA)) {
            int entry = KeyValue.createKeyValue(builder, builder.createString(METADATA_KEY),
                    builder.createString(field.metadata()));
            metadata = org.apache.arrow.flatbuf.Field.createCustomMetadataVector(builder,
                    new int[]{entry});
        }
        return org.apache.arrow.flatbuf.Field.createField(builder, name, field.nullable(),
                kind(field.type()), type, 0, vector, metadata);
    }

    private static List<Field> children(DataType type) {
        return switch (type) {
            case ArrayType(var element, boolean nullable) ->
                List.of(new Field("element", element, nullable));
            case MapType(var key, var value, boolean nullable) -> {
                var entries = new StructType(
                        List.of(new Field("key", key, false), new Field("value", value, nullable)));
                yield List.of(new Field("entries", entries, false));
            }
            case StructType(var fields) -> fields;
            default -> List.of();
        };
    }

    private static byte kind(DataType type) {
        return switch (type) {
            case NullType _ -> Type.Null;
            case BooleanType _ -> Type.Bool;
            case ByteType _,ShortType _,IntType _,LongType _ -> Type.Int;
            case FloatType _,DoubleType _ -> Type.FloatingPoint;
            case DecimalType _ -> Type.Decimal;
            case StringType _,CharType _,VarcharType _ -> Type.Utf8;
            case BinaryType _ -> Type.Binary;
            case DateType _ -> Type.Date;
            case TimestampType _,TimestampNtzType _ -> Type.Timestamp;
            case TimeType _ -> Type.Time;
            case YearMonthIntervalType _,CalendarIntervalType _ -> Type.Interval;
            case DayTimeIntervalType _ -> Type.Duration;
            case ArrayType _ -> Type.List;
            case MapType _ -> Type.Map;
            case StructType _ -> Type.Struct_;
        };
    }

    private static int type(FlatBufferBuilder builder, DataType type, String zone) {
        return switch (type) {
            case NullType _ -> empty(builder);
            case BooleanType _ -> empty(builder);
            case ByteType _ -> integer(builder, 8);
            case ShortType _ -> integer(builder, 16);
            case IntType _ -> integer(builder, 32);
            case LongType _ -> integer(builder, 64);
            case FloatType _ -> floating(builder, Precision.SINGLE);
            case DoubleType _ -> floating(builder, Precision.DOUBLE);
            case DecimalType(int precision, int scale) -> org.apache.arrow.flatbuf.Decimal
                    .createDecimal(builder, precision, scale, 128);
            case StringType _,CharType _,VarcharType _,BinaryType _ -> empty(builder);
            case DateType _ -> org.apache.arrow.flatbuf.Date.createDate(builder, DateUnit.DAY);
            case TimestampType _ -> org.apache.arrow.flatbuf.Timestamp.createTimestamp(builder,
                    TimeUnit.MICROSECOND, builder.createString(zone));
            case TimestampNtzType _ -> org.apache.arrow.flatbuf.Timestamp.createTimestamp(builder,
                    TimeUnit.MICROSECOND, 0);
            case TimeType _ -> org.apache.arrow.flatbuf.Time.createTime(builder,
                    TimeUnit.NANOSECOND, 64);
            case YearMonthIntervalType _ -> interval(builder, IntervalUnit.YEAR_MONTH);
            case CalendarIntervalType _ -> interval(builder, IntervalUnit.MONTH_DAY_NANO);
            case DayTimeIntervalType _ -> org.apache.arrow.flatbuf.Duration.createDuration(builder,
                    TimeUnit.MICROSECOND);
            case ArrayType _,StructType _ -> empty(builder);
            case MapType _ -> org.apache.arrow.flatbuf.Map.createMap(builder, false);
        };
    }

    /// A table without fields, as all types without parameters are.
    private static int empty(FlatBufferBuilder builder) {
        builder.startTable(0);
        return builder.endTable();
    }

    private static int integer(FlatBufferBuilder builder, int bits) {
        return org.apache.arrow.flatbuf.Int.createInt(builder, bits, true);
    }

    private static int floating(FlatBufferBuilder builder, short precision) {
        return org.apache.arrow.flatbuf.FloatingPoint.createFloatingPoint(builder, precision);
    }

    private static int interval(FlatBufferBuilder builder, short unit) {
        return org.apache.arrow.flatbuf.Interval.createInterval(builder, unit);
    }
}

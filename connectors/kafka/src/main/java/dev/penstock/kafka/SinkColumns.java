package dev.penstock.kafka;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.BinaryType;
import dev.penstock.data.DataType.CharType;
import dev.penstock.data.DataType.IntType;
import dev.penstock.data.DataType.StringType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.DataType.VarcharType;
import dev.penstock.data.IntVector;
import dev.penstock.data.Schema;
import dev.penstock.data.StructVector;
import dev.penstock.data.error.UserException;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Where the parts of a record are among the columns of a query's result; -1 for a part that it does not have.
record SinkColumns(int key, int value, int topic, int headers, int partition) {
    static SinkColumns of(Schema schema, SinkOptions options) {
        int value = column(schema, "value", SinkColumns::isBytes, "STRING or BINARY");
        if (value < 0) {
            throw new UserException("INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_FIND_DATA",
                    Map.of("tableName", "`kafka`", "colName", "`value`"));
        }
        int topic = column(schema, "topic", SinkColumns::isString, "STRING");
        if (options.topic().isEmpty() && topic < 0) {
            options.options().require("topic",
                    "it names the topic to write to, unless the query has a column topic");
        }
        return new SinkColumns(column(schema, "key", SinkColumns::isBytes, "STRING or BINARY"),
                value, options.topic().isEmpty() ? topic : -1,
                column(schema, "headers", SinkColumns::isHeaders,
                        "ARRAY<STRUCT<key: STRING, value: BINARY>>"),
                column(schema, "partition", type -> type instanceof IntType, "INT"));
    }

    private static int column(Schema schema, String name, Predicate<DataType> fits,
            String expected) {
        int index = schema.indexOf(name);
        if (index >= 0 && !fits.test(schema.type(index))) {
            throw new UserException("INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST",
                    Map.of("tableName", "`kafka`", "colName", "`" + name + "`",
                            "srcType", "\"" + schema.type(index).sql() + "\"", "targetType",
                            "\"" + expected + "\""));
        }
        return index;
    }

    private static boolean isString(DataType type) {
        return type instanceof StringType || type instanceof VarcharType
                || type instanceof CharType;
    }

    private static boolean isBytes(DataType type) {
        return isString(type) || type instanceof BinaryType;
    }

    private static boolean isHeaders(DataType type) {
        return type instanceof ArrayType(StructType(var fields), _) && fields.size() == 2
                && isString(fields.get(0).type())
                && fields.get(1).type() instanceof BinaryType;
    }

    static byte @Nullable [] bytes(Batch batch, int column, int row) {
        return column < 0 || batch.column(column).isNull(row)
                ? null
                : ((BytesVector) batch.column(column)).bytes(row);
    }

    /// The partition that the row asks for, or -1.
    int partition(Batch batch, int row) {
        return partition < 0 || batch.column(partition).isNull(row)
                ? -1
                : ((IntVector) batch.column(partition)).get(row);
    }

    void addHeaders(Batch batch, int row, Headers target) {
        if (headers < 0 || batch.column(headers).isNull(row)) {
            return;
        }
        var array = (ArrayVector) batch.column(headers);
        var structs = (StructVector) array.elements();
        for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
            if (!structs.isNull(i) && !structs.field(0).isNull(i)) {
                var value = structs.field(1).isNull(i)
                        ? null
                        : ((BytesVector) structs.field(1)).bytes(i);
                target.add(((BytesVector) structs.field(0)).string(i), value);
            }
        }
    }
}

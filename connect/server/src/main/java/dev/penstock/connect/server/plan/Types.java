package dev.penstock.connect.server.plan;

import dev.penstock.connect.wire.TypeMessages;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.Sql;
import java.util.Map;

/// Types as clients give them: as a message, as SQL text, or as JSON. Static; safe for use by any thread.
final class Types {
    private Types() {}

    static DataType type(org.apache.spark.connect.proto.DataType message) {
        return message.hasUnparsed()
                ? parsed(message.getUnparsed().getDataTypeString())
                : TypeMessages.type(message);
    }

    /// A type in JSON or SQL; columns without `STRUCT` are a struct.
    static DataType parsed(String text) {
        var trimmed = text.strip();
        if (trimmed.startsWith("{") || trimmed.startsWith("\"")) {
            return TypeJson.type(trimmed);
        }
        try {
            return Sql.dataType(trimmed);
        } catch (UserException e) {
            try {
                return Sql.schema(trimmed).asStruct();
            } catch (UserException _) {
                throw e;
            }
        }
    }

    static Schema schema(org.apache.spark.connect.proto.DataType message) {
        return schema(type(message), message.toString());
    }

    static Schema schema(String text) {
        return schema(parsed(text), text);
    }

    private static Schema schema(DataType type, String text) {
        if (type instanceof StructType struct) {
            return Schema.of(struct);
        }
        throw new UserException("CONNECT_INVALID_PLAN.INVALID_SCHEMA_NON_STRUCT_TYPE",
                Map.of("inputSchema", text, "dataType", type.sql()));
    }
}

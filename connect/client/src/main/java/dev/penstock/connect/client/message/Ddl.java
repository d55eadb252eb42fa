package dev.penstock.connect.client.message;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import java.util.stream.Collectors;

/// Schemas as text that Spark reads: `` `id` BIGINT NOT NULL, `name` STRING ``.
public final class Ddl {
    private Ddl() {}

    /// The columns, separated by commas.
    public static String text(Schema schema) {
        return schema.fields().stream().map(field -> column(field, " "))
                .collect(Collectors.joining(", "));
    }

    private static String column(Field field, String separator) {
        return '`' + field.name().replace("`", "``") + '`' + separator + type(field.type())
                + (field.nullable() ? "" : " NOT NULL");
    }

    /// A type, with all names in it quoted.
    public static String type(DataType type) {
        return switch (type) {
            case StructType(var fields) -> fields.stream().map(field -> column(field, ": "))
                    .collect(Collectors.joining(", ", "STRUCT<", ">"));
            case ArrayType(var element, _) -> "ARRAY<" + type(element) + ">";
            case MapType(var key, var value, _) -> "MAP<" + type(key) + ", " + type(value) + ">";
            default -> type.sql();
        };
    }
}

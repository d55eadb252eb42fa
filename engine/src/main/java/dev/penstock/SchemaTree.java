package dev.penstock;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Schema;

/// A schema as the tree that `printSchema` shows.
final class SchemaTree {
    private SchemaTree() {}

    static String text(Schema schema) {
        var text = new StringBuilder("root\n");
        schema.fields().forEach(field -> field(text, " |", field.name(), field.type(),
                "nullable = " + field.nullable()));
        return text.toString();
    }

    private static void field(StringBuilder text, String prefix, String name, DataType type,
            String detail) {
        text.append(prefix).append("-- ").append(name).append(": ").append(typeName(type))
                .append(" (").append(detail).append(")\n");
        var inner = prefix + "    |";
        switch (type) {
            case StructType(var fields) -> fields.forEach(
                    f -> field(text, inner, f.name(), f.type(), "nullable = " + f.nullable()));
            case ArrayType(var element, boolean containsNull) ->
                field(text, inner, "element", element, "containsNull = " + containsNull);
            case MapType(var key, var value, boolean valueContainsNull) -> {
                text.append(inner).append("-- key: ").append(typeName(key)).append('\n');
                field(text, inner, "value", value, "valueContainsNull = " + valueContainsNull);
            }
            default -> {
            }
        }
    }

    private static String typeName(DataType type) {
        return switch (type) {
            case StructType _ -> "struct";
            case ArrayType _ -> "array";
            case MapType _ -> "map";
            case DataType.ByteType _ -> "byte";
            case DataType.ShortType _ -> "short";
            case DataType.IntType _ -> "integer";
            case DataType.LongType _ -> "long";
            default -> type.simpleString();
        };
    }
}

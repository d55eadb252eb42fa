package dev.penstock.engine.session;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Schema;

/// A schema as the tree that `printSchema` shows.
public final class SchemaTree {
    private final StringBuilder text;
    private final int levels;

    private SchemaTree(StringBuilder text, int levels) {
        this.text = text;
        this.levels = levels;
    }

    /// The tree, with a line a column and a field.
    public static String text(Schema schema) {
        return text(schema, Integer.MAX_VALUE);
    }

    /// The tree down to so many levels, of which the columns are the first.
    public static String text(Schema schema, int levels) {
        var text = new StringBuilder("root\n");
        new SchemaTree(text, levels <= 0 ? Integer.MAX_VALUE : levels).fields(schema);
        return text.toString();
    }

    private void fields(Schema schema) {
        schema.fields().forEach(field -> field(" |", field.name(), field.type(),
                "nullable = " + field.nullable()));
    }

    private void field(String prefix, String name, DataType type, String detail) {
        if (prefix.length() / 5 >= levels) {
            return;
        }
        text.append(prefix).append("-- ").append(name).append(": ").append(typeName(type))
                .append(" (").append(detail).append(")\n");
        var inner = prefix + "    |";
        switch (type) {
            case StructType(var fields) -> fields.forEach(
                    f -> field(inner, f.name(), f.type(), "nullable = " + f.nullable()));
            case ArrayType(var element, boolean containsNull) ->
                field(inner, "element", element, "containsNull = " + containsNull);
            case MapType(var key, var value, boolean valueContainsNull) -> {
                if (inner.length() / 5 < levels) {
                    text.append(inner).append("-- key: ").append(typeName(key)).append('\n');
                }
                field(inner, "value", value, "valueContainsNull = " + valueContainsNull);
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

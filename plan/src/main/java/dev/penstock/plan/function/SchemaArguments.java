package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Schemas and options as arguments: constants that the binder reads.
final class SchemaArguments {
    private static final DataType OPTIONS = new MapType(DataType.STRING, DataType.STRING, true);

    private SchemaArguments() {}

    /// `from_json(text, schema[, options])` with the schema as text; the type of the call is the schema.
    static Expr parse(CallSite call) {
        if (call.size() < 2 || call.size() > 3) {
            throw FunctionErrors.wrongCount(call, "[2, 3]");
        }
        if (!call.type(0).isText() && !(call.type(0) instanceof DataType.NullType)) {
            throw call.unexpectedType(0, "\"STRING\"");
        }
        if (!(call.argument(1) instanceof Expr.Literal(String text, _))) {
            throw new UserException("INVALID_SCHEMA.NON_STRING_LITERAL",
                    Map.of("inputSchema", FunctionErrors.quoted(call.texts().get(1))));
        }
        var type = Types.allNullable(SchemaText.parse(text));
        boolean csv = call.function().name().equals("from_csv");
        if (csv ? !(type instanceof StructType) : !isParsed(type)) {
            throw new UserException("DATATYPE_MISMATCH.INVALID_JSON_SCHEMA",
                    Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "schema",
                            FunctionErrors.quoted(type)));
        }
        return call.call(call.function().name(), type, call.cast(0, DataType.STRING),
                options(call, 2));
    }

    private static boolean isParsed(DataType type) {
        return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    }

    static Expr write(CallSite call) {
        if (call.size() < 1 || call.size() > 2) {
            throw FunctionErrors.wrongCount(call, "[1, 2]");
        }
        if (!isParsed(call.type(0))) {
            throw call.unexpectedType(0, "(\"STRUCT\" or \"ARRAY\" or \"MAP\")");
        }
        return call.call(call.function().name(), DataType.STRING, call.argument(0),
                options(call, 1));
    }

    /// A constant map, of a literal or of `map('key', 'value', ...)`.
    private static Expr options(CallSite call, int index) {
        if (call.size() <= index) {
            return new Expr.Literal(Map.of(), OPTIONS);
        }
        return switch (call.argument(index)) {
            case Expr.Literal(Map<?, ?> map, _) -> new Expr.Literal(map, OPTIONS);
            case Expr.Call(var name, var entries, _, _, _) when name.equals("map") ->
                new Expr.Literal(constants(call, index, entries), OPTIONS);
            default -> throw call.notConstant(index);
        };
    }

    private static Map<String, String> constants(CallSite call, int index, List<Expr> entries) {
        var texts = new ArrayList<String>();
        for (var entry : entries) {
            if (!(entry instanceof Expr.Literal(Object value, _)) || value == null) {
                throw call.notConstant(index);
            }
            texts.add(value.toString());
        }
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < texts.size(); i += 2) {
            map.put(texts.get(i), texts.get(i + 1));
        }
        return map;
    }
}

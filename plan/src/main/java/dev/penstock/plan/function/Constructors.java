package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes arrays, maps and structs. A struct is bound as `struct(values...)`, its names are in the call's type.
final class Constructors {
    private Constructors() {}

    static Expr array(CallSite call) {
        var types = call.arguments().stream().map(Expr::type).toList();
        var element = call.coercion().widest(types)
                .orElseThrow(() -> FunctionErrors.differentTypes(call));
        var elements = new ArrayList<Expr>();
        for (int i = 0; i < call.size(); i++) {
            elements.add(call.cast(i, element));
        }
        boolean nulls = elements.stream().anyMatch(Expr::nullable);
        return call.call("array", elements, new ArrayType(element, nulls));
    }

    static Expr map(CallSite call) {
        if (call.size() % 2 != 0) {
            throw FunctionErrors.wrongCount(call, "2n (n > 0)");
        }
        var keys = meet(call, 0, "DATATYPE_MISMATCH.CREATE_MAP_KEY_DIFF_TYPES");
        var values = meet(call, 1, "DATATYPE_MISMATCH.CREATE_MAP_VALUE_DIFF_TYPES");
        if (!Types.isGroupable(keys)) {
            throw new UserException("DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE",
                    Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "keyType",
                            FunctionErrors.quoted(keys)));
        }
        var entries = new ArrayList<Expr>();
        boolean nulls = false;
        for (int i = 0; i < call.size(); i++) {
            entries.add(call.cast(i, i % 2 == 0 ? keys : values));
            nulls |= i % 2 == 1 && call.argument(i).nullable();
        }
        return call.call("map", entries, new MapType(keys, values, nulls));
    }

    private static DataType meet(CallSite call, int first, String condition) {
        var types = new ArrayList<DataType>();
        for (int i = first; i < call.size(); i += 2) {
            types.add(call.type(i));
        }
        return call.coercion().widest(types).orElseThrow(() -> new UserException(condition,
                Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "functionName",
                        FunctionErrors.identifier("map"), "dataType",
                        "[" + String.join(", ", types.stream().map(FunctionErrors::quoted).toList())
                                + "]")));
    }

    /// Columns and fields keep their names, other values are called `col1`, `col2`, ...; the binder passes names as texts.
    static Expr struct(CallSite call) {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < call.size(); i++) {
            fields.add(new Field(call.texts().get(i), call.type(i), call.argument(i).nullable()));
        }
        return call.call("struct", call.arguments(), new StructType(fields));
    }

    static Expr namedStruct(CallSite call) {
        if (call.size() % 2 != 0) {
            throw FunctionErrors.wrongCount(call, "2n (n > 0)");
        }
        var fields = new ArrayList<Field>();
        var values = new ArrayList<Expr>();
        for (int i = 0; i < call.size(); i += 2) {
            if (!(call.argument(i) instanceof Expr.Literal(String name, _))) {
                throw new UserException(
                        "DATATYPE_MISMATCH.CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING",
                        Map.of("sqlExpr", FunctionErrors.quoted(call.sql()), "inputExprs",
                                "[" + FunctionErrors.quoted(call.texts().get(i)) + "]"));
            }
            fields.add(new Field(name, call.type(i + 1), call.argument(i + 1).nullable()));
            values.add(call.argument(i + 1));
        }
        return call.call("struct", values, new StructType(fields));
    }

    /// The index of `array[i]` is an int, or a long where it was one.
    static Expr item(CallSite call) {
        var index = call.type(1) instanceof DataType.LongType
                ? call.argument(1)
                : call.cast(1, DataType.INT);
        return new Expr.Call("get_array_item", List.of(call.argument(0), index),
                ComplexFunctions.element(call.type(0)), itemNullable(call, 0), call.mode());
    }

    /// As `array[i]`, but counted from 1; of a map the value of a key.
    static Expr elementAt(CallSite call) {
        boolean map = call.type(0) instanceof MapType;
        return new Expr.Call("element_at", call.arguments(),
                Result.elementOf(0).of(call.arguments()),
                map || itemNullable(call, 1), call.mode());
    }

    /// A constant index is only known to be there in an array that is written out; any other one raises an error in ANSI mode.
    private static boolean itemNullable(CallSite call, int first) {
        if (call.mode() != Expr.ErrorMode.ANSI || call.argument(0).nullable()
                || call.argument(1).nullable()) {
            return true;
        }
        if (!(call.argument(1) instanceof Expr.Literal(Object index, _)) || index == null) {
            return ComplexFunctions.containsNull(call.type(0));
        }
        if (!(call.argument(0) instanceof Expr.Call(var name, var elements, _, _, _))
                || !name.equals("array")) {
            return true;
        }
        long wanted = ((Number) index).longValue();
        long at = wanted < 0 && first == 1 ? elements.size() + wanted : wanted - first;
        return at < 0 || at >= elements.size() || elements.get((int) at).nullable();
    }

    /// Whole numbers with a whole step, or dates and timestamps with an interval.
    static Expr sequence(CallSite call) {
        if (call.size() < 2 || call.size() > 3) {
            throw FunctionErrors.wrongCount(call, "[2, 3]");
        }
        var type = call.coercion().widest(call.type(0), call.type(1))
                .orElseThrow(() -> FunctionErrors.differentTypes(call));
        boolean time = Types.isDatetime(type);
        if (!time && !type.isIntegral()) {
            throw call.unexpectedType(0, "(\"INTEGRAL\" or \"DATE\" or \"TIMESTAMP\")");
        }
        var arguments = new ArrayList<>(List.of(call.cast(0, type), call.cast(1, type)));
        if (call.size() == 3) {
            arguments.add(time ? call.argument(2) : call.cast(2, type));
        }
        return call.call("sequence", arguments, new ArrayType(type, false));
    }
}

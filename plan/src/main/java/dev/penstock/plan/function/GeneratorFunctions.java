package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.generator;
import static dev.penstock.plan.function.FunctionRow.table;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;

/// Functions that make rows. The type of a call is the struct of the columns that it makes, under the names they have by default. The
/// `_outer` ones are bound to the plain ones; the node says whether it is outer.
final class GeneratorFunctions {
    static final List<FunctionDefinition> ROWS = List.of(explode("explode", false),
            explode("explode_outer", false),
            explode("posexplode", true), explode("posexplode_outer", true), inline("inline"),
            inline("inline_outer"),
            generator("stack").binds(GeneratorFunctions::stack)
                    .says("Its arguments in so many rows.", "SELECT stack(2, 1, 2, 3, 4)"),
            generator("json_tuple").takes(TEXT, TEXT, many(TEXT)).returns(GeneratorFunctions::tuple)
                    .binds(GeneratorFunctions::fields)
                    .says("Fields of JSON text as columns.",
                            "SELECT json_tuple('{\"a\":1}', 'a')"),
            table("range").takes(BIG, perhaps(BIG), perhaps(BIG), perhaps(BIG))
                    .returns(DataType.LONG).says("A table of numbers.",
                            "SELECT * FROM range(3)"));

    private GeneratorFunctions() {}

    private static FunctionDefinition explode(String name, boolean position) {
        return generator(name).as(name.replace("_outer", "")).takes(LIST)
                .returns(a -> exploded(a.getFirst().type(), position))
                .takes(DICTIONARY).returns(a -> exploded(a.getFirst().type(), position))
                .says("A row for each element.",
                        "SELECT " + name + "(array(1, 2))");
    }

    private static DataType exploded(DataType type, boolean position) {
        var fields = new ArrayList<Field>();
        if (position) {
            fields.add(new Field("pos", DataType.INT, false));
        }
        if (type instanceof MapType(var key, var value, var nulls)) {
            fields.add(new Field("key", key, false));
            fields.add(new Field("value", value, nulls));
        } else if (type instanceof ArrayType(var element, var nulls)) {
            fields.add(new Field("col", element, nulls));
        }
        return new StructType(fields);
    }

    private static FunctionDefinition inline(String name) {
        return generator(name).as("inline").takes(arrayOf(RECORD))
                .returns(a -> ComplexFunctions.element(a.getFirst().type()))
                .says("A row for each struct, a column for each field.",
                        "SELECT " + name + "(array(struct(1, 'a')))");
    }

    private static Expr stack(CallSite call) {
        if (call.size() < 2) {
            throw FunctionErrors.wrongCount(call, "> 1");
        }
        int rows = (Integer) call.with(List.of(call.cast(0, DataType.INT))).constant(0)
                .orElseThrow(() -> call.notConstant(0));
        int columns = (call.size() - 1 + rows - 1) / rows;
        var fields = new ArrayList<Field>();
        for (int column = 0; column < columns; column++) {
            var types = new ArrayList<DataType>();
            for (int i = 1 + column; i < call.size(); i += columns) {
                types.add(call.type(i));
            }
            var type = call.coercion().widest(types)
                    .orElseThrow(() -> FunctionErrors.differentTypes(call));
            fields.add(new Field("col" + column, type, true));
        }
        var arguments = new ArrayList<Expr>(List.of(new Expr.Literal(rows, DataType.INT)));
        for (int i = 1; i < 1 + rows * columns; i++) {
            var type = fields.get((i - 1) % columns).type();
            arguments.add(i < call.size() ? call.cast(i, type) : new Expr.Literal(null, type));
        }
        return call.call("stack", arguments, new StructType(fields));
    }

    /// The arguments become what a path finds for each name.
    private static Expr fields(CallSite call) {
        var found = new ArrayList<Expr>();
        for (int i = 1; i < call.size(); i++) {
            var path = new Expr.Call("concat", List.of(new Expr.Literal("$.", DataType.STRING),
                    call.argument(i)), DataType.STRING, call.argument(i).nullable(), call.mode());
            found.add(new Expr.Call("get_json_object", List.of(call.argument(0), path),
                    DataType.STRING, true, call.mode()));
        }
        return call.call("json_tuple", found, tuple(call.arguments()));
    }

    private static DataType tuple(List<Expr> arguments) {
        var fields = new ArrayList<Field>();
        for (int i = 1; i < arguments.size(); i++) {
            fields.add(new Field("c" + (i - 1), DataType.STRING, true));
        }
        return new StructType(fields);
    }
}

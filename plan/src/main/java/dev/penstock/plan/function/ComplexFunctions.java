package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.plan.logical.Expr;
import java.util.ArrayList;
import java.util.List;

/// Functions of arrays, maps and structs. What makes them is in [Constructors].
final class ComplexFunctions {
    private static final DataType INT = DataType.INT;
    private static final DataType STRING = DataType.STRING;
    private static final DataType BOOLEAN = DataType.BOOLEAN;

    static final List<FunctionDefinition> ROWS = List.of(
            scalar("array").neverNull().binds(Constructors::array)
                    .says("An array of its arguments.", "SELECT array(1, 2)"),
            scalar("map").neverNull().binds(Constructors::map)
                    .says("A map of keys and values in turn.", "SELECT map('a', 1)"),
            scalar("struct").neverNull().binds(Constructors::struct)
                    .says("A struct of its arguments.", "SELECT struct(1, 2)"),
            scalar("named_struct").neverNull().binds(Constructors::namedStruct).says(
                    "A struct of names and values in turn.",
                    "SELECT named_struct('a', 1)"),
            scalar("map_from_arrays").takes(LIST, LIST).returns(
                    a -> new MapType(element(a.get(0).type()), element(a.get(1).type()),
                            containsNull(a.get(1).type())))
                    .says("A map of an array of keys and one of values.",
                            "SELECT map_from_arrays(array('a'), array(1))"),
            scalar("map_from_entries").takes(LIST).returns(a -> entries(a.getFirst().type())).says(
                    "A map of an array of pairs.",
                    "SELECT map_from_entries(array(struct('a', 1)))"),
            scalar("element_at").maybeNull().binds(Constructors::elementAt)
                    .takes(arrayOf(ANY), WHOLE).returns(Result.elementOf(0))
                    .takes(mapOf(K, V), K)
                    .returns(Result.elementOf(0))
                    .says("The element at a position from 1, or of a key.",
                            "SELECT element_at(array(1, 2), 2)"),
            scalar("try_element_at").tries("element_at").takes(arrayOf(ANY), WHOLE)
                    .returns(Result.elementOf(0)).takes(mapOf(K, V), K)
                    .returns(Result.elementOf(0)).says("As element_at, null when there is none.",
                            "SELECT try_element_at(array(1, 2), 3)"),
            scalar("get").tries("get_array_item").takes(arrayOf(ANY), WHOLE)
                    .returns(Result.elementOf(0))
                    .says("The element at a position from 0, null when there is none.",
                            "SELECT get(array(1, 2), 0)"),
            scalar("get_array_item").maybeNull().takes(arrayOf(ANY), INTEGER)
                    .returns(Result.elementOf(0)).binds(Constructors::item)
                    .says("The element at a position from 0: array[i].", "SELECT array(1, 2)[0]"),
            scalar("get_map_value").maybeNull().takes(mapOf(K, V), K).returns(Result.elementOf(0))
                    .says("The value of a key: map[k].",
                            "SELECT map('a', 1)['a']"),
            scalar("size").alias("cardinality").takes(LIST).returns(INT).takes(DICTIONARY)
                    .returns(INT).says("How many elements.",
                            "SELECT size(array(1, 2))"),
            scalar("array_size").as("size").takes(LIST).returns(INT).says("How many elements.",
                    "SELECT array_size(array(1, 2))"),
            scalar("array_contains").takes(arrayOf(T), T).returns(BOOLEAN)
                    .binds(ComplexFunctions::contains).says(
                            "True when an element is equal.",
                            "SELECT array_contains(array(1, 2), 2)"),
            scalar("array_join").takes(arrayOf(TEXT), TEXT, perhaps(TEXT)).returns(STRING).says(
                    "The elements as text with a separator.",
                    "SELECT array_join(array('a', 'b'), ',')"),
            scalar("array_distinct").takes(LIST).returns(Result.like(0)).says("Each element once.",
                    "SELECT array_distinct(array(1, 1))"),
            scalar("array_max").maybeNull().takes(arrayOf(ORDERED)).returns(Result.elementOf(0))
                    .says("The largest element.",
                            "SELECT array_max(array(1, 2))"),
            scalar("array_min").maybeNull().takes(arrayOf(ORDERED)).returns(Result.elementOf(0))
                    .says("The smallest element.",
                            "SELECT array_min(array(1, 2))"),
            scalar("array_position").takes(arrayOf(T), T).returns(DataType.LONG).says(
                    "Where an element first is, from 1; 0 when not.",
                    "SELECT array_position(array(1, 2), 2)"),
            scalar("array_remove").takes(arrayOf(T), T).returns(Result.like(0)).says(
                    "Without the elements that are equal.",
                    "SELECT array_remove(array(1, 2), 2)"),
            scalar("array_repeat").neverNull().takes(ANY, WHOLE).returns(Result.arrayOf(0)).says(
                    "An array of one value so many times.",
                    "SELECT array_repeat('a', 2)"),
            scalar("array_append").takes(arrayOf(T), T)
                    .returns(a -> new ArrayType(element(a.get(0).type()), true))
                    .says("With one more at the end.",
                            "SELECT array_append(array(1), 2)"),
            scalar("array_prepend").takes(arrayOf(T), T)
                    .returns(a -> new ArrayType(element(a.get(0).type()), true))
                    .says("With one more in front.", "SELECT array_prepend(array(1), 2)"),
            scalar("array_insert").takes(arrayOf(T), WHOLE, T)
                    .returns(a -> new ArrayType(element(a.get(0).type()), true))
                    .binds(ComplexFunctions::insert)
                    .says("With one more at a position from 1.",
                            "SELECT array_insert(array(1, 3), 2, 2)"),
            scalar("arrays_zip").binds(ComplexFunctions::zip)
                    .says("An array of structs of the elements of arrays.",
                            "SELECT arrays_zip(array(1), array('a'))"),
            scalar("array_compact").takes(LIST).returns(Result.like(0)).says("Without nulls.",
                    "SELECT array_compact(array(1, NULL))"),
            scalar("array_union").takes(arrayOf(T), arrayOf(T)).returns(Result.like(0)).says(
                    "The elements of both, each once.",
                    "SELECT array_union(array(1), array(2))"),
            scalar("array_intersect").takes(arrayOf(T), arrayOf(T)).returns(Result.like(0)).says(
                    "The elements that both have, each once.",
                    "SELECT array_intersect(array(1), array(1))"),
            scalar("array_except").takes(arrayOf(T), arrayOf(T)).returns(Result.like(0)).says(
                    "The elements that only the first has.",
                    "SELECT array_except(array(1, 2), array(1))"),
            scalar("arrays_overlap").takes(arrayOf(T), arrayOf(T)).returns(BOOLEAN)
                    .binds(ComplexFunctions::overlap)
                    .says("True when both have an element.",
                            "SELECT arrays_overlap(array(1), array(1))"),
            scalar("slice").takes(LIST, WHOLE, WHOLE).returns(Result.like(0)).says(
                    "So many elements from a position from 1.",
                    "SELECT slice(array(1, 2, 3), 2, 2)"),
            scalar("sort_array").takes(arrayOf(ORDERED), perhaps(BOOL)).returns(Result.like(0))
                    .says("Sorted, nulls first.",
                            "SELECT sort_array(array(2, 1))"),
            scalar("flatten").takes(arrayOf(LIST)).returns(Result.elementOf(0)).says(
                    "The elements of its arrays.",
                    "SELECT flatten(array(array(1), array(2)))"),
            scalar("sequence").binds(Constructors::sequence).says("The values from start to stop.",
                    "SELECT sequence(1, 3)"),
            scalar("map_keys").takes(DICTIONARY)
                    .returns(a -> new ArrayType(((MapType) a.getFirst().type()).key(), true))
                    .says("The keys.",
                            "SELECT map_keys(map('a', 1))"),
            scalar("map_values").takes(DICTIONARY)
                    .returns(a -> new ArrayType(((MapType) a.getFirst().type()).value(), true))
                    .says("The values.", "SELECT map_values(map('a', 1))"),
            scalar("map_entries").takes(DICTIONARY)
                    .returns(a -> new ArrayType(entry((MapType) a.getFirst().type()), false))
                    .says("The keys with their values.", "SELECT map_entries(map('a', 1))"),
            scalar("map_concat").takes(T, many(T)).returns(Result.like(0)).says(
                    "The entries of all.",
                    "SELECT map_concat(map('a', 1), map('b', 2))"),
            scalar("map_contains_key").maybeNull().takes(mapOf(K, V), K).returns(BOOLEAN).says(
                    "True when there is the key.",
                    "SELECT map_contains_key(map('a', 1), 'a')"),
            scalar("str_to_map").takes(TEXT, perhaps(TEXT), perhaps(TEXT))
                    .returns(new MapType(STRING, STRING, true))
                    .says("A map of text: pairs between commas, key and value between colons.",
                            "SELECT str_to_map('a:1,b:2')"));

    private ComplexFunctions() {}

    private static Expr overlap(CallSite call) {
        boolean nullable = call.arguments().stream()
                .anyMatch(a -> a.nullable() || containsNull(a.type()));
        return new Expr.Call("arrays_overlap", call.arguments(), BOOLEAN, nullable, call.mode());
    }

    private static Expr insert(CallSite call) {
        boolean nullable = call.argument(0).nullable() || call.argument(1).nullable();
        return new Expr.Call("array_insert", call.arguments(),
                new ArrayType(element(call.type(0)), true), nullable, call.mode());
    }

    /// The fields are called as the columns are, and by their number where an argument is no column.
    private static Expr zip(CallSite call) {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < call.size(); i++) {
            if (!(call.type(i) instanceof ArrayType(var element, _))) {
                throw call.unexpectedType(i, "\"ARRAY\"");
            }
            var name = call.argument(i) instanceof Expr.Column
                    ? call.texts().get(i)
                    : String.valueOf(i);
            fields.add(new Field(name, element, true));
        }
        return call.call("arrays_zip", call.arguments(),
                new ArrayType(new StructType(fields), false));
    }

    /// Null where nothing is equal and an element is null.
    private static Expr contains(CallSite call) {
        boolean nullable = call.argument(0).nullable() || call.argument(1).nullable()
                || containsNull(call.type(0));
        return new Expr.Call("array_contains", call.arguments(), BOOLEAN, nullable, call.mode());
    }

    static boolean containsNull(DataType type) {
        return !(type instanceof ArrayType(_, var nulls)) || nulls;
    }

    static DataType element(DataType type) {
        return type instanceof ArrayType(var element, _) ? element : DataType.NULL;
    }

    private static DataType entries(DataType type) {
        return element(type) instanceof StructType(var fields) && fields.size() == 2
                ? new MapType(fields.get(0).type(), fields.get(1).type(), fields.get(1).nullable())
                : new MapType(DataType.NULL, DataType.NULL, true);
    }

    private static StructType entry(MapType map) {
        return new StructType(List.of(new Field("key", map.key(), false),
                new Field("value", map.value(), map.valueContainsNull())));
    }
}

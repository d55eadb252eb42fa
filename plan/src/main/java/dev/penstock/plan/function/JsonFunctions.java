package dev.penstock.plan.function;

import static dev.penstock.plan.function.FunctionRow.scalar;
import static dev.penstock.plan.function.Patterns.*;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import java.util.List;

/// Text of JSON and CSV. The schema of `from_json` and `from_csv` is in the call's type; both are bound with two arguments always, the
/// text and a constant map of options.
final class JsonFunctions {
    static final List<FunctionDefinition> ROWS = List.of(
            scalar("from_json").maybeNull().binds(SchemaArguments::parse).says(
                    "A value of JSON text, by a schema.",
                    "SELECT from_json('{\"a\":1}', 'a INT')"),
            scalar("to_json").maybeNull().binds(SchemaArguments::write).says(
                    "A struct, array or map as JSON text.",
                    "SELECT to_json(named_struct('a', 1))"),
            scalar("from_csv").binds(SchemaArguments::parse).says(
                    "A struct of CSV text, by a schema.",
                    "SELECT from_csv('1', 'a INT')"),
            scalar("to_csv").maybeNull().binds(SchemaArguments::write).says("A struct as CSV text.",
                    "SELECT to_csv(named_struct('a', 1))"),
            scalar("get_json_object").maybeNull().takes(TEXT, TEXT).returns(DataType.STRING).says(
                    "What a path finds in JSON text.",
                    "SELECT get_json_object('{\"a\":1}', '$.a')"),
            scalar("json_array_length").maybeNull().takes(TEXT).returns(DataType.INT).says(
                    "How many elements a JSON array has.",
                    "SELECT json_array_length('[1,2]')"),
            scalar("json_object_keys").maybeNull().takes(TEXT)
                    .returns(new ArrayType(DataType.STRING, true))
                    .says("The keys of a JSON object.",
                            "SELECT json_object_keys('{\"a\":1}')"),
            scalar("schema_of_json").takes(constant(TEXT)).returns(DataType.STRING).says(
                    "The schema of JSON text.",
                    "SELECT schema_of_json('{\"a\":1}')"));

    private JsonFunctions() {}
}

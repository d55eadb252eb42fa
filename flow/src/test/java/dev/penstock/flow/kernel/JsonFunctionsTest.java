package dev.penstock.flow.kernel;

import static dev.penstock.data.DataType.DOUBLE;
import static dev.penstock.data.DataType.INT;
import static dev.penstock.data.DataType.STRING;
import static dev.penstock.flow.kernel.Example.call;
import static java.util.Arrays.asList;

import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.plan.logical.Expr;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonFunctionsTest {
    private static final StructType RECORD = new StructType(
            List.of(Field.of("a", INT), Field.of("b", DOUBLE)));
    private static final String BOOKS = "{\"store\":{\"book\":[{\"isbn\":\"1\",\"n\":7},{\"x\":null},{\"isbn\":\"2\"}],\"name\":\"s\"},\"z\":null}";

    private static Expr options(String... pairs) {
        var map = pairs.length == 0 ? Map.<String, String>of() : Map.of(pairs[0], pairs[1]);
        return new Expr.Literal(map, new MapType(STRING, STRING, true));
    }

    @Test
    void valuesOfText() {
        call("from_json", "{\"a\":1, \"b\":0.8}", options()).gives(RECORD, List.of(1, 0.8));
        call("from_json", "{\"a\":\"x\", \"b\":0.8}", options()).gives(RECORD, asList(null, 0.8));
        call("from_json", "no json", options()).gives(RECORD, asList(null, null));
        call("from_json", "", options()).givesNull(RECORD);
        call("from_json", null, options()).givesNull(RECORD);
        call("from_json", "no json", options("mode", "FAILFAST")).fails(RECORD,
                "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION");
        call("from_csv", "1, 0.8", options()).gives(RECORD, List.of(1, 0.8));
        var array = new ArrayType(RECORD, true);
        call("from_json", "[{\"a\":1},{\"b\":2}]", options()).gives(array,
                List.of(asList(1, null), asList(null, 2.0)));
    }

    @Test
    void textOfValues() {
        call("to_json", new Expr.Literal(List.of(1, 0.5), RECORD), options())
                .gives("{\"a\":1,\"b\":0.5}");
        call("to_csv", new Expr.Literal(List.of(1, 0.5), RECORD), options()).gives("1,0.5");
    }

    @Test
    void paths() {
        call("get_json_object", "{\"a\":\"b\"}", "$.a").gives("b");
        call("get_json_object", BOOKS, "$.store.book[0]").gives("{\"isbn\":\"1\",\"n\":7}");
        call("get_json_object", BOOKS, "$.store.book[0].n").gives("7");
        call("get_json_object", BOOKS, "$['store']['name']").gives("s");
        call("get_json_object", BOOKS, "$.store.book[*].isbn").gives("[\"1\",\"2\"]");
        call("get_json_object", BOOKS, "$.store.book[*].n").gives("7");
        call("get_json_object", BOOKS, "$.z").givesNull(STRING);
        call("get_json_object", BOOKS, "$.store.book[9]").givesNull(STRING);
        call("get_json_object", BOOKS, "store").givesNull(STRING);
        call("get_json_object", "{\"a\":", "$.a").givesNull(STRING);
        call("json_array_length", "[1,2,{\"a\":[3]}]").gives(3);
        call("json_array_length", "{}").givesNull(INT);
        call("json_object_keys", "{\"f1\":\"abc\",\"f2\":{\"f3\":\"a\"}}")
                .gives(new ArrayType(STRING, true), List.of("f1", "f2"));
        call("schema_of_json", "[{\"col\":0}]").gives("ARRAY<STRUCT<col: BIGINT>>");
        call("json_object_keys", "[1]").givesNull(new ArrayType(STRING, true));
        call("from_json", "{\"a\":1}", options()).gives(new MapType(STRING, INT, true),
                Map.of("a", 1));
        call("get_json_object", null, "$.a").givesNull(DataType.STRING);
    }
}

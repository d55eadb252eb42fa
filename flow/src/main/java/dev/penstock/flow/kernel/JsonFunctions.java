package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.ByteBuilder;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.IntVector;
import dev.penstock.data.Schema;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.csv.CsvOptions;
import dev.penstock.data.csv.CsvReader;
import dev.penstock.data.csv.CsvWriter;
import dev.penstock.data.error.UserException;
import dev.penstock.data.json.JsonInference;
import dev.penstock.data.json.JsonOptions;
import dev.penstock.data.json.JsonReader;
import dev.penstock.data.json.JsonWriter;
import dev.penstock.data.text.ParseMode;
import dev.penstock.plan.logical.Expr;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON and CSV text to values and back.
final class JsonFunctions {
    private JsonFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "from_json" -> (call, arguments, context) -> fromJson(call, context).create(call,
                    arguments, context);
            case "to_json" -> (call, arguments, context) -> toJson(call, context).create(call,
                    arguments, context);
            case "from_csv" -> (call, arguments, context) -> fromCsv(call, context).create(call,
                    arguments, context);
            case "to_csv" ->
                (call, arguments, context) -> toCsv(call, context).create(call, arguments, context);
            case "get_json_object" ->
                (call, arguments, context) -> path().create(call, arguments, context);
            case "json_array_length" ->
                Shapes.unary((BytesVector text, int row, IntVector result) -> {
                    int length = JsonPath.arrayLength(text.buffer(), text.offset(row),
                            text.length(row));
                    result.set(row, length);
                    if (length < 0) {
                        result.setNull(row);
                    }
                });
            case "json_object_keys" -> objectKeys();
            case "schema_of_json" ->
                (call, arguments, context) -> schema(context).create(call, arguments, context);
            default -> null;
        };
    }

    /// The options are the second argument, a constant map.
    private static Map<String, String> options(Expr.Call call) {
        var options = new HashMap<String, String>();
        if (Shapes.constant(call, 1) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> options.put(String.valueOf(name), String.valueOf(value)));
        }
        return options;
    }

    private static KernelFactory fromJson(Expr.Call call, KernelContext context) {
        var options = JsonOptions.of(options(call), context.zone());
        requireRow(call, options.mode());
        var reader = new JsonReader(call.type(), options);
        return first((BytesVector text, int row, Vector result) -> {
            var outcome = reader.read(text.buffer(), text.offset(row), text.length(row), result,
                    row);
            if (outcome != JsonReader.Outcome.ROW) {
                result.setNull(row);
            }
        });
    }

    /// A function gives a value for every row, so it cannot drop one.
    private static void requireRow(Expr.Call call, ParseMode mode) {
        if (mode == ParseMode.DROPMALFORMED) {
            throw new UserException("PARSE_MODE_UNSUPPORTED",
                    Map.of("funcName", "`" + call.function() + "`", "mode", mode.name()));
        }
    }

    /// A function of the first argument; the others are constants that it has read already.
    private static <A extends Vector, R extends Vector> KernelFactory first(
            Shapes.UnaryRow<A, R> function) {
        return (call, arguments, context) -> Shapes.unary(function).create(call,
                arguments.subList(0, 1), context);
    }

    private static KernelFactory toJson(Expr.Call call, KernelContext context) {
        var writer = new JsonWriter(call.arguments().getFirst().type(),
                JsonOptions.of(options(call), context.zone()));
        return first((Vector value, int row, BytesVector result) -> writer.write(value, row, result,
                row));
    }

    private static KernelFactory fromCsv(Expr.Call call, KernelContext context) {
        var schema = new Schema(((StructType) call.type()).fields());
        var options = CsvOptions.of(options(call), context.zone());
        requireRow(call, options.mode());
        var reader = new CsvReader(schema, options);
        return first((BytesVector text, int row, StructVector result) -> {
            var columns = result.fields().toArray(Vector[]::new);
            if (!reader.read(text.buffer(), text.offset(row), text.length(row), columns, row)) {
                result.setNull(row);
            }
        });
    }

    private static KernelFactory toCsv(Expr.Call call, KernelContext context) {
        var schema = new Schema(((StructType) call.arguments().getFirst().type()).fields());
        var writer = new CsvWriter(schema, CsvOptions.of(options(call), context.zone()));
        var line = new ByteBuilder();
        return first((StructVector value, int row, BytesVector result) -> {
            line.clear();
            writer.write(value.fields().toArray(Vector[]::new), row, line);
            int size = line.size();
            while (size > 0 && line.array()[size - 1] == '\n') {
                size--;
            }
            result.append(row, line.array(), 0, size);
        });
    }

    private static KernelFactory path() {
        var paths = new Compiled<>(text -> Optional.ofNullable(JsonPath.parse(text)));
        return Shapes.binary((BytesVector text, BytesVector path, int row, BytesVector result) -> {
            var parsed = paths.of(path, row);
            byte[] found = parsed.isEmpty()
                    ? null
                    : parsed.get().find(text.buffer(), text.offset(row), text.length(row));
            if (found == null) {
                result.setNull(row);
            } else {
                result.append(row, found);
            }
        });
    }

    private static KernelFactory objectKeys() {
        return Shapes.unary((BytesVector text, int row, ArrayVector result) -> {
            var keys = JsonPath.objectKeys(text.buffer(), text.offset(row), text.length(row));
            if (keys == null) {
                result.append(row, 0);
                result.setNull(row);
                return;
            }
            int at = result.used();
            result.append(row, keys.size());
            for (var key : keys) {
                ((BytesVector) result.elements()).append(at++, key);
            }
        });
    }

    private static KernelFactory schema(KernelContext context) {
        var inference = new JsonInference(JsonOptions.of(Map.of(), context.zone()));
        return Shapes.unary((BytesVector text, int row, BytesVector result) -> {
            var type = inference.typeOf(text.buffer(), text.offset(row), text.length(row));
            if (type == null) {
                result.setNull(row);
            } else {
                result.append(row, type.sql());
            }
        });
    }
}

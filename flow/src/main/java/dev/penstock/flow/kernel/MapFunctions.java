package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.MapType;
import dev.penstock.data.MapVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import dev.penstock.data.text.TextFormatter;
import dev.penstock.plan.logical.Expr;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions of maps and structs. A map has each key once and no null key.
final class MapFunctions {
    private MapFunctions() {}

    static @Nullable KernelFactory find(String function) {
        return switch (function) {
            case "struct" -> MapFunctions::struct;
            case "map" -> nullAware(MapFunctions::make);
            case "map_from_arrays" -> ArrayFunctions.withCall(MapFunctions::fromArrays);
            case "map_from_entries" -> ArrayFunctions.withCall(MapFunctions::fromEntries);
            case "get_map_value" -> ArrayFunctions.withCall(MapFunctions::value);
            case "map_contains_key" -> ArrayFunctions.withCall(MapFunctions::containsKey);
            case "map_keys" -> Shapes.unary(
                    (MapVector map, int row, ArrayVector out) -> list(map, map.keys(), row, out));
            case "map_values" -> Shapes.unary(
                    (MapVector map, int row, ArrayVector out) -> list(map, map.values(), row, out));
            case "map_entries" -> Shapes.unary(MapFunctions::entries);
            case "map_concat" -> ArrayFunctions.withCall(MapFunctions::concat);
            case "str_to_map" -> ArrayFunctions.withCall(MapFunctions::fromText);
            default -> null;
        };
    }

    private static KernelFactory nullAware(ArrayFunctions.ForCall function) {
        return (call, arguments, context) -> Shapes.nullAware(function.of(call)).create(call,
                arguments, context);
    }

    /// The arguments' vectors are the fields.
    private static Kernel struct(Expr.Call call, List<Kernel> arguments, KernelContext context) {
        var fields = new Vector[arguments.size()];
        return (input, rows) -> {
            Shapes.evaluate(arguments, input, rows, fields);
            return new StructVector(input.size(), fields.clone());
        };
    }

    /// Writes one map and holds its keys to the rules.
    static final class Writer {
        private final DataType keyType;
        private final RowOrder order;
        private final MapVector out;
        private final TreeSet<Integer> keys;
        private int at;

        Writer(Expr.Call call, Vector out, int entries) {
            keyType = ((MapType) call.type()).key();
            order = RowOrder.of(keyType);
            this.out = (MapVector) out;
            at = this.out.used();
            keys = new TreeSet<>((a, b) -> order.compare(this.out.keys(), a, this.out.keys(), b));
            this.out.keys().grow(at + entries);
            this.out.values().grow(at + entries);
        }

        void add(Vector key, int keyRow, Vector value, int valueRow) {
            if (key.isNull(keyRow)) {
                throw new UserException("NULL_MAP_KEY", Map.of());
            }
            out.keys().copyRow(key, keyRow, at);
            out.values().copyRow(value, valueRow, at);
            if (!keys.add(at)) {
                var text = TextFormatter.of(keyType, ZoneOffset.UTC).text(key, keyRow);
                throw new UserException("DUPLICATED_MAP_KEY",
                        Map.of("key", String.valueOf(text), "mapKeyDedupPolicy",
                                "\"spark.sql.mapKeyDedupPolicy\""));
            }
            at++;
        }

        void finish(int row) {
            out.append(row, keys.size());
        }
    }

    private static Shapes.RowFunction<Vector> make(Expr.Call call) {
        return (in, row, out) -> {
            var writer = new Writer(call, out, in.length / 2);
            for (int i = 0; i < in.length; i += 2) {
                writer.add(in[i], row, in[i + 1], row);
            }
            writer.finish(row);
        };
    }

    private static Shapes.RowFunction<Vector> fromArrays(Expr.Call call) {
        return (in, row, out) -> {
            var keys = (ArrayVector) in[0];
            var values = (ArrayVector) in[1];
            if (keys.length(row) != values.length(row)) {
                throw Errors.illegalArgument(
                        "The key array and value array of MapData must have the same length.");
            }
            var writer = new Writer(call, out, keys.length(row));
            for (int i = 0; i < keys.length(row); i++) {
                writer.add(keys.elements(), keys.offset(row) + i, values.elements(),
                        values.offset(row) + i);
            }
            writer.finish(row);
        };
    }

    /// Null when an entry is.
    private static Shapes.RowFunction<Vector> fromEntries(Expr.Call call) {
        return (in, row, out) -> {
            var array = (ArrayVector) in[0];
            var entries = (StructVector) array.elements();
            if (ArrayFunctions.hasNull(array, row)) {
                out.setNull(row);
                return;
            }
            var writer = new Writer(call, out, array.length(row));
            for (int i = array.offset(row); i < array.offset(row) + array.length(row); i++) {
                writer.add(entries.field(0), i, entries.field(1), i);
            }
            writer.finish(row);
        };
    }

    private static int find(MapVector map, int row, Vector key, RowOrder order) {
        for (int i = map.offset(row); i < map.offset(row) + map.length(row); i++) {
            if (order.compare(map.keys(), i, key, row) == 0) {
                return i;
            }
        }
        return -1;
    }

    private static RowOrder keyOrder(Expr.Call call) {
        return RowOrder.of(((MapType) call.arguments().getFirst().type()).key());
    }

    /// The value of a key, or null.
    static Shapes.RowFunction<Vector> value(Expr.Call call) {
        var order = keyOrder(call);
        return (in, row, out) -> {
            var map = (MapVector) in[0];
            int entry = find(map, row, in[1], order);
            if (entry < 0) {
                out.setNull(row);
            } else {
                out.copyRow(map.values(), entry, row);
            }
        };
    }

    private static Shapes.RowFunction<Vector> containsKey(Expr.Call call) {
        var order = keyOrder(call);
        return (in, row, out) -> ((BooleanVector) out).set(row,
                find((MapVector) in[0], row, in[1], order) >= 0);
    }

    private static void list(MapVector map, Vector from, int row, ArrayVector out) {
        int at = out.used();
        out.append(row, map.length(row));
        ArrayFunctions.copy(from, map.offset(row), map.length(row), out, at);
    }

    private static void entries(MapVector map, int row, ArrayVector out) {
        int at = out.used();
        out.append(row, map.length(row));
        var entries = (StructVector) out.elements();
        for (int i = 0; i < map.length(row); i++) {
            entries.field(0).copyRow(map.keys(), map.offset(row) + i, at + i);
            entries.field(1).copyRow(map.values(), map.offset(row) + i, at + i);
        }
    }

    private static Shapes.RowFunction<Vector> concat(Expr.Call call) {
        return (in, row, out) -> {
            int total = 0;
            for (var vector : in) {
                total += ((MapVector) vector).length(row);
            }
            var writer = new Writer(call, out, total);
            for (var vector : in) {
                var map = (MapVector) vector;
                for (int i = map.offset(row); i < map.offset(row) + map.length(row); i++) {
                    writer.add(map.keys(), i, map.values(), i);
                }
            }
            writer.finish(row);
        };
    }

    /// The delimiters are regular expressions.
    private static Shapes.RowFunction<Vector> fromText(Expr.Call call) {
        return (in, row, out) -> {
            var pairs = Pattern.compile(in.length > 1 ? ((BytesVector) in[1]).string(row) : ",");
            var middle = Pattern.compile(in.length > 2 ? ((BytesVector) in[2]).string(row) : ":");
            var parts = pairs.split(((BytesVector) in[0]).string(row), -1);
            var keys = (BytesVector) Vectors.allocate(DataType.STRING, parts.length);
            var values = (BytesVector) Vectors.allocate(DataType.STRING, parts.length);
            var writer = new Writer(call, out, parts.length);
            for (int i = 0; i < parts.length; i++) {
                var pair = middle.split(parts[i], 2);
                keys.append(i, pair[0]);
                if (pair.length > 1) {
                    values.append(i, pair[1]);
                } else {
                    values.setNull(i);
                }
                writer.add(keys, i, values, i);
            }
            writer.finish(row);
        };
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.*;
import dev.penstock.data.MapVector;
import dev.penstock.data.Selection;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.util.ArrayList;
import java.util.List;

/// Casts of arrays, maps and structs: their elements, keys, values or fields are cast, and put together again.
final class NestedCasts {
    private NestedCasts() {}

    static Kernel kernel(Kernel child, CastRows cast) {
        return switch (cast.to()) {
            case ArrayType(var to, _) when cast.from() instanceof ArrayType(var from, _) ->
                array(child, cast, part(cast, from, to, 0), from);
            case MapType to when cast.from() instanceof MapType from ->
                map(child, cast, part(cast, from.key(), to.key(), 0),
                        part(cast, from.value(), to.value(), 1), from);
            case StructType(var to) when cast.from() instanceof StructType(var from)
                    && from.size() == to.size() -> {
                var parts = new ArrayList<Kernel>();
                for (int i = 0; i < to.size(); i++) {
                    parts.add(part(cast, from.get(i).type(), to.get(i).type(), i));
                }
                yield struct(child, parts);
            }
            default ->
                throw Errors.notYet("CAST from " + cast.from().sql() + " to " + cast.to().sql());
        };
    }

    private static Kernel part(CastRows cast, DataType from, DataType to, int column) {
        return Casts.kernel((input, _) -> input.column(column),
                new CastRows(from, to, cast.mode(), cast.zone()));
    }

    private static Kernel array(Kernel child, CastRows cast, Kernel element, DataType from) {
        var gathered = Vectors.allocate(from, 0);
        Shapes.Loop<ArrayVector> loop = (in, result, rows) -> {
            var arrays = (ArrayVector) in[0];
            int total = 0;
            for (int i = 0; i < rows.count(); i++) {
                total += arrays.length(rows.at(i));
            }
            gathered.reset(total);
            int at = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                result.append(row, arrays.length(row));
                for (int k = 0; k < arrays.length(row); k++) {
                    gathered.copyRow(arrays.elements(), arrays.offset(row) + k, at++);
                }
            }
            appendAll(element, result.elements(), total, gathered);
        };
        return new LoopKernel<>(List.of(child), (ArrayVector) Vectors.allocate(cast.to(), 0), loop,
                true);
    }

    private static void appendAll(Kernel kernel, Vector into, int total, Vector... columns) {
        var all = Selection.all(total);
        into.copyRows(kernel.evaluate(Batch.of(total, columns), all), all, 0);
    }

    private static Kernel map(Kernel child, CastRows cast, Kernel key, Kernel value, MapType from) {
        var keys = Vectors.allocate(from.key(), 0);
        var values = Vectors.allocate(from.value(), 0);
        Shapes.Loop<MapVector> loop = (in, result, rows) -> {
            var maps = (MapVector) in[0];
            int total = 0;
            for (int i = 0; i < rows.count(); i++) {
                total += maps.length(rows.at(i));
            }
            keys.reset(total);
            values.reset(total);
            int at = 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.at(i);
                result.append(row, maps.length(row));
                for (int k = 0; k < maps.length(row); k++) {
                    keys.copyRow(maps.keys(), maps.offset(row) + k, at);
                    values.copyRow(maps.values(), maps.offset(row) + k, at++);
                }
            }
            appendAll(key, result.keys(), total, keys, values);
            appendAll(value, result.values(), total, keys, values);
        };
        return new LoopKernel<>(List.of(child), (MapVector) Vectors.allocate(cast.to(), 0), loop,
                true);
    }

    /// The new struct is made of the vectors that the casts of the fields return.
    private static Kernel struct(Kernel child, List<Kernel> parts) {
        var live = new Object() {
            int[] rows = new int[0];
        };
        return (input, rows) -> {
            var structs = (StructVector) child.evaluate(input, rows);
            if (structs.hasNulls() && live.rows.length < rows.count()) {
                live.rows = new int[rows.count()];
            }
            var present = CompareKernel.live(rows, structs, live.rows);
            var fields = Batch.of(input.size(), structs.fields().toArray(Vector[]::new));
            var cast = parts.stream().map(part -> part.evaluate(fields, present))
                    .toArray(Vector[]::new);
            var result = new StructVector(input.size(), cast);
            result.addNullsOf(structs, input.size());
            return result;
        };
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.MapVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.operator.Generate.Generator;
import java.util.List;
import java.util.Map;

/// The generators of the catalogue, by name.
public final class Generators {
    private Generators() {}

    /// The generator of this name over its arguments. `width` is how many columns it gives.
    ///
    /// @throws UserException when there is none yet
    public static Generator of(String name, List<Kernel> arguments, int width) {
        return switch (name) {
            case "explode" -> new Explode(arguments.getFirst(), 0);
            case "posexplode" -> new Explode(arguments.getFirst(), 1);
            case "inline" -> new Inline(arguments.getFirst());
            case "stack" -> new Stack(arguments, width);
            case "window" -> new SlidingWindows(arguments);
            case "json_tuple" -> new JsonTuple(arguments);
            case "replicate" -> new Replicate(arguments.getFirst());
            default -> throw new UserException("NOT_YET_SUPPORTED",
                    Map.of("feature", "The generator `" + name + "`", "hint", ""));
        };
    }

    /// The elements of an array, or the entries of a map; with `first` = 1 after a column that numbers them from 0.
    private static final class Explode implements Generator {
        private final Kernel argument;
        private final int first;
        private Vector collection = new IntVector(0);

        Explode(Kernel argument, int first) {
            this.argument = argument;
            this.first = first;
        }

        @Override
        public void begin(Batch batch) {
            collection = argument.evaluate(batch, batch.rows());
        }

        @Override
        public int rows(int row) {
            if (collection.isNull(row)) {
                return 0;
            }
            return collection instanceof ArrayVector array
                    ? array.length(row)
                    : ((MapVector) collection).length(row);
        }

        @Override
        public void write(int row, int index, Vector[] into, int at) {
            if (first == 1) {
                ((IntVector) into[0]).set(at, index);
            }
            if (collection instanceof ArrayVector array) {
                into[first].copyRow(array.elements(), array.offset(row) + index, at);
            } else {
                var map = (MapVector) collection;
                into[first].copyRow(map.keys(), map.offset(row) + index, at);
                into[first + 1].copyRow(map.values(), map.offset(row) + index, at);
            }
        }
    }

    /// The row itself as often as a number says, which is how `INTERSECT ALL` and `EXCEPT ALL` give a row back that they have counted.
    private static final class Replicate implements Generator {
        private final Kernel argument;
        private LongVector times = new LongVector(0);

        Replicate(Kernel argument) {
            this.argument = argument;
        }

        @Override
        public void begin(Batch batch) {
            times = (LongVector) argument.evaluate(batch, batch.rows());
        }

        @Override
        public int rows(int row) {
            return times.isNull(row) ? 0 : Math.toIntExact(Math.max(0, times.get(row)));
        }

        @Override
        public void write(int row, int index, Vector[] into, int at) {
            // There is nothing beside the row.
        }
    }

    /// The structs of an array, each as a row.
    private static final class Inline implements Generator {
        private final Kernel argument;
        private ArrayVector array = new ArrayVector(0, new StructVector(0));

        Inline(Kernel argument) {
            this.argument = argument;
        }

        @Override
        public void begin(Batch batch) {
            array = (ArrayVector) argument.evaluate(batch, batch.rows());
        }

        @Override
        public int rows(int row) {
            return array.isNull(row) ? 0 : array.length(row);
        }

        @Override
        public void write(int row, int index, Vector[] into, int at) {
            var structs = (StructVector) array.elements();
            int from = array.offset(row) + index;
            for (int i = 0; i < into.length; i++) {
                if (structs.isNull(from)) {
                    into[i].setNull(at);
                } else {
                    into[i].copyRow(structs.field(i), from, at);
                }
            }
        }
    }

    /// `stack(n, a, b, c, ...)`: the values in n rows; missing ones are null.
    private static final class Stack implements Generator {
        private final List<Kernel> values;
        private final Kernel count;
        private final int width;
        private Vector[] columns = new Vector[0];
        private IntVector counts = new IntVector(0);

        Stack(List<Kernel> arguments, int width) {
            count = arguments.getFirst();
            values = arguments.subList(1, arguments.size());
            this.width = width;
        }

        @Override
        public void begin(Batch batch) {
            counts = (IntVector) count.evaluate(batch, batch.rows());
            columns = values.stream().map(value -> value.evaluate(batch, batch.rows()))
                    .toArray(Vector[]::new);
        }

        @Override
        public int rows(int row) {
            return counts.get(row);
        }

        @Override
        public void write(int row, int index, Vector[] into, int at) {
            for (int i = 0; i < width; i++) {
                int value = index * width + i;
                if (value < columns.length) {
                    into[i].copyRow(columns[value], row, at);
                } else {
                    into[i].setNull(at);
                }
            }
        }
    }

    /// The windows that a time falls into, earliest first: `window(time, size, slide, start)`, all in microseconds.
    private static final class SlidingWindows implements Generator {
        private final List<Kernel> arguments;
        private final LongVector[] values = new LongVector[4];

        SlidingWindows(List<Kernel> arguments) {
            this.arguments = arguments;
        }

        @Override
        public void begin(Batch batch) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (LongVector) arguments.get(i).evaluate(batch, batch.rows());
            }
        }

        @Override
        public int rows(int row) {
            if (values[0].isNull(row)) {
                return 0;
            }
            long sinceLast = sinceLastStart(row);
            long size = values[1].get(row);
            return sinceLast >= size ? 0 : (int) ((size - sinceLast - 1) / values[2].get(row)) + 1;
        }

        private long sinceLastStart(int row) {
            return Math.floorMod(values[0].get(row) - values[3].get(row), values[2].get(row));
        }

        @Override
        public void write(int row, int index, Vector[] into, int at) {
            long last = values[0].get(row) - sinceLastStart(row);
            long start = last - (rows(row) - 1L - index) * values[2].get(row);
            var window = (StructVector) into[0];
            ((LongVector) window.field(0)).set(at, start);
            ((LongVector) window.field(1)).set(at, start + values[1].get(row));
        }
    }
}

package dev.penstock.flow.operator.window;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.flow.operator.Changes;
import java.util.Arrays;

/// Gathers the rows that a window operator gives, by number, beside their values, until there are enough for a batch.
final class Emitter {
    /// Copies columns of rows.
    interface Rows {
        /// Writes column `column` of these rows to rows 0, 1, ... of a vector.
        void load(int[] numbers, int count, int column, Vector into);
    }

    private final Rows rows;
    private final Changes next;
    private final int width;
    private final Vector[] output;
    private final int[] numbers = new int[Batch.CAPACITY];
    private final long[] weights = new long[Batch.CAPACITY];
    private boolean removals;
    private int count;

    Emitter(WindowSpec spec, Rows rows, Changes next) {
        this.rows = rows;
        this.next = next;
        width = spec.width();
        var inputs = Vectors.allocate(spec.types().subList(0, width), 0);
        var results = Slice.results(spec);
        output = Arrays.copyOf(inputs, width + results.length);
        System.arraycopy(results, 0, output, width, results.length);
        resetResults();
    }

    private void resetResults() {
        for (int i = width; i < output.length; i++) {
            output[i].reset(Batch.CAPACITY);
        }
    }

    /// Takes a row and its values, which stand in row `at` of `results`.
    void give(int number, Vector[] results, int at, long weight) {
        if (count == Batch.CAPACITY) {
            flush();
        }
        for (int i = 0; i < results.length; i++) {
            output[width + i].copyRow(results[i], at, count);
        }
        numbers[count] = number;
        weights[count++] = weight;
        removals |= weight != 1;
    }

    /// Takes rows and their values, all insertions: those of `results` from row `from` on.
    void give(int[] rowNumbers, int from, int howMany, Vector[] results) {
        for (int done = 0; done < howMany;) {
            if (count == Batch.CAPACITY) {
                flush();
            }
            int some = Math.min(howMany - done, Batch.CAPACITY - count);
            var selection = Selection.of(consecutive(from + done, some), some);
            for (int i = 0; i < results.length; i++) {
                output[width + i].copyRows(results[i], selection, count);
            }
            System.arraycopy(rowNumbers, from + done, numbers, count, some);
            Arrays.fill(weights, count, count + some, 1);
            count += some;
            done += some;
        }
    }

    private static int[] consecutive(int from, int howMany) {
        int[] positions = new int[howMany];
        for (int i = 0; i < howMany; i++) {
            positions[i] = from + i;
        }
        return positions;
    }

    /// Gives on what has been gathered. Rows may not change before that.
    void flush() {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < width; i++) {
            output[i].reset(count);
            rows.load(numbers, count, i, output[i]);
        }
        next.accept(Batch.of(count, output, removals ? weights : null));
        count = 0;
        removals = false;
        resetResults();
    }
}

package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives, for each row, the row itself beside each of the rows that a generator makes of it. Linear: no state, weights stay.
public final class Generate implements Changes {
    /// Makes rows of a row.
    public interface Generator {
        /// Looks at a batch; the calls that follow are about its rows.
        void begin(Batch batch);

        /// How many rows row `row` becomes.
        int rows(int row);

        /// Writes the columns of the `index`-th row that `row` becomes to row `at` of `into`, which has room for it.
        void write(int row, int index, Vector[] into, int at);
    }

    private final Generator generator;
    private final boolean outer;
    private final Changes next;
    private final Vector[] input;
    private final Vector[] generated;
    private final int[] sources = new int[Batch.CAPACITY];
    private long[] weights = new long[0];
    private int used;

    /// `outer`: a row that becomes none is given once, beside nulls.
    public Generate(Generator generator, boolean outer, List<DataType> inputTypes,
            List<DataType> generatedTypes, Changes next) {
        this.generator = generator;
        this.outer = outer;
        this.next = next;
        input = Vectors.allocate(inputTypes, 0);
        generated = Vectors.allocate(generatedTypes, Batch.CAPACITY);
    }

    @Override
    public void accept(Batch changes) {
        generator.begin(changes);
        var rows = changes.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            int count = generator.rows(row);
            for (int index = 0; index < count; index++) {
                int at = claim(changes, row);
                generator.write(row, index, generated, at);
            }
            if (count == 0 && outer) {
                int at = claim(changes, row);
                for (var column : generated) {
                    column.setNull(at);
                }
            }
        }
        flush(changes);
    }

    private int claim(Batch changes, int row) {
        if (used == Batch.CAPACITY) {
            flush(changes);
        }
        sources[used] = row;
        return used++;
    }

    private void flush(Batch changes) {
        if (used == 0) {
            return;
        }
        int count = used;
        used = 0;
        var from = Selection.of(sources, count);
        for (int i = 0; i < input.length; i++) {
            input[i].reset(count);
            input[i].copyRows(changes.column(i), from, 0);
        }
        var columns = Arrays.copyOf(input, input.length + generated.length);
        System.arraycopy(generated, 0, columns, input.length, generated.length);
        next.accept(Batch.of(count, columns, weights(changes, count)));
        for (var column : generated) {
            column.reset(Batch.CAPACITY);
        }
    }

    private long @Nullable [] weights(Batch changes, int count) {
        if (changes.weights() == null) {
            return null;
        }
        if (weights.length < count) {
            weights = new long[Batch.CAPACITY];
        }
        for (int i = 0; i < count; i++) {
            weights[i] = changes.weight(sources[i]);
        }
        return weights;
    }

    @Override
    public void finish() {
        next.finish();
    }
}

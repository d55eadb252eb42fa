package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Selection;
import dev.penstock.data.Values;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import org.jspecify.annotations.Nullable;

/// A constant: one vector that holds it in every row, as long as the largest batch so far.
final class LiteralKernel implements Kernel {
    private final @Nullable Object value;
    private final DataType type;
    private final Vector vector;
    private int filled;

    LiteralKernel(@Nullable Object value, DataType type) {
        this.value = value;
        this.type = type;
        vector = Vectors.allocate(type, 0);
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        if (filled < input.size()) {
            fill(input.size());
        }
        return vector;
    }

    private void fill(int size) {
        vector.grow(size);
        for (int row = filled; row < size; row++) {
            if (row > 0 && value != null && vector instanceof BytesVector bytes) {
                bytes.view(row, bytes.offset(0), bytes.length(0));
            } else {
                Values.set(vector, type, row, value);
            }
        }
        filled = size;
    }
}

package dev.penstock.flow.operator.window;

import dev.penstock.data.IntVector;
import dev.penstock.data.Vector;

/// `ntile`: in which of so many parts, equal but for one row, a row is.
public record Tiles(int parts) implements WindowFunction {
    @Override
    public Reach reach() {
        return new Reach(Reach.ALL, Reach.ALL, 0, 0, false);
    }

    @Override
    public void compute(Slice slice, int from, int to, Vector into) {
        int[] values = ((IntVector) into).values();
        int size = slice.total() / parts;
        int larger = slice.total() % parts;
        int inLarger = larger * (size + 1);
        for (int i = from; i < to; i++) {
            values[i - from] = i < inLarger
                    ? i / (size + 1) + 1
                    : larger + (i - inLarger) / size + 1;
        }
    }
}

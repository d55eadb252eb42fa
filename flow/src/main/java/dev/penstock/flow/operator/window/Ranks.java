package dev.penstock.flow.operator.window;

import dev.penstock.data.DoubleVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.Vector;

/// Functions of a row's position alone.
public enum Ranks implements WindowFunction {
    ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST;

    @Override
    public Reach reach() {
        return switch (this) {
            case ROW_NUMBER -> new Reach(0, Reach.ALL, 0, 0, false);
            case RANK -> new Reach(0, Reach.ALL, 0, 0, true);
            case DENSE_RANK -> new Reach(0, Reach.ALL, Reach.ALL, 0, true);
            case PERCENT_RANK, CUME_DIST -> new Reach(Reach.ALL, Reach.ALL, 0, 0, true);
        };
    }

    @Override
    public void compute(Slice slice, int from, int to, Vector into) {
        switch (this) {
            case ROW_NUMBER -> {
                int[] values = ((IntVector) into).values();
                for (int i = from; i < to; i++) {
                    values[i - from] = i + 1;
                }
            }
            case RANK -> {
                int[] values = ((IntVector) into).values();
                for (int i = from; i < to; i++) {
                    values[i - from] = slice.peerStart(i) + 1;
                }
            }
            case DENSE_RANK -> dense(slice, from, to, ((IntVector) into).values());
            case PERCENT_RANK -> {
                double[] values = ((DoubleVector) into).values();
                for (int i = from; i < to; i++) {
                    values[i - from] = slice.total() == 1
                            ? 0
                            : slice.peerStart(i) / (double) (slice.total() - 1);
                }
            }
            case CUME_DIST -> cumulative(slice, from, to, ((DoubleVector) into).values());
        }
    }

    private static void dense(Slice slice, int from, int to, int[] values) {
        int rank = 0;
        for (int i = slice.base(); i < to; i++) {
            rank += slice.peerStart(i) == i ? 1 : 0;
            if (i >= from) {
                values[i - from] = rank;
            }
        }
    }

    private static void cumulative(Slice slice, int from, int to, double[] values) {
        int end = from;
        for (int i = from; i < to; i++) {
            end = i < end ? end : slice.peerEnd(i);
            values[i - from] = end / (double) slice.total();
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;

/// The tumbling window that a time falls into, as a struct of its start and end.
///
/// A division for each row would be most of the work: the start is found by a multiplication with the reciprocal of the window's size instead.
final class WindowKernel implements Kernel {
    /// Times from here to its opposite are moved by a multiple of the size so that they are not negative.
    private static final long FAR = 1L << 62;

    private final Kernel time;
    private final long size;
    private final long start;
    private final long reciprocal;
    private final long shift;
    private final LongVector starts = new LongVector(0);
    private final LongVector ends = new LongVector(0);
    private final StructVector result = new StructVector(0, starts, ends);

    /// Windows of `size` microseconds, one of which starts at `start`.
    WindowKernel(Kernel time, long size, long start) {
        this.time = time;
        this.size = size;
        this.start = Math.floorMod(start, size);
        // floor(2^64 / size), which is no long for a size of 1.
        reciprocal = size == 1 ? -1 : Long.divideUnsigned(-size, size) + 1;
        shift = FAR / size * size;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var times = (LongVector) time.evaluate(input, rows);
        int count = input.size();
        result.reset(count);
        result.addNullsOf(times, count);
        fill(times.values(), count, starts.values(), ends.values());
        return result;
    }

    private void fill(long[] times, int count, long[] from, long[] to) {
        for (int row = 0; row < count; row++) {
            long micros = times[row] - start;
            long moved = micros + shift;
            long begin;
            if (micros < -shift || moved < micros) {
                begin = times[row] - Math.floorMod(micros, size);
            } else {
                // The estimate of the quotient is right or one too small.
                long rest = moved - Math.unsignedMultiplyHigh(moved, reciprocal) * size;
                begin = times[row] - (rest >= size ? rest - size : rest);
            }
            from[row] = begin;
            to[row] = begin + size;
        }
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.Batch;
import dev.penstock.data.BooleanVector;
import dev.penstock.data.BytesVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import java.util.Arrays;

/// Text or binary equal to a constant, or different from it. The length decides most rows.
final class BytesConstantKernel implements Kernel {
    private final Kernel argument;
    private final byte[] constant;
    private final boolean equal;
    private final BooleanVector result = new BooleanVector(0);
    private int[] live = new int[0];

    BytesConstantKernel(Kernel argument, byte[] constant, boolean equal) {
        this.argument = argument;
        this.constant = constant;
        this.equal = equal;
    }

    @Override
    public Vector evaluate(Batch input, Selection rows) {
        var values = (BytesVector) argument.evaluate(input, rows);
        result.reset(input.size());
        result.addNullsOf(values, input.size());
        if (values.hasNulls() && live.length < rows.count()) {
            live = new int[rows.count()];
        }
        var present = CompareKernel.live(rows, values, live);
        for (int i = 0; i < present.count(); i++) {
            int row = present.at(i);
            result.set(row, same(values, row) == equal);
        }
        return result;
    }

    @Override
    public int select(Batch input, Selection rows, int[] into) {
        var values = (BytesVector) argument.evaluate(input, rows);
        var present = CompareKernel.live(rows, values, into);
        int selected = 0;
        for (int i = 0; i < present.count(); i++) {
            int row = present.at(i);
            into[selected] = row;
            selected += same(values, row) == equal ? 1 : 0;
        }
        return selected;
    }

    private boolean same(BytesVector values, int row) {
        int length = constant.length;
        return values.length(row) == length && same(values.buffer(), values.offset(row), constant);
    }

    /// Short texts differ at their end more often than at their start.
    private static boolean same(byte[] buffer, int offset, byte[] constant) {
        int length = constant.length;
        if (length > 16) {
            return Arrays.equals(buffer, offset, offset + length, constant, 0, length);
        }
        for (int i = length - 1; i >= 0; i--) {
            if (buffer[offset + i] != constant[i]) {
                return false;
            }
        }
        return true;
    }
}

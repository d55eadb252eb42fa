package dev.penstock.flow.kernel;

import dev.penstock.data.LongVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;

/// `+`, `-` and `*` of longs. When `constant` is set, the second operand is that number and not a second argument.
///
/// `interval` is set for day-time intervals, whose overflow is another error.
record LongArithmetic(Operation operation, boolean hasConstant, long constant,
        boolean interval) implements CheckedKernel.Loops<LongVector> {
    enum Operation {
        ADD("+", "try_add"), SUBTRACT("-", "try_subtract"), MULTIPLY("*", "try_multiply");

        final String symbol;
        final String tolerant;

        Operation(String symbol, String tolerant) {
            this.symbol = symbol;
            this.tolerant = tolerant;
        }
    }

    @Override
    public boolean run(Vector[] arguments, LongVector result, int size) {
        long[] a = ((LongVector) arguments[0]).values();
        long[] out = result.values();
        if (hasConstant) {
            return switch (operation) {
                case ADD -> add(a, constant, out, size);
                case SUBTRACT -> subtract(a, constant, out, size);
                case MULTIPLY -> multiply(a, constant, out, size);
            };
        }
        long[] b = ((LongVector) arguments[1]).values();
        return switch (operation) {
            case ADD -> add(a, b, out, size);
            case SUBTRACT -> subtract(a, b, out, size);
            case MULTIPLY -> multiply(a, b, out, size);
        };
    }

    private static boolean add(long[] a, long[] b, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long x = a[i];
            long y = b[i];
            long sum = x + y;
            out[i] = sum;
            overflow |= (x ^ sum) & (y ^ sum);
        }
        return overflow >= 0;
    }

    private static boolean add(long[] a, long y, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long x = a[i];
            long sum = x + y;
            out[i] = sum;
            overflow |= (x ^ sum) & (y ^ sum);
        }
        return overflow >= 0;
    }

    private static boolean subtract(long[] a, long[] b, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long x = a[i];
            long y = b[i];
            long difference = x - y;
            out[i] = difference;
            overflow |= (x ^ y) & (x ^ difference);
        }
        return overflow >= 0;
    }

    private static boolean subtract(long[] a, long y, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long x = a[i];
            long difference = x - y;
            out[i] = difference;
            overflow |= (x ^ y) & (x ^ difference);
        }
        return overflow >= 0;
    }

    private static boolean multiply(long[] a, long[] b, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long product = a[i] * b[i];
            out[i] = product;
            overflow |= Math.multiplyHigh(a[i], b[i]) ^ (product >> 63);
        }
        return overflow == 0;
    }

    private static boolean multiply(long[] a, long y, long[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long product = a[i] * y;
            out[i] = product;
            overflow |= Math.multiplyHigh(a[i], y) ^ (product >> 63);
        }
        return overflow == 0;
    }

    @Override
    public boolean fails(Vector[] arguments, int row) {
        long x = ((LongVector) arguments[0]).get(row);
        long y = hasConstant ? constant : ((LongVector) arguments[1]).get(row);
        return switch (operation) {
            case ADD -> ((x ^ x + y) & (y ^ x + y)) < 0;
            case SUBTRACT -> ((x ^ y) & (x ^ x - y)) < 0;
            case MULTIPLY -> Math.multiplyHigh(x, y) != (x * y) >> 63;
        };
    }

    @Override
    public UserException error(Vector[] arguments, int row) {
        return interval
                ? Errors.intervalOverflow(operation.tolerant)
                : Errors.arithmeticOverflow("long overflow", operation.tolerant);
    }
}

package dev.penstock.flow.kernel;

import dev.penstock.data.IntVector;
import dev.penstock.data.Vector;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.LongArithmetic.Operation;

/// `+`, `-` and `*` of ints, or of year-month intervals; as [LongArithmetic].
record IntArithmetic(Operation operation, boolean hasConstant, int constant,
        boolean interval) implements CheckedKernel.Loops<IntVector> {
    @Override
    public boolean run(Vector[] arguments, IntVector result, int size) {
        int[] a = ((IntVector) arguments[0]).values();
        int[] out = result.values();
        if (hasConstant) {
            return switch (operation) {
                case ADD -> add(a, constant, out, size);
                case SUBTRACT -> subtract(a, constant, out, size);
                case MULTIPLY -> multiply(a, constant, out, size);
            };
        }
        int[] b = ((IntVector) arguments[1]).values();
        return switch (operation) {
            case ADD -> add(a, b, out, size);
            case SUBTRACT -> subtract(a, b, out, size);
            case MULTIPLY -> multiply(a, b, out, size);
        };
    }

    private static boolean add(int[] a, int[] b, int[] out, int size) {
        int overflow = 0;
        for (int i = 0; i < size; i++) {
            int x = a[i];
            int y = b[i];
            int sum = x + y;
            out[i] = sum;
            overflow |= (x ^ sum) & (y ^ sum);
        }
        return overflow >= 0;
    }

    private static boolean add(int[] a, int y, int[] out, int size) {
        int overflow = 0;
        for (int i = 0; i < size; i++) {
            int x = a[i];
            int sum = x + y;
            out[i] = sum;
            overflow |= (x ^ sum) & (y ^ sum);
        }
        return overflow >= 0;
    }

    private static boolean subtract(int[] a, int[] b, int[] out, int size) {
        int overflow = 0;
        for (int i = 0; i < size; i++) {
            int x = a[i];
            int y = b[i];
            int difference = x - y;
            out[i] = difference;
            overflow |= (x ^ y) & (x ^ difference);
        }
        return overflow >= 0;
    }

    private static boolean subtract(int[] a, int y, int[] out, int size) {
        int overflow = 0;
        for (int i = 0; i < size; i++) {
            int x = a[i];
            int difference = x - y;
            out[i] = difference;
            overflow |= (x ^ y) & (x ^ difference);
        }
        return overflow >= 0;
    }

    private static boolean multiply(int[] a, int[] b, int[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long product = (long) a[i] * b[i];
            out[i] = (int) product;
            overflow |= product ^ (int) product;
        }
        return overflow == 0;
    }

    private static boolean multiply(int[] a, int y, int[] out, int size) {
        long overflow = 0;
        for (int i = 0; i < size; i++) {
            long product = (long) a[i] * y;
            out[i] = (int) product;
            overflow |= product ^ (int) product;
        }
        return overflow == 0;
    }

    @Override
    public boolean fails(Vector[] arguments, int row) {
        long x = ((IntVector) arguments[0]).get(row);
        long y = hasConstant ? constant : ((IntVector) arguments[1]).get(row);
        long exact = switch (operation) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
        };
        return exact != (int) exact;
    }

    @Override
    public UserException error(Vector[] arguments, int row) {
        return interval
                ? Errors.intervalOverflow(operation.tolerant)
                : Errors.arithmeticOverflow("integer overflow", operation.tolerant);
    }
}

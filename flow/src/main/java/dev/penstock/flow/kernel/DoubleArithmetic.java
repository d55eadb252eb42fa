package dev.penstock.flow.kernel;

import dev.penstock.data.DoubleVector;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.LongArithmetic.Operation;

/// `+`, `-` and `*` of doubles, which cannot fail; as [LongArithmetic].
record DoubleArithmetic(Operation operation, boolean hasConstant,
        double constant) implements Shapes.DenseLoop<DoubleVector> {
    @Override
    public void run(Vector[] arguments, DoubleVector result, int size) {
        double[] a = ((DoubleVector) arguments[0]).values();
        double[] out = result.values();
        if (hasConstant) {
            switch (operation) {
                case ADD -> add(a, constant, out, size);
                case SUBTRACT -> add(a, -constant, out, size);
                case MULTIPLY -> multiply(a, constant, out, size);
            }
            return;
        }
        double[] b = ((DoubleVector) arguments[1]).values();
        switch (operation) {
            case ADD -> add(a, b, out, size);
            case SUBTRACT -> subtract(a, b, out, size);
            case MULTIPLY -> multiply(a, b, out, size);
        }
    }

    private static void add(double[] a, double[] b, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = a[i] + b[i];
        }
    }

    private static void add(double[] a, double b, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = a[i] + b;
        }
    }

    private static void subtract(double[] a, double[] b, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = a[i] - b[i];
        }
    }

    private static void multiply(double[] a, double[] b, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = a[i] * b[i];
        }
    }

    private static void multiply(double[] a, double b, double[] out, int size) {
        for (int i = 0; i < size; i++) {
            out[i] = a[i] * b;
        }
    }
}

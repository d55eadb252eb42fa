package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DoubleVector;
import dev.penstock.data.Field;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Arrangement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variances, standard deviations, covariances and the correlation.
///
/// State: the number of rows, and the sums of x and x², for two arguments also of y, y² and xy, each as the unevaluated sum of two doubles. Twice the digits
/// make up for what the difference of large sums loses, and sums can be taken back and merged, which running means cannot.
final class Moments implements Aggregator {
    /// What is computed. `pairs`: of two arguments.
    enum Kind {
        VAR_POP(false), VAR_SAMP(false), STDDEV_POP(false), STDDEV_SAMP(false), COVAR_POP(
                true), COVAR_SAMP(true), CORR(true);

        final boolean pairs;

        Kind(boolean pairs) {
            this.pairs = pairs;
        }

        /// Of fewer rows the value is null.
        int fewest() {
            return this == VAR_SAMP || this == STDDEV_SAMP || this == COVAR_SAMP || this == CORR
                    ? 2
                    : 1;
        }
    }

    private static final int X = 1;
    private static final int XX = 3;
    private static final int Y = 5;
    private static final int YY = 7;
    private static final int XY = 9;

    private final List<Kernel> arguments;
    private final Kind kind;
    private final LiveRows live = new LiveRows();

    Moments(List<Kernel> arguments, Kind kind) {
        this.arguments = List.copyOf(arguments);
        this.kind = kind;
    }

    @Override
    public List<Field> state() {
        var columns = new ArrayList<Field>(List.of(States.word(DataType.LONG)));
        for (int i = 1; i < (kind.pairs ? XY + 2 : Y); i++) {
            columns.add(States.word(DataType.DOUBLE));
        }
        return columns;
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var x = (DoubleVector) arguments.getFirst().evaluate(input, rows);
        live.take(rows, entries, x);
        var y = kind.pairs ? (DoubleVector) arguments.get(1).evaluate(input, rows) : x;
        live.leaveOutNulls(y);
        int word = groups.layout().word(firstColumn);
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            int row = positions == null ? i : positions[i];
            int entry = live.entries()[i];
            long[] page = groups.writable(entry);
            int at = groups.base(entry) + word;
            long count = weights == null ? 1 : weights[row];
            double weight = (double) count;
            page[at] += count;
            addProduct(page, at + X, x.get(row), weight);
            addSquare(page, at + XX, x.get(row), x.get(row), weight);
            if (kind.pairs) {
                addProduct(page, at + Y, y.get(row), weight);
                addSquare(page, at + YY, y.get(row), y.get(row), weight);
                addSquare(page, at + XY, x.get(row), y.get(row), weight);
            }
        }
    }

    private static void addProduct(long[] page, int at, double a, double b) {
        double product = a * b;
        addTo(page, at, product, Math.fma(a, b, -product));
    }

    /// Adds `a * b * weight`.
    private static void addSquare(long[] page, int at, double a, double b, double weight) {
        double product = a * b;
        addProduct(page, at, product, weight);
        addProduct(page, at, Math.fma(a, b, -product), weight);
    }

    private static void addTo(long[] page, int at, double high, double low) {
        double sum = Double.longBitsToDouble(page[at]);
        double total = sum + high;
        double part = total - sum;
        double error = (sum - (total - part)) + (high - part);
        double rest = Double.longBitsToDouble(page[at + 1]) + error + low;
        double renormalised = total + rest;
        page[at] = Double.doubleToRawLongBits(renormalised);
        page[at + 1] = Double.doubleToRawLongBits(rest - (renormalised - total));
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        int word = groups.layout().word(firstColumn);
        int fromWord = from.layout().word(fromColumn);
        for (int i = 0; i < count; i++) {
            long[] source = from.page(fromEntries[i]);
            int sourceAt = from.base(fromEntries[i]) + fromWord;
            long[] page = groups.writable(entries[i]);
            int at = groups.base(entries[i]) + word;
            page[at] += source[sourceAt];
            for (int sum = X; sum <= (kind.pairs ? XY : XX); sum += 2) {
                addTo(page, at + sum, Double.longBitsToDouble(source[sourceAt + sum]),
                        Double.longBitsToDouble(source[sourceAt + sum + 1]));
            }
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        var values = (DoubleVector) into;
        int word = groups.layout().word(firstColumn);
        var sums = new double[kind.pairs ? XY + 2 : Y];
        for (int i = 0; i < count; i++) {
            long[] page = groups.page(entries[i]);
            int base = groups.base(entries[i]) + word;
            if (page[base] < kind.fewest()) {
                into.setNull(at + i);
                continue;
            }
            for (int sum = X; sum < sums.length; sum++) {
                sums[sum] = Double.longBitsToDouble(page[base + sum]);
            }
            values.set(at + i, value(kind, (double) page[base], sums));
        }
    }

    /// The value for `n` rows of which these are the sums, each in two parts, from index [#X] on.
    static double value(Kind kind, double n, double[] sums) {
        return switch (kind) {
            case VAR_POP -> square(sums, n, X, XX) / n;
            case VAR_SAMP -> square(sums, n, X, XX) / (n - 1);
            case STDDEV_POP -> Math.sqrt(square(sums, n, X, XX) / n);
            case STDDEV_SAMP -> Math.sqrt(square(sums, n, X, XX) / (n - 1));
            case COVAR_POP -> central(sums, n, X, Y, XY) / n;
            case COVAR_SAMP -> central(sums, n, X, Y, XY) / (n - 1);
            case CORR -> central(sums, n, X, Y, XY)
                    / Math.sqrt(square(sums, n, X, XX) * square(sums, n, Y, YY));
        };
    }

    /// A sum of squares, which rounding does not make negative.
    private static double square(double[] sums, double n, int sum, int squares) {
        double central = central(sums, n, sum, sum, squares);
        return central < 0 ? 0 : central;
    }

    /// `sum(ab) - sum(a) sum(b) / n`, with the digits of both doubles.
    private static double central(double[] sums, double n, int a, int b, int product) {
        double high = sums[a] * sums[b];
        double low = Math.fma(sums[a], sums[b], -high) + sums[a] * sums[b + 1]
                + sums[a + 1] * sums[b];
        double quotient = high / n;
        double rest = (Math.fma(-quotient, n, high) + low) / n;
        return sums[product] - quotient + (sums[product + 1] - rest);
    }
}

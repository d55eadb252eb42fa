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

/// The functions of [Moments] over rows that can be removed.
///
/// State: the number of rows, and the exact sums of x and x², for two arguments also of y, y² and xy (see [ExactSum]), in the order of the sums of [Moments].
final class ExactMoments implements Aggregator {
    private final List<Kernel> arguments;
    private final Moments.Kind kind;
    private final LiveRows live = new LiveRows();
    private final ExactSum[] sums;
    private final double[] parts;

    ExactMoments(List<Kernel> arguments, Moments.Kind kind) {
        this.arguments = List.copyOf(arguments);
        this.kind = kind;
        sums = new ExactSum[kind.pairs ? 5 : 2];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new ExactSum();
        }
        parts = new double[1 + 2 * sums.length];
    }

    @Override
    public List<Field> state() {
        var columns = new ArrayList<Field>(List.of(States.word(DataType.LONG)));
        for (int i = 0; i < sums.length; i++) {
            columns.add(Field.of("", DataType.BINARY));
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
        int[] positions = live.positions();
        for (int i = 0; i < live.count();) {
            int entry = live.entries()[i];
            long count = groups.word(entry, firstColumn);
            load(groups, entry, firstColumn);
            for (; i < live.count() && live.entries()[i] == entry; i++) {
                int row = positions == null ? i : positions[i];
                long weight = weights == null ? 1 : weights[row];
                count += weight;
                addRow(x.get(row), y.get(row), weight);
            }
            groups.setWord(entry, firstColumn, count);
            for (int sum = 0; sum < sums.length; sum++) {
                sums[sum].store(groups, entry, firstColumn + 1 + sum);
            }
        }
    }

    private void load(Arrangement groups, int entry, int firstColumn) {
        for (int sum = 0; sum < sums.length; sum++) {
            sums[sum].load(groups, entry, firstColumn + 1 + sum);
        }
    }

    private void addRow(double x, double y, long weight) {
        sums[0].add(x, weight);
        sums[1].addProduct(x, x, weight);
        if (kind.pairs) {
            sums[2].add(y, weight);
            sums[3].addProduct(y, y, weight);
            sums[4].addProduct(x, y, weight);
        }
    }

    @Override
    public boolean mergeable() {
        return false;
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement from,
            int fromColumn, int[] fromEntries, int count) {
        throw new AssertionError("aggregates of rows that can be removed are not merged");
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        for (int i = 0; i < count; i++) {
            long number = groups.word(entries[i], firstColumn);
            if (number < kind.fewest()) {
                into.setNull(at + i);
                continue;
            }
            load(groups, entries[i], firstColumn);
            for (int sum = 0; sum < sums.length; sum++) {
                double high = sums[sum].round();
                sums[sum].add(-high, 1);
                parts[1 + 2 * sum] = high;
                parts[2 + 2 * sum] = Double.isFinite(high) ? sums[sum].round() : 0;
            }
            ((DoubleVector) into).set(at + i, Moments.value(kind, (double) number, parts));
        }
    }
}

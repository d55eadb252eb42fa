package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.DecimalType;
import dev.penstock.data.Decimal128Vector;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.store.state.Arrangement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of decimals.
///
/// State: the sum as 192 bits in two's complement (upper, middle, lower word), which no number of rows can overflow, and the number of values. So whether a
/// sum is too large for its type does not depend on the order of its rows.
final class DecimalSum implements Aggregator {
    private static final MathContext DIGITS = new MathContext(DecimalType.MAX_PRECISION,
            RoundingMode.HALF_UP);
    private static final int COUNT = 3;

    private final Kernel argument;
    private final DecimalType from;
    private final DecimalType to;
    private final boolean average;
    private final ErrorMode mode;
    private final LiveRows live = new LiveRows();

    /// `from` is the type of the argument, `to` that of the result.
    DecimalSum(Kernel argument, DecimalType from, DecimalType to, boolean average, ErrorMode mode) {
        this.argument = argument;
        this.from = from;
        this.to = to;
        this.average = average;
        this.mode = mode;
    }

    @Override
    public List<Field> state() {
        return Collections.nCopies(4, States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = argument.evaluate(input, rows);
        live.take(rows, entries, values);
        int word = groups.layout().word(firstColumn);
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            int row = positions == null ? i : positions[i];
            int entry = live.entries()[i];
            long[] page = groups.writable(entry);
            int at = groups.base(entry) + word;
            long weight = weights == null ? 1 : weights[row];
            page[at + COUNT] += weight;
            if (values instanceof LongVector longs) {
                long value = longs.get(row);
                addTo(page, at, Math.multiplyHigh(value, weight) >> 63,
                        Math.multiplyHigh(value, weight), value * weight);
            } else {
                addProduct(page, at, (Decimal128Vector) values, row, weight);
            }
        }
    }

    private static void addProduct(long[] page, int at, Decimal128Vector values, int row,
            long weight) {
        long high = values.high()[row];
        long low = values.low()[row];
        // (high * 2^64 + low) * weight, low being unsigned.
        long middle = Math.unsignedMultiplyHigh(low, weight) - (weight < 0 ? low : 0);
        long product = high * weight;
        long sum = middle + product;
        long upper = Math.multiplyHigh(high, weight) + (middle >> 63)
                + (Long.compareUnsigned(sum, middle) < 0 ? 1 : 0);
        addTo(page, at, upper, sum, low * weight);
    }

    private static void addTo(long[] page, int at, long upper, long middle, long lower) {
        long newLower = page[at + 2] + lower;
        long carry = Long.compareUnsigned(newLower, lower) < 0 ? 1 : 0;
        long newMiddle = page[at + 1] + middle;
        long upperCarry = Long.compareUnsigned(newMiddle, middle) < 0 ? 1 : 0;
        long carried = newMiddle + carry;
        upperCarry += carry == 1 && carried == 0 ? 1 : 0;
        page[at + 2] = newLower;
        page[at + 1] = carried;
        page[at] += upper + upperCarry;
    }

    @Override
    public void merge(Arrangement groups, int firstColumn, int[] entries, Arrangement other,
            int fromColumn, int[] fromEntries, int count) {
        int word = groups.layout().word(firstColumn);
        int fromWord = other.layout().word(fromColumn);
        for (int i = 0; i < count; i++) {
            long[] source = other.page(fromEntries[i]);
            int sourceAt = other.base(fromEntries[i]) + fromWord;
            long[] page = groups.writable(entries[i]);
            int at = groups.base(entries[i]) + word;
            addTo(page, at, source[sourceAt], source[sourceAt + 1], source[sourceAt + 2]);
            page[at + COUNT] += source[sourceAt + COUNT];
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < count; i++) {
            long[] page = groups.page(entries[i]);
            int base = groups.base(entries[i]) + word;
            if (page[base + COUNT] == 0) {
                into.setNull(at + i);
            } else {
                var sum = BigInteger.valueOf(page[base]).shiftLeft(64).or(unsigned(page[base + 1]))
                        .shiftLeft(64).or(unsigned(page[base + 2]));
                write(into, at + i, average ? average(sum, page[base + COUNT]) : sum);
            }
        }
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }

    private BigInteger average(BigInteger sum, long count) {
        return new BigDecimal(sum, from.scale()).divide(BigDecimal.valueOf(count), DIGITS)
                .setScale(to.scale(), RoundingMode.HALF_UP)
                .unscaledValue();
    }

    private void write(Vector into, int row, BigInteger value) {
        if (value.abs().compareTo(BigInteger.TEN.pow(to.precision())) >= 0) {
            if (mode == ErrorMode.ANSI) {
                throw States.overflow("Overflow in sum of decimals");
            }
            into.setNull(row);
        } else if (into instanceof LongVector longs) {
            longs.set(row, value.longValueExact());
        } else {
            ((Decimal128Vector) into).set(row, value);
        }
    }
}

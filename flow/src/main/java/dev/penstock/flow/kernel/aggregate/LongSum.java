package dev.penstock.flow.kernel.aggregate;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.plan.logical.Expr.ErrorMode;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sum` of integers and of intervals, and `avg` of intervals.
///
/// State: the sum, the number of values and, where overflow matters, the multiple of 2^64 by which the true sum is greater than the first word, so that
/// whether a sum overflows does not depend on the order of its rows.
final class LongSum implements Aggregator {
    /// What is made of the sum.
    enum Kind {
        SUM, AVERAGE
    }

    private final Kernel argument;
    private final Kind kind;
    private final ErrorMode mode;
    private final boolean wide;
    private final LiveRows live = new LiveRows();

    /// `argument` gives longs. `narrow` says that it was made of narrower integers, whose sum does not overflow.
    LongSum(Kernel argument, Kind kind, ErrorMode mode, boolean narrow) {
        this.argument = argument;
        this.kind = kind;
        this.mode = mode;
        wide = !narrow && mode != ErrorMode.LEGACY;
    }

    @Override
    public List<Field> state() {
        return Collections.nCopies(wide ? 3 : 2, States.word(DataType.LONG));
    }

    @Override
    public boolean retractable() {
        return true;
    }

    @Override
    public void add(Arrangement groups, int firstColumn, int[] entries, Batch input, Selection rows,
            long @Nullable [] weights) {
        var values = (LongVector) argument.evaluate(input, rows);
        live.take(rows, entries, values);
        int word = groups.layout().word(firstColumn);
        if (weights != null) {
            addWeighted(groups, word, values.values(), weights);
        } else if (wide) {
            addWide(groups, word, values.values(), live);
        } else {
            addNarrow(groups, word, values.values(), live);
        }
    }

    private static void addNarrow(Arrangement groups, int word, long[] values, LiveRows live) {
        int width = groups.layout().width();
        int[] entries = live.entries();
        int[] positions = live.positions();
        int count = live.count();
        int pageNumber = -1;
        long[] page = States.NO_PAGE;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            if (entry >>> Layout.ENTRY_BITS != pageNumber) {
                pageNumber = entry >>> Layout.ENTRY_BITS;
                page = groups.writable(entry);
            }
            int at = (entry & States.ENTRY_MASK) * width + word;
            page[at] += values[positions == null ? i : positions[i]];
            page[at + 1]++;
        }
    }

    private static void addWide(Arrangement groups, int word, long[] values, LiveRows live) {
        int width = groups.layout().width();
        int[] entries = live.entries();
        int[] positions = live.positions();
        int count = live.count();
        int pageNumber = -1;
        long[] page = States.NO_PAGE;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            if (entry >>> Layout.ENTRY_BITS != pageNumber) {
                pageNumber = entry >>> Layout.ENTRY_BITS;
                page = groups.writable(entry);
            }
            int at = (entry & States.ENTRY_MASK) * width + word;
            long value = values[positions == null ? i : positions[i]];
            long before = page[at];
            long after = before + value;
            page[at] = after;
            page[at + 1]++;
            if (((before ^ after) & (value ^ after)) < 0) {
                page[at + 2] += value < 0 ? -1 : 1;
            }
        }
    }

    private void addWeighted(Arrangement groups, int word, long[] values, long[] weights) {
        int[] entries = live.entries();
        int[] positions = live.positions();
        for (int i = 0; i < live.count(); i++) {
            int row = positions == null ? i : positions[i];
            long[] page = groups.writable(entries[i]);
            int at = groups.base(entries[i]) + word;
            page[at + 1] += weights[row];
            long product = values[row] * weights[row];
            addTo(page, at, product,
                    wide ? Math.multiplyHigh(values[row], weights[row]) + (product >>> 63) : 0);
        }
    }

    /// Adds `value + upper * 2^64`.
    private void addTo(long[] page, int at, long value, long upper) {
        long before = page[at];
        long after = before + value;
        page[at] = after;
        if (wide) {
            page[at + 2] += upper
                    + (((before ^ after) & (value ^ after)) < 0 ? value < 0 ? -1 : 1 : 0);
        }
    }

    @Override
    public void addToOne(Arrangement groups, int firstColumn, int entry, Batch input,
            Selection rows, long @Nullable [] weights) {
        var values = (LongVector) argument.evaluate(input, rows);
        if (weights != null) {
            var entries = new int[rows.count()];
            java.util.Arrays.fill(entries, entry);
            live.take(rows, entries, values);
            addWeighted(groups, groups.layout().word(firstColumn), values.values(), weights);
            return;
        }
        live.take(rows, values);
        long[] page = groups.writable(entry);
        int at = groups.base(entry) + groups.layout().word(firstColumn);
        page[at + 1] += live.count();
        addHalves(page, at, values.values(), live.positions(), live.count());
    }

    /// The upper and the lower halves of a batch of values are summed apart: neither sum can overflow, so no value has to be looked at twice.
    private void addHalves(long[] page, int at, long[] values, int @Nullable [] positions,
            int count) {
        long upper = 0;
        long lower = 0;
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                upper += values[i] >> 32;
                lower += values[i] & 0xFFFFFFFFL;
            }
        } else {
            for (int i = 0; i < count; i++) {
                long value = values[positions[i]];
                upper += value >> 32;
                lower += value & 0xFFFFFFFFL;
            }
        }
        long carried = upper + (lower >>> 32);
        addTo(page, at, (carried << 32) + (lower & 0xFFFFFFFFL),
                (carried >> 32) - (carried << 32 >> 63));
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
            page[at + 1] += source[sourceAt + 1];
            addTo(page, at, source[sourceAt], wide ? source[sourceAt + 2] : 0);
        }
    }

    @Override
    public void result(Arrangement groups, int firstColumn, int[] entries, int count, Vector into,
            int at) {
        int word = groups.layout().word(firstColumn);
        for (int i = 0; i < count; i++) {
            long[] page = groups.page(entries[i]);
            int base = groups.base(entries[i]) + word;
            if (page[base + 1] == 0) {
                into.setNull(at + i);
            } else if (kind == Kind.AVERAGE) {
                write(into, at + i, average(page[base], wide ? page[base + 2] : 0, page[base + 1]));
            } else if (wide && page[base + 2] != 0) {
                overflow(into, at + i, "long overflow");
            } else {
                write(into, at + i, page[base]);
            }
        }
    }

    /// Rounded half away from zero.
    private static long average(long sum, long upper, long count) {
        var total = BigInteger.valueOf(upper).shiftLeft(64).add(BigInteger.valueOf(sum));
        var divisor = BigInteger.valueOf(count);
        var parts = total.divideAndRemainder(divisor);
        boolean away = parts[1].abs().shiftLeft(1).compareTo(divisor) >= 0;
        return parts[0].longValue() + (away ? total.signum() : 0);
    }

    private void write(Vector into, int row, long value) {
        if (into instanceof LongVector longs) {
            longs.set(row, value);
        } else if (value == (int) value) {
            ((IntVector) into).set(row, (int) value);
        } else {
            overflow(into, row, "integer overflow");
        }
    }

    private void overflow(Vector into, int row, String message) {
        if (mode == ErrorMode.ANSI) {
            throw States.overflow(message);
        }
        into.setNull(row);
    }
}

package dev.penstock.flow.operator.window;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.flow.kernel.aggregate.Aggregator;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Layout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An aggregate over the rows of each frame.
///
/// A frame that only grows from row to row is aggregated once; one that slides takes rows back when `slides` says that the function does so
/// exactly, and is aggregated anew for each row otherwise.
public final class FrameAggregate implements WindowFunction {
    private static final int[] ENTRY = new int[1];

    private final Aggregator aggregator;
    private final Optional<Kernel> filter;
    private final Frame frame;
    private final boolean slides;
    private final Arrangement group;
    private int[] rows = new int[64];
    private int[] entries = new int[64];
    private long[] removals = new long[0];

    public FrameAggregate(Aggregator aggregator, Optional<Kernel> filter, Frame frame,
            boolean slides) {
        this.aggregator = aggregator;
        this.filter = filter;
        this.frame = frame;
        this.slides = slides;
        group = new Arrangement(Layout.of(List.of(), aggregator.state()));
    }

    @Override
    public Reach reach() {
        return frame.reach();
    }

    @Override
    public void compute(Slice slice, int from, int to, Vector into) {
        var bounds = frame.bounds(slice, from, to);
        var batch = Batch.of(slice.count(), slice.columns());
        int low = 0;
        int high = 0;
        boolean begun = false;
        for (int i = from; i < to; i++) {
            int nextLow = bounds.low()[i - from];
            int nextHigh = bounds.high()[i - from];
            if (begun && nextLow == low && nextHigh == high) {
                into.copyRow(into, i - from - 1, i - from);
                continue;
            }
            boolean moves = begun && nextLow >= low && nextHigh >= high && nextLow < high
                    && (nextLow == low || slides);
            if (moves) {
                removeRows(batch, slice.row(low), slice.row(nextLow));
                addRows(batch, slice.row(high), slice.row(nextHigh));
            } else {
                begin();
                addRows(batch, slice.row(nextLow), slice.row(nextHigh));
            }
            low = nextLow;
            high = nextHigh;
            begun = true;
            aggregator.result(group, 0, ENTRY, 1, into, i - from);
        }
    }

    private void begin() {
        group.clear();
        int[] entry = new int[1];
        group.findOrInsert(new Vector[0], Selection.all(1), entry);
        assert entry[0] == 0 : "the one group is the first entry";
    }

    private Selection select(Batch batch, int from, int to) {
        int count = to - from;
        if (rows.length < count) {
            rows = new int[Math.max(count, 2 * rows.length)];
            entries = new int[rows.length];
        }
        for (int i = 0; i < count; i++) {
            rows[i] = from + i;
        }
        var all = Selection.of(rows, count);
        return filter.isEmpty()
                ? all
                : Selection.of(rows, filter.get().select(batch, all, rows));
    }

    private void addRows(Batch batch, int from, int to) {
        if (from < to) {
            var selected = select(batch, from, to);
            if (!selected.isEmpty()) {
                aggregator.addToOne(group, 0, 0, batch, selected, null);
            }
        }
    }

    private void removeRows(Batch batch, int from, int to) {
        if (from >= to) {
            return;
        }
        if (removals.length < batch.size()) {
            removals = new long[batch.size()];
            Arrays.fill(removals, -1);
        }
        var selected = select(batch, from, to);
        if (!selected.isEmpty()) {
            aggregator.add(group, 0, entries, batch.withWeights(removals), selected, removals);
        }
    }
}

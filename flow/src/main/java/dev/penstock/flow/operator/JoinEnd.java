package dev.penstock.flow.operator;

import dev.penstock.data.Batch;
import dev.penstock.data.Selection;
import dev.penstock.flow.kernel.Kernel;
import dev.penstock.store.state.Deadlines;
import java.util.Optional;

/// When the rows of a join's side end: `offsetMicros` after the time that a kernel makes of their columns, a timestamp or a window, whose end counts. After that a
/// row finds no partner that is not late. A row without a time never ends.
public final class JoinEnd {
    private final Kernel time;
    private final long offsetMicros;
    private final TimeBounds bounds;
    private final boolean whenOver;
    private final Optional<Kernel> hope;
    private final Deadlines deadlines = new Deadlines();

    /// With `whenOver` a row that comes out for want of a partner does so when it is over, and only then; but a row that is not true to `hope`, a condition on its
    /// own columns, comes out at once.
    public JoinEnd(Kernel time, long offsetMicros, TimeBounds bounds, boolean whenOver,
            Optional<Kernel> hope, EventTime times) {
        this.time = time;
        this.offsetMicros = offsetMicros;
        this.bounds = bounds;
        this.whenOver = whenOver;
        this.hope = hope;
        times.add(deadlines::next, bounds.lagMicros());
    }

    boolean whenOver() {
        return whenOver;
    }

    /// What a row needs of itself to find a partner.
    Optional<Kernel> hope() {
        return hope;
    }

    /// Row `rows.at(i)` of a batch is kept as `entries[i]`.
    void added(Batch batch, Selection rows, int[] entries) {
        var values = time.evaluate(batch, rows);
        var times = LateRows.times(values);
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            if (!values.isNull(row)) {
                deadlines.set(entries[i], times.get(row) + offsetMicros);
            }
        }
    }

    /// A row has been removed before its time.
    void removed(int entry) {
        deadlines.remove(entry);
    }

    /// Takes rows that are over, earliest first, into `due`, and says how many.
    int take(int[] due) {
        return deadlines.take(bounds.watermark(), due);
    }
}

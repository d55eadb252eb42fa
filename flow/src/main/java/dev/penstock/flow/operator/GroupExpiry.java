package dev.penstock.flow.operator;

import dev.penstock.data.DataType;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Deadlines;
import java.util.List;

/// When the entries of an arrangement end that is keyed by a time: those of groups, of values seen.
///
/// The deadline of an entry is in its column `key`, a timestamp to which `offsetMicros` are added, or a window, whose end counts. An entry without a time
/// never ends.
public final class GroupExpiry {
    private final Arrangement entries;
    private final int key;
    private final long offsetMicros;
    private final TimeBounds bounds;
    private final Deadlines deadlines = new Deadlines();
    private final Vector scratch;

    /// `entries` may hold restored entries, but nobody adds any before [#created] is told of them.
    public GroupExpiry(Arrangement entries, int key, long offsetMicros, TimeBounds bounds,
            EventTime times) {
        this.entries = entries;
        this.key = key;
        this.offsetMicros = offsetMicros;
        this.bounds = bounds;
        DataType type = entries.layout().type(key);
        scratch = Vectors.allocate(List.of(type), 0)[0];
        int[] live = new int[1024];
        int from = 0;
        for (int count = entries.live(from, live); count > 0; count = entries.live(from, live)) {
            created(live, count);
            from = live[count - 1] + 1;
        }
        times.add(deadlines::next, bounds.lagMicros());
    }

    /// Notes the deadlines of new entries.
    void created(int[] created, int count) {
        if (count == 0) {
            return;
        }
        scratch.reset(count);
        entries.load(created, count, key, scratch, 0);
        var times = LateRows.times(scratch);
        for (int i = 0; i < count; i++) {
            if (!scratch.isNull(i)) {
                deadlines.set(created[i], times.get(i) + offsetMicros);
            }
        }
    }

    /// Sets when an entry ends.
    void ends(int entry, long time) {
        deadlines.set(entry, time);
    }

    /// Somebody removes an entry before its time.
    void removed(int entry) {
        deadlines.remove(entry);
    }

    /// Takes entries that the watermark has ended into `due`, earliest first, and says how many; they are still there. Fewer than there is room for means that
    /// there are no more.
    int take(int[] due) {
        return deadlines.take(bounds.watermark(), due);
    }

    /// True when the watermark has ended some entry.
    boolean isDue() {
        return deadlines.next() <= bounds.watermark();
    }
}

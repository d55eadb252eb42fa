package dev.penstock.flow.operator.program;

import dev.penstock.data.DataType;
import dev.penstock.store.state.Deadlines;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The timers of a program: times in milliseconds, each once a group. As in Spark a timer is due when the clock, or the watermark, is past its time.
final class Timers {
    private static final long MICROS_PER_MILLI = 1000;

    private final Cells cells;

    Timers(Cells.Place place) {
        cells = new Cells("timers", new Cells.Kind(DataType.LONG, DataType.BOOLEAN, 0), place);
    }

    private static long dueMicros(long millis) {
        return millis >= Long.MAX_VALUE / MICROS_PER_MILLI - 1
                ? Deadlines.NONE - 1
                : Math.max(1, (millis + 1) * MICROS_PER_MILLI);
    }

    void register(int group, long millis) {
        if (cells.find(group, millis) == Cells.NONE) {
            cells.expire(cells.put(group, millis, true), dueMicros(millis));
        }
    }

    void delete(int group, long millis) {
        int cell = cells.find(group, millis);
        if (cell != Cells.NONE) {
            cells.remove(cell);
        }
    }

    void clear(int group) {
        cells.clear(group);
    }

    /// The times of a group, in the order in which they were registered.
    List<Long> list(int group) {
        var times = new ArrayList<Long>();
        for (int cell : cells.all(group)) {
            times.add(time(cell));
        }
        return times;
    }

    private long time(int cell) {
        return (Long) Objects.requireNonNull(cells.key(cell));
    }

    /// When the next timer is due, in microseconds since 1970, or [Deadlines#NONE].
    long nextMicros() {
        return cells.deadlines().next();
    }

    /// A timer that was due when it was asked.
    record Due(int group, long millis) {}

    /// The timers that are due at this time, earliest first. They are there until they are deleted.
    List<Due> due(long micros) {
        var due = new ArrayList<Due>();
        int[] some = new int[1024];
        int count = some.length;
        while (count == some.length) {
            count = cells.deadlines().take(micros, some);
            for (int i = 0; i < count; i++) {
                due.add(new Due(cells.group(some[i]), time(some[i])));
            }
        }
        return due;
    }

    boolean isThere(Due timer) {
        return cells.find(timer.group(), timer.millis()) != Cells.NONE;
    }
}

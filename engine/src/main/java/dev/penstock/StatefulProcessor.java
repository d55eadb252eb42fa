package dev.penstock;

import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A program of the user over the rows of each key of a stream, with state of its own: [GroupedData#transformWithState].
///
/// All methods are called by the query's epoch thread. What they give may depend on the rows, the state and the times that they are given, and on nothing
/// else: after a crash the epochs since the last snapshot are computed again, and have to come to the same. Whatever has to last is kept in state that
/// the handle gives; it is part of the query's checkpoint, and each row counts in it exactly once. Fields of the object do not last.
public abstract class StatefulProcessor {
    private @Nullable StatefulProcessorHandle handle;

    /// Begins a run: declares state. Called once before all others, also after a restart.
    public abstract void init(OutputMode outputMode, TimeMode timeMode);

    /// The rows of a key in an epoch, in the order in which they came. What it gives is drawn before the next call.
    public abstract Iterator<Row> handleInputRows(Row key, Iterator<Row> inputRows,
            TimerValues timerValues);

    /// A timer of a key has expired; it is gone after this. Called after the rows of the epoch.
    public Iterator<Row> handleExpiredTimer(Row key, TimerValues timerValues,
            ExpiredTimerInfo expiredTimerInfo) {
        return Collections.emptyIterator();
    }

    /// Ends a run.
    public void close() {}

    /// Called before [#init].
    public final void setHandle(StatefulProcessorHandle newHandle) {
        handle = newHandle;
    }

    /// The way to state and timers, from [#init] on.
    public final StatefulProcessorHandle getHandle() {
        return Objects.requireNonNull(handle, "there is a handle from init on");
    }
}

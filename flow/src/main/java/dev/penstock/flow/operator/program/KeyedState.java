package dev.penstock.flow.operator.program;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.operator.TimeBounds;
import dev.penstock.flow.operator.program.GroupProgram.TimersBy;
import dev.penstock.flow.operator.program.Programs.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a program keeps for the key of the call, and the times of the epoch. All but [#collection] is for use during a call of the program.
///
/// A value is a collection with one key, a list has numbers for keys, a map those of the user.
public final class KeyedState {
    private static final long MICROS_PER_MILLI = 1000;
    /// How many values that have expired an epoch takes away, at most: fewer than a millisecond takes.
    private static final int FORGOTTEN = 4096;

    private final Cells.Place place;
    private final Timers timers;
    private final EpochClock clock;
    private final TimeBounds bounds;
    private final TimersBy timersBy;
    private final Supplier<Identity> identity;
    private final Map<String, Collection> collections = new HashMap<>();
    private final int[] due = new int[FORGOTTEN];

    KeyedState(Cells.Place place, TimeBounds bounds, TimersBy timersBy,
            Supplier<Identity> identity) {
        this.place = place;
        this.bounds = bounds;
        this.timersBy = timersBy;
        this.identity = identity;
        clock = place.clock();
        timers = new Timers(place);
    }

    Timers timers() {
        return timers;
    }

    private int group(String operation) {
        int group = place.groups().current();
        if (group < 0) {
            throw new UserException(
                    "STATEFUL_PROCESSOR_CANNOT_PERFORM_OPERATION_WITH_INVALID_HANDLE_STATE",
                    Map.of("operationType", operation, "handleState", "INITIALIZED"));
        }
        return group;
    }

    /// A collection of this name, which lasts with the query. Values are kept for `lifeMillis` after they were put, 0 for ever. For [GroupProgram#begin].
    public Collection collection(String name, DataType key, DataType value, long lifeMillis) {
        if (collections.containsKey(name)) {
            throw new UserException("STATEFUL_PROCESSOR_DUPLICATE_STATE_VARIABLE_DEFINED",
                    Map.of("stateVarName", name));
        }
        var collection = new Collection(name, new Cells("of " + name,
                new Cells.Kind(key, value, lifeMillis * MICROS_PER_MILLI), place));
        collections.put(name, collection);
        return collection;
    }

    /// The values of one name.
    public final class Collection {
        private final String name;
        private final Cells cells;

        private Collection(String name, Cells cells) {
            this.name = name;
            this.cells = cells;
        }

        private int group() {
            return KeyedState.this.group(name);
        }

        /// True when the key of the call has some value.
        public boolean any() {
            return cells.any(group());
        }

        /// The value under `key`, in an entry since it may be null; absent when there is none.
        public Optional<Entry> get(@Nullable Object key) {
            int cell = cells.get(group(), key);
            return cell == Cells.NONE ? Optional.empty() : Optional.of(entry(cell));
        }

        private Entry entry(int cell) {
            return new Entry(cells.key(cell), cells.value(cell));
        }

        public void put(@Nullable Object key, @Nullable Object value) {
            cells.put(group(), key, value);
        }

        /// Adds a value under the number that follows. For collections whose keys are numbers.
        public void append(@Nullable Object value) {
            cells.append(group(), value);
        }

        /// All values, in the order in which their keys came.
        public List<Entry> all() {
            return cells.all(group()).stream().map(this::entry).toList();
        }

        public void remove(@Nullable Object key) {
            int cell = cells.find(group(), key);
            if (cell != Cells.NONE) {
                cells.remove(cell);
            }
        }

        public void clear() {
            cells.clear(group());
        }
    }

    /// A value and its key.
    public record Entry(@Nullable Object key, @Nullable Object value) {}

    /// Sets a timer, in milliseconds since 1970; one of this time that is there already stays.
    ///
    /// @throws UserException when the program has no time
    public void registerTimer(long millis) {
        requireTime("register_timer");
        timers.register(group("register_timer"), millis);
    }

    /// Takes a timer away, if it is there.
    public void deleteTimer(long millis) {
        requireTime("delete_timer");
        timers.delete(group("delete_timer"), millis);
    }

    /// Takes all timers away.
    public void clearTimers() {
        timers.clear(group("delete_timer"));
    }

    /// The times of the timers of the key, in the order in which they were registered.
    public List<Long> listTimers() {
        requireTime("list_timers");
        return timers.list(group("list_timers"));
    }

    private void requireTime(String operation) {
        if (timersBy == TimersBy.NOTHING) {
            throw new UserException(
                    "STATEFUL_PROCESSOR_CANNOT_PERFORM_OPERATION_WITH_INVALID_TIME_MODE",
                    Map.of("operationType", operation, "timeMode", "NoTime"));
        }
    }

    /// The declared time of the epoch, in milliseconds since 1970.
    public long processingTimeMillis() {
        return Math.floorDiv(clock.clockMicros(), MICROS_PER_MILLI);
    }

    /// The watermark in force, in milliseconds since 1970; 0 while there is none.
    public long watermarkMillis() {
        return Math.max(0, Math.floorDiv(bounds.watermark(), MICROS_PER_MILLI));
    }

    /// The number of the epoch.
    public long epoch() {
        return clock.epoch();
    }

    /// The query that the program is part of.
    public Identity identity() {
        return identity.get();
    }

    /// The timers that are due in this epoch.
    List<Timers.Due> due() {
        return switch (timersBy) {
            case NOTHING -> List.of();
            case CLOCK -> timers.due(clock.clockMicros());
            case WATERMARK -> timers.due(bounds.watermark());
        };
    }

    /// Takes away some of what has expired.
    void forget() {
        for (var collection : collections.values()) {
            collection.cells.forget(due);
        }
    }
}

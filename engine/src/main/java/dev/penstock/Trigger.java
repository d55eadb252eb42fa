package dev.penstock;

import dev.penstock.data.error.UserException;
import dev.penstock.data.text.IntervalText;
import dev.penstock.engine.epoch.Pace;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// When a stream takes the rows that wait.
///
/// Without a trigger it takes them at once: an epoch begins as soon as a row waits and the one before is done.
public final class Trigger {
    private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);

    private final Pace pace;
    private final Optional<Duration> snapshotInterval;

    private Trigger(Pace pace, Optional<Duration> snapshotInterval) {
        this.pace = pace;
        this.snapshotInterval = snapshotInterval;
    }

    /// At most one epoch each `interval`, e.g. `10 seconds`, at multiples of it; 0 means as soon as a row waits.
    public static Trigger ProcessingTime(String interval) {
        return ProcessingTime(micros(interval), TimeUnit.MICROSECONDS);
    }

    /// At most one epoch each `intervalMs` milliseconds.
    public static Trigger ProcessingTime(long intervalMs) {
        return ProcessingTime(intervalMs, TimeUnit.MILLISECONDS);
    }

    /// At most one epoch each `interval`.
    public static Trigger ProcessingTime(long interval, TimeUnit unit) {
        long micros = notNegative(unit.toMicros(interval));
        return new Trigger(micros == 0 ? Pace.NATURAL : new Pace.Every(micros), Optional.empty());
    }

    /// All that was there at the start, in one epoch; then the query stops.
    public static Trigger Once() {
        return new Trigger(new Pace.AvailableNow(true), Optional.empty());
    }

    /// All that was there at the start, in as many epochs as the sources' limits ask for; then the query stops.
    public static Trigger AvailableNow() {
        return new Trigger(new Pace.AvailableNow(false), Optional.empty());
    }

    /// As soon as a row waits, with a snapshot of the state each `interval`. Exactly once, unlike Spark's mode of that name.
    public static Trigger Continuous(String interval) {
        return snapshots(micros(interval));
    }

    /// As soon as a row waits, with a snapshot of the state each `intervalMs` milliseconds.
    public static Trigger Continuous(long intervalMs) {
        return Continuous(intervalMs, TimeUnit.MILLISECONDS);
    }

    /// As soon as a row waits, with a snapshot of the state each `interval`.
    public static Trigger Continuous(long interval, TimeUnit unit) {
        return snapshots(unit.toMicros(interval));
    }

    /// As soon as a row waits. The default is as fast; here for programs that ask for it by this name.
    public static Trigger RealTime() {
        return new Trigger(Pace.NATURAL, Optional.empty());
    }

    /// As soon as a row waits, with a snapshot of the state each `interval`.
    public static Trigger RealTime(String interval) {
        return snapshots(micros(interval));
    }

    /// As soon as a row waits, with a snapshot of the state each `intervalMs` milliseconds.
    public static Trigger RealTime(long intervalMs) {
        return snapshots(TimeUnit.MILLISECONDS.toMicros(intervalMs));
    }

    private static Trigger snapshots(long micros) {
        return new Trigger(Pace.NATURAL, Optional.of(Duration.ofNanos(notNegative(micros) * 1000)));
    }

    /// When the engine begins epochs; for front ends.
    public Pace pace() {
        return pace;
    }

    /// How often state is saved, when the trigger says so; for front ends.
    public Optional<Duration> snapshotInterval() {
        return snapshotInterval;
    }

    private static long notNegative(long micros) {
        if (micros < 0) {
            throw new UserException("INVALID_CALL",
                    Map.of("reason", "the interval of a trigger must not be negative"));
        }
        return micros;
    }

    private static long micros(String interval) {
        var text = interval.strip();
        var words = text.toLowerCase(Locale.ROOT).startsWith("interval ")
                ? text.substring("interval ".length())
                : text;
        var parsed = IntervalText.parseCalendar(words);
        if (parsed == null || parsed.months() != 0) {
            throw new UserException("INVALID_CALL",
                    Map.of("reason",
                            "the interval of a trigger has to be given as in '10 seconds', not as '"
                                    + interval + "'"));
        }
        return parsed.days() * MICROS_PER_DAY + parsed.micros();
    }
}

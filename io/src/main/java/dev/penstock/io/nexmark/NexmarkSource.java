package dev.penstock.io.nexmark;

import dev.penstock.data.Batch;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.Clock;
import dev.penstock.data.sys.World;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads Nexmark events by number. An offset has the number of the next event, and the moment at which the query first started, which says when events
/// are due. An offset counts the events of all kinds, whichever of them the table has, so sources of one timeline go in step.
final class NexmarkSource implements Source {
    /// Where `AvailableNow` stops when there is no end: as many events further.
    private static final long ENDLESS = 1_000_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final Pattern OFFSET = Pattern
            .compile("\\{\"start\":(\\d+),\"events\":(\\d+)}");

    private final NexmarkParameters parameters;
    private final NexmarkEvents events;
    private final NexmarkTable table;
    private final Reading reading;
    private final World world;
    private volatile Place place;
    private volatile boolean closed;
    private @Nullable Thread timer;

    /// How events are taken: when they are due or at once, how many an epoch, in how many splits.
    record Reading(boolean limited, long most, long partitions) {}

    /// What an offset says.
    private record Place(long startMicros, long event) {
        Offset offset() {
            return new Offset("{\"start\":" + startMicros + ",\"events\":" + event + "}");
        }

        static Place of(Offset offset) {
            var matcher = OFFSET.matcher(offset.json());
            if (!matcher.matches()) {
                throw new UserException("INVALID_OPTION_VALUE",
                        Map.of("format", "nexmark", "role", "source", "option", "offset", "value",
                                offset.json(), "reason",
                                "it has to be like " + new Place(0, 0).offset().json()));
            }
            return new Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
    }

    NexmarkSource(NexmarkParameters parameters, NexmarkTable table, Reading reading, World world) {
        this.parameters = parameters;
        this.table = table;
        this.reading = reading;
        this.world = world;
        events = new NexmarkEvents(parameters);
        place = new Place(-1, 0);
    }

    @Override
    public Offset start() {
        place = new Place(reading.limited() ? world.clock().epochMicros() : 0, 0);
        return place.offset();
    }

    @Override
    public Offset latest() {
        var now = place.startMicros() < 0 ? Place.of(start()) : place;
        return new Place(now.startMicros(), end(now, ENDLESS)).offset();
    }

    /// The end of what is there, at most `most` events after a place.
    private long end(Place from, long most) {
        long last = parameters.numbering().events();
        long there = last == 0 ? Long.MAX_VALUE : last;
        if (reading.limited()) {
            there = Math.min(there, due(world.clock().epochMicros() - from.startMicros()));
        }
        long end = most > Long.MAX_VALUE - from.event() ? Long.MAX_VALUE : from.event() + most;
        return Math.max(from.event(), Math.min(end, there));
    }

    /// How many events are due some time after the start.
    private long due(long micros) {
        long rate = parameters.timeline().eventsPerSecond();
        return micros < 0
                ? 0
                : micros / MICROS_PER_SECOND * rate
                        + micros % MICROS_PER_SECOND * rate / MICROS_PER_SECOND + 1;
    }

    /// When an event is due, after the start.
    private long dueMicros(long number) {
        long rate = parameters.timeline().eventsPerSecond();
        return number / rate * MICROS_PER_SECOND
                + Math.ceilDiv(number % rate * MICROS_PER_SECOND, rate);
    }

    @Override
    public void open(Offset from, Runnable wake) {
        place = Place.of(from);
        if (reading.limited()) {
            timer = world.threads().start("penstock-nexmark", () -> run(wake));
        }
    }

    /// Wakes the engine when the first event that it has not taken is due, then waits until it has taken it.
    private void run(Runnable wake) {
        Clock clock = world.clock();
        long woken = -1;
        while (!closed) {
            var next = place;
            long wait = next.startMicros() + dueMicros(next.event()) - clock.epochMicros();
            if (wait > 0) {
                clock.parkUntil(clock.nanos() + wait * 1000);
            } else if (woken != next.event()) {
                woken = next.event();
                wake.run();
            } else {
                clock.parkUntil(clock.nanos() + 1_000_000_000L);
            }
        }
    }

    @Override
    public Offset available(Offset from, ReadLimit limit) {
        var begin = Place.of(from);
        long end = end(begin, Math.min(limit.maxRows(), reading.most()));
        if (limit.until() != null) {
            end = Math.min(end, Math.max(begin.event(), Place.of(limit.until()).event()));
        }
        place = new Place(begin.startMicros(), end);
        if (timer != null) {
            LockSupport.unpark(timer);
        }
        return end == begin.event() ? from : place.offset();
    }

    @Override
    public List<Split> plan(Offset from, Offset to) {
        long first = Place.of(from).event();
        long end = Place.of(to).event();
        long batches = Math.ceilDiv(end - first, Batch.CAPACITY);
        long size = Math.max(1, Math.ceilDiv(batches, reading.partitions())) * Batch.CAPACITY;
        var splits = new ArrayList<Split>();
        for (long at = first; at < end; at += size) {
            splits.add(new Range(at, Math.min(end, at + size)));
        }
        return splits;
    }

    /// The events `from` (inclusive) to `to` (exclusive).
    private final class Range implements Split {
        private final long from;
        private final long to;

        Range(long from, long to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public long size() {
            return to - from;
        }

        @Override
        public void read(Consumer<Batch> into) {
            new NexmarkColumns(events, table, (int) Math.min(Batch.CAPACITY, to - from))
                    .read(from, to, into);
        }
    }

    @Override
    public String description() {
        return "Nexmark[" + table.name().toLowerCase(java.util.Locale.ROOT) + ", "
                + parameters.timeline().eventsPerSecond() + " events a second]";
    }

    @Override
    public void close() {
        closed = true;
        if (timer != null) {
            LockSupport.unpark(timer);
        }
    }
}

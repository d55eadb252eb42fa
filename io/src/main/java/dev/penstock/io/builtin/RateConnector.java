package dev.penstock.io.builtin;

import dev.penstock.data.Schema;
import dev.penstock.data.sys.Clock;
import dev.penstock.data.sys.World;
import dev.penstock.data.text.IntervalText;
import dev.penstock.io.Connector;
import dev.penstock.io.Offset;
import dev.penstock.io.Options;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// `rate`: `rowsPerSecond` generated rows (`timestamp`, `value`) a second, each there at the moment that its timestamp says.
///
/// The offset carries the moment at which the query first started, so rows are a pure function of their number. Replayable. With `rampUpTime`
/// the rate rises in steps of a second.
public final class RateConnector implements Connector {
    private static final List<String> NAMES = List.of("rowsPerSecond", "rampUpTime",
            "numPartitions");

    @Override
    public String format() {
        return "rate";
    }

    @Override
    public Schema schema(SourceRequest request) {
        schedule(request.options());
        return GeneratedRows.SCHEMA;
    }

    @Override
    public Source source(SourceRequest request) {
        long partitions = request.options().getLong("numPartitions",
                Runtime.getRuntime().availableProcessors(), 1);
        return new Generator(schedule(request.options()), partitions, request.world());
    }

    private static Schedule schedule(Options options) {
        options.requireKnown(NAMES);
        long rate = options.getLong("rowsPerSecond", 1, 1);
        var text = options.get("rampUpTime", "0 seconds").strip();
        var rampUp = IntervalText.parseCalendar(text.endsWith("s") && text.length() < 12
                && Character.isDigit(text.charAt(text.length() - 2))
                        ? text.substring(0, text.length() - 1) + " seconds"
                        : text);
        if (rampUp == null || rampUp.months() != 0 || rampUp.days() < 0 || rampUp.micros() < 0) {
            throw options.invalid("rampUpTime", "it has to be a time such as 10s or 2 minutes");
        }
        return new Schedule(rate, rampUp.days() * 86_400L + rampUp.micros() / MICROS_PER_SECOND);
    }

    private static final long MICROS_PER_SECOND = 1_000_000L;

    /// When each row is due, in microseconds after the start. Within a second rows are spread evenly.
    record Schedule(long rowsPerSecond, long rampUpSeconds) {
        /// How many rows belong to the first `seconds` seconds.
        long rowsBefore(long seconds) {
            if (seconds <= rampUpSeconds) {
                return rowsPerSecond * seconds * (seconds + 1) / 2 / (rampUpSeconds + 1);
            }
            return rowsBefore(rampUpSeconds) + (seconds - rampUpSeconds) * rowsPerSecond;
        }

        /// How many rows are due `micros` after the start.
        long due(long micros) {
            long second = micros / MICROS_PER_SECOND;
            long before = rowsBefore(second);
            long within = rowsBefore(second + 1) - before;
            long passed = micros % MICROS_PER_SECOND;
            return before + (within == 0 ? 0 : ((passed + 1) * within - 1) / MICROS_PER_SECOND + 1);
        }

        /// The second to which a row belongs.
        long second(long row) {
            long rampUp = rowsBefore(rampUpSeconds);
            if (row >= rampUp) {
                return rampUpSeconds + (row - rampUp) / rowsPerSecond;
            }
            long low = 0;
            long high = rampUpSeconds;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (rowsBefore(middle + 1) > row) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        /// When a row is due, after the start.
        long dueMicros(long row) {
            long second = second(row);
            long before = rowsBefore(second);
            return second * MICROS_PER_SECOND
                    + (row - before) * MICROS_PER_SECOND / (rowsBefore(second + 1) - before);
        }

        void fill(long[] timestamps, long first, int count, long startMicros) {
            int at = 0;
            while (at < count) {
                long second = second(first + at);
                long before = rowsBefore(second);
                long within = rowsBefore(second + 1) - before;
                long base = startMicros + second * MICROS_PER_SECOND;
                int end = (int) Math.min(count, before + within - first);
                for (; at < end; at++) {
                    timestamps[at] = base + (first + at - before) * MICROS_PER_SECOND / within;
                }
            }
        }
    }

    private static final class Generator implements Source {
        private final Schedule schedule;
        private final long partitions;
        private final World world;
        private volatile long startMicros;
        private volatile long taken;
        private volatile boolean closed;
        private @Nullable Thread timer;

        Generator(Schedule schedule, long partitions, World world) {
            this.schedule = schedule;
            this.partitions = partitions;
            this.world = world;
            startMicros = Long.MIN_VALUE;
        }

        private Offset offset(long start, long rows) {
            return new Offset("{\"start\":" + start + ",\"rows\":" + rows + "}");
        }

        @Override
        public Offset start() {
            startMicros = world.clock().epochMicros();
            return offset(startMicros, 0);
        }

        @Override
        public Offset latest() {
            if (startMicros == Long.MIN_VALUE) {
                return start();
            }
            return offset(startMicros, due());
        }

        private long due() {
            return schedule.due(Math.max(0, world.clock().epochMicros() - startMicros));
        }

        @Override
        public void open(Offset from, Runnable wake) {
            startMicros = GeneratedRows.number(from, "start");
            taken = GeneratedRows.number(from, "rows");
            timer = world.threads().start("penstock-rate", () -> run(wake));
        }

        /// Wakes the engine when the first row that it has not taken is due, then waits until it has taken it.
        private void run(Runnable wake) {
            Clock clock = world.clock();
            long woken = -1;
            while (!closed) {
                long row = taken;
                long wait = startMicros + schedule.dueMicros(row) - clock.epochMicros();
                if (wait > 0) {
                    clock.parkUntil(clock.nanos() + wait * 1000);
                } else if (woken != row) {
                    woken = row;
                    wake.run();
                } else {
                    clock.parkUntil(clock.nanos() + 1_000_000_000L);
                }
            }
        }

        @Override
        public Offset available(Offset from, ReadLimit limit) {
            long first = GeneratedRows.number(from, "rows");
            long end = Math.max(first, due());
            end = Math.min(end,
                    limit.maxRows() > Long.MAX_VALUE - first
                            ? Long.MAX_VALUE
                            : first + limit.maxRows());
            if (limit.until() != null) {
                end = Math.min(end, Math.max(first, GeneratedRows.number(limit.until(), "rows")));
            }
            taken = end;
            if (timer != null) {
                LockSupport.unpark(timer);
            }
            return end == first ? from : offset(startMicros, end);
        }

        @Override
        public List<Split> plan(Offset from, Offset to) {
            long start = GeneratedRows.number(to, "start");
            return GeneratedRows.splits(GeneratedRows.number(from, "rows"),
                    GeneratedRows.number(to, "rows"), partitions,
                    (timestamps, first, count) -> schedule.fill(timestamps, first, count, start));
        }

        @Override
        public String description() {
            return "RateStreamV2[rowsPerSecond=" + schedule.rowsPerSecond() + ", rampUpTimeSeconds="
                    + schedule.rampUpSeconds()
                    + ", numPartitions=" + partitions + "]";
        }

        @Override
        public void close() {
            closed = true;
            if (timer != null) {
                LockSupport.unpark(timer);
            }
        }
    }
}

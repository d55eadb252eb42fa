package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.flow.circuit.Circuit;
import dev.penstock.flow.kernel.EpochClock;
import dev.penstock.flow.kernel.KernelContext;
import dev.penstock.flow.operator.Changes;
import dev.penstock.flow.operator.EventTime.Policy;
import dev.penstock.plan.function.TimeWindows;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.rule.GroupByWindowStart;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.store.state.Arrangement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// An hour of event time leaves no more state than its first minutes. The rate is that of a small test; `-Dpenstock.bounded.rate=100000` makes it the real one, and
/// `-Dpenstock.bounded.minutes` the hour another time.
class BoundedStateTest {
    private static final long SECOND = 1_000_000;
    private static final int RATE = Integer.getInteger("penstock.bounded.rate", 300);
    private static final int MINUTES = Integer.getInteger("penstock.bounded.minutes", 60);
    private static final int FIRST_MINUTES = 3;
    private static final Schema EVENTS = Schema.of(Field.of("at", DataType.TIMESTAMP),
            Field.of("key", DataType.INT));

    private static Logical timed(String name) {
        return new Logical.Watermark(stream(name, EVENTS), 0, 10 * SECOND);
    }

    private static Expr plus(Expr time, int seconds) {
        return new Expr.Call("add_interval",
                List.of(time, new Expr.Literal(Duration.ofSeconds(seconds),
                        new DataType.DayTimeIntervalType(DataType.IntervalField.DAY,
                                DataType.IntervalField.SECOND))),
                DataType.TIMESTAMP, true, Expr.ErrorMode.ANSI);
    }

    @Test
    void aWindowedCount() {
        var input = timed("events");
        var window = new Expr.Call(TimeWindows.WINDOW,
                List.of(column(input, 0), literal(10 * SECOND), literal(10 * SECOND), literal(0)),
                TimeWindows.type(DataType.TIMESTAMP), true, Expr.ErrorMode.ANSI);
        anHourOf("windowed count", new GroupByWindowStart().apply(group(input,
                List.of(window, column(input, 1)), aggregate("count", DataType.LONG))));
    }

    @Test
    void aSessionWindow() {
        var input = timed("events");
        var session = new Expr.Call(TimeWindows.SESSION_WINDOW,
                List.of(column(input, 0), plus(column(input, 0), 5)),
                TimeWindows.type(DataType.TIMESTAMP), false, Expr.ErrorMode.ANSI);
        anHourOf("session window", group(input, List.of(column(input, 1), session),
                aggregate("count", DataType.LONG)));
    }

    @Test
    void aTimeBoundedJoin() {
        anHourOf("time-bounded join", join());
    }

    /// So many rows come and go in one epoch that it is not left to later ones to forget them.
    @Test
    void aTimeBoundedJoinInEpochsOfAMinute() {
        anHourOf("time-bounded join, large epochs", join(), RATE * 60);
    }

    private static Logical join() {
        var left = timed("left");
        var right = timed("right");
        var leftTime = new Expr.Column(0, DataType.TIMESTAMP, true);
        var rightTime = new Expr.Column(2, DataType.TIMESTAMP, true);
        var condition = call("and", DataType.BOOLEAN,
                call("ge", DataType.BOOLEAN, rightTime, leftTime),
                call("le", DataType.BOOLEAN, rightTime, plus(leftTime, 5)));
        return new Logical.Join(left, right, JoinType.LEFT,
                List.of(column(left, 1)), List.of(column(right, 1)), Optional.of(condition));
    }

    private record Size(int entries, long bytes) {
        static Size of(Circuit circuit) {
            return new Size(circuit.state().values().stream().mapToInt(Arrangement::size).sum(),
                    circuit.state().values().stream().mapToLong(Arrangement::memoryBytes).sum());
        }
    }

    private static void anHourOf(String what, Logical plan) {
        anHourOf(what, plan, Math.clamp(RATE / 10, 1, Batch.CAPACITY));
    }

    private static void anHourOf(String what, Logical plan, int perEpoch) {
        var clock = new EpochClock();
        var counted = new Counting();
        var circuit = Lowering.lower(plan, Delivery.APPEND,
                new KernelContext(ZoneOffset.UTC, clock), (_, layout) -> new Arrangement(layout),
                counted);
        var random = new SplittableRandom(1);
        // Of as many keys as make a row of a key come about each four seconds.
        int keys = Math.max(1, RATE * 4);
        long epochs = (long) RATE * 60 * MINUTES / perEpoch;
        long row = 0;
        long watermark = 0;
        Size first = new Size(0, 0);
        for (long epoch = 0; epoch < epochs; epoch++) {
            long next = circuit.eventTime().watermark(Policy.MIN, watermark);
            clock.set(epoch, epoch, next, watermark, next);
            watermark = next;
            for (var input : circuit.inputs()) {
                for (int done = 0; done < perEpoch; done += Batch.CAPACITY) {
                    input.entry().accept(rows(random, row + done,
                            Math.min(Batch.CAPACITY, perEpoch - done), keys));
                }
                input.entry().finish();
            }
            circuit.eventTime().endEpoch();
            row += perEpoch;
            if (epoch == epochs * FIRST_MINUTES / MINUTES) {
                first = Size.of(circuit);
            }
        }
        var last = Size.of(circuit);
        System.out.printf(
                "%s, %d rows/s, %d minutes: %,d rows a side in, %,d out; after %d minutes "
                        + "%s, at the end %s%n",
                what, RATE, MINUTES, row, counted.rows, FIRST_MINUTES,
                first, last);
        assertThat(counted.rows).as("rows that came out").isPositive();
        assertThat(last.entries()).as("entries").isLessThan(first.entries() * 5 / 4);
        assertThat(last.bytes()).as("bytes").isLessThan(first.bytes() * 5 / 4);
    }

    /// Rows at the rate, each up to five seconds late.
    private static Batch rows(SplittableRandom random, long from, int count, int keys) {
        var times = new LongVector(count);
        var keyColumn = new IntVector(count);
        for (int i = 0; i < count; i++) {
            times.set(i, (from + i) * SECOND / RATE + 100 * SECOND
                    - random.nextLong(5 * SECOND));
            keyColumn.set(i, random.nextInt(keys));
        }
        return Batch.of(count, times, keyColumn);
    }

    private static final class Counting implements Changes {
        private long rows;

        @Override
        public void accept(Batch changes) {
            rows += changes.count();
        }

        @Override
        public void finish() {}
    }
}

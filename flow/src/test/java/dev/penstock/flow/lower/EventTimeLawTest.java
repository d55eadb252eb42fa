package dev.penstock.flow.lower;

import static dev.penstock.flow.lower.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.plan.function.TimeWindows;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.rule.GroupByWindowStart;
import dev.penstock.plan.spec.Relation.JoinType;
import dev.penstock.testkit.Gen;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What watermarks do, operator by operator: the result is that of a batch over the rows that were not late.
class EventTimeLawTest {
    private static final int RUNS = Law.RUNS;
    private static final long SECOND = 1_000_000;
    private static final Schema EVENTS = Schema.of(Field.of("at", DataType.TIMESTAMP),
            Field.of("key", DataType.BYTE), Field.of("value", DataType.INT));

    private static Logical timed(String name, long delayMicros) {
        return new Logical.Watermark(stream(name, EVENTS), 0, delayMicros);
    }

    /// Times that rise by a second a row, some of them up to half a minute too early. Rows without a time never end, so in `append` they never come out.
    private static List<List<@Nullable Object>> rows(Gen gen, int most, boolean nulls) {
        var rows = new ArrayList<List<@Nullable Object>>();
        int count = gen.below(most + 1);
        for (int i = 0; i < count; i++) {
            var row = new ArrayList<@Nullable Object>();
            long jitter = gen.oneIn(3) ? gen.between(-30 * SECOND, 0) : 0;
            row.add(nulls && gen.oneIn(50) ? null : (Object) ((100 + i) * SECOND + jitter));
            row.add(gen.oneIn(20) ? null : (Object) (byte) gen.below(3));
            row.add(gen.below(5));
            rows.add(row);
        }
        return rows;
    }

    private static long at(List<@Nullable Object> row) {
        return row.get(0) instanceof Long time ? time : EventTimeLaw.END * 2;
    }

    private static void check(Logical plan, Delivery delivery,
            ToLongFunction<List<@Nullable Object>> over, String... scans) {
        Gen.check(RUNS, gen -> {
            Map<String, List<List<@Nullable Object>>> rows = new LinkedHashMap<>();
            for (var scan : scans) {
                rows.put(scan, rows(gen, 70, delivery != Delivery.APPEND));
            }
            EventTimeLaw.check(gen, plan, delivery, rows, over);
        });
    }

    private static Expr window(Logical input, long size, long slide) {
        return new Expr.Call(TimeWindows.WINDOW, List.of(column(input, 0),
                literal(size), literal(slide), literal(0)),
                TimeWindows.type(DataType.TIMESTAMP), true, Expr.ErrorMode.ANSI);
    }

    private static Logical tumbling(long delay) {
        var input = timed("events", delay);
        return new GroupByWindowStart().apply(group(input,
                List.of(window(input, 10 * SECOND, 10 * SECOND), column(input, 1)),
                aggregate("count", DataType.LONG), aggregate("max", DataType.INT, column(input, 2)),
                distinct(aggregate("count", DataType.LONG, column(input, 2)))));
    }

    private static long endOfWindow(List<@Nullable Object> row) {
        long time = at(row);
        return time - Math.floorMod(time, 10 * SECOND) + 10 * SECOND;
    }

    @ParameterizedTest
    @EnumSource(value = Delivery.class, names = {"APPEND", "CHANGES"})
    void tumblingWindows(Delivery delivery) {
        check(tumbling(5 * SECOND), delivery, EventTimeLawTest::endOfWindow, "events");
    }

    @ParameterizedTest
    @EnumSource(value = Delivery.class, names = {"APPEND", "CHANGES"})
    void theTimeItselfAsKey(Delivery delivery) {
        var input = timed("events", 0);
        check(group(input, List.of(column(input, 0)), aggregate("count", DataType.LONG)), delivery,
                EventTimeLawTest::at, "events");
    }

    @Test
    void windowsOfWindows() {
        var inner = tumbling(5 * SECOND);
        var window = column(inner, 0);
        var time = new Expr.Call("add_interval",
                List.of(new Expr.FieldOf(window, 1, DataType.TIMESTAMP, true),
                        new Expr.Literal(Duration.ofNanos(-1000),
                                new DataType.DayTimeIntervalType(DataType.IntervalField.DAY,
                                        DataType.IntervalField.SECOND))),
                DataType.TIMESTAMP, true, Expr.ErrorMode.ANSI);
        var outer = new Expr.Call(TimeWindows.WINDOW,
                List.of(time, literal(30 * SECOND), literal(30 * SECOND), literal(0)),
                TimeWindows.type(DataType.TIMESTAMP), true, Expr.ErrorMode.ANSI);
        check(new GroupByWindowStart().apply(
                group(inner, List.of(outer), aggregate("sum", DataType.LONG, column(inner, 2)))),
                Delivery.APPEND, EventTimeLawTest::endOfWindow, "events");
    }

    @ParameterizedTest
    @EnumSource(value = Delivery.class, names = {"APPEND", "CHANGES"})
    void firstRowsByTimeAndKey(Delivery delivery) {
        check(new Logical.Deduplicate(timed("events", 3 * SECOND), List.of(0, 1, 2), false),
                delivery, EventTimeLawTest::at, "events");
    }

    @Test
    void firstRowsWithinTheWatermark() {
        long delay = 20 * SECOND;
        var plan = new Logical.Deduplicate(timed("events", delay), List.of(1), true);
        Gen.check(RUNS, gen -> {
            Map<@Nullable Object, Long> seen = new HashMap<>();
            Map<List<@Nullable Object>, Long> expected = new HashMap<>();
            var rows = new LinkedHashMap<String, List<List<@Nullable Object>>>();
            rows.put("events", rows(gen, 70, false));
            var result = EventTimeLaw.result(gen, plan, Delivery.APPEND, rows,
                    EventTimeLawTest::at, (row, watermark) -> {
                        if (seen.getOrDefault(row.get(1), Long.MIN_VALUE) <= watermark) {
                            long time = row.get(0) instanceof Long known ? known : 0;
                            seen.put(row.get(1), time + delay);
                            var given = new ArrayList<>(row);
                            given.set(0, Instant.EPOCH.plus(time, ChronoUnit.MICROS));
                            expected.merge(given, 1L, Long::sum);
                        }
                    });
            assertThat(result).as("seed " + gen.seed()).isEqualTo(expected);
        });
    }

    private static Logical sessions(long gapSeconds) {
        var input = timed("events", 5 * SECOND);
        var filtered = filter(input, call("isnotnull", DataType.BOOLEAN, column(input, 0)));
        var session = new Expr.Call(TimeWindows.SESSION_WINDOW,
                List.of(column(input, 0), plus(column(input, 0), (int) gapSeconds)),
                TimeWindows.type(DataType.TIMESTAMP), false, Expr.ErrorMode.ANSI);
        return group(filtered, List.of(column(input, 1), session),
                aggregate("count", DataType.LONG), aggregate("max", DataType.INT, column(input, 2)),
                where(aggregate("count", DataType.LONG),
                        call("gt", DataType.BOOLEAN, column(input, 2),
                                new Expr.Literal(2, DataType.INT))));
    }

    @ParameterizedTest
    @EnumSource(value = Delivery.class, names = {"APPEND", "CHANGES"})
    void sessionsOfRowsThatWereNotLate(Delivery delivery) {
        Gen.check(RUNS, gen -> {
            var model = new SessionModel(4 * SECOND);
            var rows = new LinkedHashMap<String, List<List<@Nullable Object>>>();
            rows.put("events", rows(gen, 70, false));
            var result = EventTimeLaw.result(gen, sessions(4), delivery, rows,
                    row -> at(row) + 4 * SECOND, model);
            assertThat(result.values()).as("seed " + gen.seed()).allMatch(n -> n == 1);
            assertThat(result.keySet()).as("seed " + gen.seed())
                    .containsExactlyInAnyOrderElementsOf(model.ended);
        });
    }

    /// Sessions by the book: a row joins those that it touches and that have not ended.
    private static final class SessionModel implements EventTimeLaw.Kept {
        private final long gap;
        private final List<Open> open = new ArrayList<>();
        private final List<List<@Nullable Object>> ended = new ArrayList<>();

        private record Open(@Nullable Object key, long start, long end, List<Integer> values) {
            List<@Nullable Object> row() {
                var row = new ArrayList<@Nullable Object>();
                row.add(key);
                row.add(List.of(Instant.EPOCH.plus(start, ChronoUnit.MICROS),
                        Instant.EPOCH.plus(end, ChronoUnit.MICROS)));
                row.add((long) values.size());
                row.add(values.stream().max(Integer::compare).orElseThrow());
                row.add(values.stream().filter(v -> v > 2).count());
                return row;
            }
        }

        SessionModel(long gap) {
            this.gap = gap;
        }

        @Override
        public void row(List<@Nullable Object> row, long watermark) {
            long from = at(row);
            long to = from + gap;
            var values = new ArrayList<Integer>();
            var key = row.get(1);
            boolean more = true;
            while (more) {
                more = false;
                for (var session : List.copyOf(open)) {
                    if (java.util.Objects.equals(session.key(), key) && session.start() <= to
                            && from <= session.end()) {
                        from = Math.min(from, session.start());
                        to = Math.max(to, session.end());
                        values.addAll(session.values());
                        open.remove(session);
                        more = true;
                    }
                }
            }
            values.add((Integer) java.util.Objects.requireNonNull(row.get(2)));
            open.add(new Open(key, from, to, values));
        }

        @Override
        public void endEpoch(long watermark) {
            open.stream().filter(s -> s.end() <= watermark).forEach(s -> ended.add(s.row()));
            open.removeIf(s -> s.end() <= watermark);
        }
    }

    @Test
    void sessionsWithoutWatermarkAreTakenBackWhenTheyJoin() {
        var plan = new java.util.concurrent.atomic.AtomicReference<>(sessions(3));
        plan.set(plan.get().mapUp(
                node -> node instanceof Logical.Watermark(var below, _, _) ? below : node));
        Gen.check(RUNS, gen -> Law.check(gen, plan.get(), 200));
    }

    /// `l.key = r.key AND r.at BETWEEN l.at - 5 seconds AND l.at + 10 seconds`
    private static Logical.Join join(JoinType type) {
        var left = timed("left", 5 * SECOND);
        var right = timed("right", 0);
        var leftTime = new Expr.Column(0, DataType.TIMESTAMP, true);
        var rightTime = new Expr.Column(3, DataType.TIMESTAMP, true);
        var condition = call("and", DataType.BOOLEAN,
                call("ge", DataType.BOOLEAN, rightTime, plus(leftTime, -5)),
                call("le", DataType.BOOLEAN, rightTime, plus(leftTime, 10)));
        return new Logical.Join(left, right, type, List.of(column(left, 1)),
                List.of(column(right, 1)), Optional.of(condition));
    }

    private static Expr plus(Expr time, int seconds) {
        return new Expr.Call("add_interval",
                List.of(time, new Expr.Literal(Duration.ofSeconds(seconds),
                        new DataType.DayTimeIntervalType(DataType.IntervalField.DAY,
                                DataType.IntervalField.SECOND))),
                DataType.TIMESTAMP, true, Expr.ErrorMode.ANSI);
    }

    @ParameterizedTest
    @EnumSource(value = JoinType.class, mode = EnumSource.Mode.EXCLUDE, names = "CROSS")
    void joinsBoundedInTimeGiveRowsThatStay(JoinType type) {
        check(join(type), Delivery.APPEND, EventTimeLawTest::at, "left", "right");
    }

    @ParameterizedTest
    @EnumSource(value = JoinType.class, mode = EnumSource.Mode.EXCLUDE, names = "CROSS")
    void joinsBoundedInTimeKeepTablesUpToDate(JoinType type) {
        check(join(type), Delivery.CHANGES, EventTimeLawTest::at, "left", "right");
    }

    @Test
    void windowsOverAnOuterJoin() {
        var join = join(JoinType.LEFT);
        var window = window(join, 10 * SECOND, 10 * SECOND);
        check(new GroupByWindowStart().apply(
                group(join, List.of(window), aggregate("count", DataType.LONG, column(join, 3)),
                        aggregate("count", DataType.LONG))),
                Delivery.APPEND, EventTimeLawTest::at, "left", "right");
    }
}

package dev.penstock.engine.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.sys.Threads;
import dev.penstock.data.sys.World;
import dev.penstock.engine.epoch.Destination.Kept;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.store.ledger.Ledger;
import dev.penstock.store.ledger.Sync;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.SimulatedDisk;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Crash anywhere, lose power anywhere, start again: nothing lost, nothing twice. A seed decides where; invariants I1 to I5 are checked
/// after each restart. [#CRASHES] crash points in all.
class CrashSimulationTest {
    private static final int CRASHES = 10_000;
    private static final int ROWS = 60;
    private static final Path CHECKPOINT = Path.of("/checkpoint");

    private static final Logical STREAM = new Logical.Scan("test", "rows", Map.of(),
            ArrivingRows.SCHEMA, List.of(0, 1), true);

    private static final Logical EVEN_NUMBERS = new Logical.Filter(STREAM, new Expr.Call("eq",
            List.of(new Expr.Call("pmod",
                    List.of(new Expr.Column(1, DataType.LONG, false),
                            new Expr.Literal(2L, DataType.LONG)),
                    DataType.LONG,
                    true, Expr.ErrorMode.ANSI), new Expr.Literal(0L, DataType.LONG)),
            DataType.BOOLEAN, true, Expr.ErrorMode.ANSI));

    private static final Logical COUNT_PER_KEY = new Logical.Aggregate(STREAM,
            List.of(new Expr.Column(0, DataType.BYTE, true)),
            List.of(new Expr.AggregateCall("count", List.of(), false, Optional.empty(), true,
                    DataType.LONG, false, Expr.ErrorMode.ANSI)),
            Schema.of(Field.of("key", DataType.BYTE), new Field("count", DataType.LONG, false)));

    private static final Logical NUMBERED = new Logical.GroupProgram(STREAM,
            new Logical.GroupProgram.Groups(List.of(new Expr.Column(0, DataType.BYTE, true)),
                    Schema.of(Field.of("key", DataType.BYTE)), ArrivingRows.SCHEMA),
            Optional.empty(), Optional.empty(), new NumberingProgram());

    /// What the query does, with its plan and output mode.
    private enum Kind {
        FILTER, COUNT, CHANGES, PROGRAM;

        Logical plan() {
            return switch (this) {
                case FILTER -> EVEN_NUMBERS;
                case COUNT -> COUNT_PER_KEY;
                case CHANGES -> Logical.Changelog.of(COUNT_PER_KEY,
                        Logical.Changelog.Form.COLUMNS, "simulated");
                case PROGRAM -> NUMBERED;
            };
        }

        String mode() {
            return switch (this) {
                case FILTER, PROGRAM -> "append";
                case COUNT -> "update";
                case CHANGES -> "changelog";
            };
        }
    }

    private int crashes;

    @Test
    void nothingIsLostAndNothingComesTwice() {
        long seed = 1;
        var only = System.getProperty(Gen.SEED_PROPERTY);
        if (only != null) {
            runQueryThroughCrashes(new Gen(Long.parseLong(only)));
            return;
        }
        while (crashes < CRASHES) {
            try {
                runQueryThroughCrashes(new Gen(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("failed with seed " + seed + "; repeat with -D"
                        + Gen.SEED_PROPERTY + "=" + seed, e);
            }
            seed++;
        }
    }

    private void runQueryThroughCrashes(Gen gen) {
        var kind = gen.pick(Kind.values());
        var disk = new SimulatedDisk(gen.fork());
        var destination = new Destination(gen.fork(), gen.flip());
        var world = SimulatedWorld.of(gen.fork(), disk);
        var workers = new Workers(1, Threads.system());
        boolean powerLoss = gen.flip();
        boolean done = false;
        while (!done) {
            planTrouble(gen, disk, destination, powerLoss);
            done = attempt(gen, kind, powerLoss, world, workers, destination);
            if (!done) {
                crashes++;
                recoverMachine(disk, powerLoss);
                checkDeclaredBeforeVisible(world, destination);
            }
        }
        check(kind, destination);
    }

    private static void planTrouble(Gen gen, SimulatedDisk disk, Destination destination,
            boolean powerLoss) {
        if (powerLoss && gen.below(3) > 0) {
            disk.crashAt(disk.steps() + 1 + gen.below(60));
        } else if (gen.oneIn(4)) {
            disk.failAt(disk.steps() + 1 + gen.below(40), 1 + gen.below(3));
        } else {
            destination.killAfter(gen.below(40));
        }
    }

    /// True when the query has read all; false when the process, the machine or the disk gave up.
    private static boolean attempt(Gen gen, Kind kind, boolean powerLoss, World world,
            Workers workers, Destination destination) {
        var definition = new QueryDefinition("simulated", kind.plan(), kind.mode(),
                destination::sink, Optional.empty(), new Pace.AvailableNow(false),
                Optional.of(CHECKPOINT), powerLoss ? "disk" : "os",
                1 + gen.below(100), ZoneOffset.UTC, EventTimeSettings.DEFAULT);
        var control = new Control(new Waker(world.clock()));
        try (var run = QueryRun.of(definition, (_, _) -> new ArrivingRows(gen, ROWS), world,
                workers, new SilentListener(), control,
                new UUID(0, 1))) {
            run.open();
            run.runEpochs();
            return true;
        } catch (TransientException | Destination.Killed e) {
            return false;
        }
    }

    private static void recoverMachine(SimulatedDisk disk, boolean powerLoss) {
        disk.failAt(Long.MAX_VALUE, 1);
        boolean down = disk.isDown();
        disk.crashAt(Long.MAX_VALUE);
        if (down) {
            disk.restart();
        } else if (powerLoss) {
            disk.crash();
        } else {
            disk.kill();
        }
    }

    /// Invariant I2: what a reader can see was declared before, and the declaration has survived.
    private static void checkDeclaredBeforeVisible(World world, Destination destination) {
        try (var ledger = Ledger.open(world, CHECKPOINT, Sync.OS)) {
            assertThat(ledger.nextEpoch()).as("declared epochs after a crash")
                    .isGreaterThan(destination.newestVisibleEpoch());
        }
    }

    private static void check(Kind kind, Destination destination) {
        switch (kind) {
            case FILTER -> checkNumbers(destination);
            case COUNT -> checkCounts(destination);
            case CHANGES -> checkChanges(destination);
            case PROGRAM -> checkNumbering(destination);
        }
    }

    private static void checkNumbers(Destination destination) {
        var numbers = destination.records().stream().map(record -> (Long) record.row().get(1))
                .toList();
        assertThat(numbers).as("every even number once and in order")
                .isEqualTo(java.util.stream.LongStream.range(0, ROWS).filter(n -> n % 2 == 0)
                        .boxed().toList());
    }

    /// Each row has its number within its key, and timers expire once and in order.
    private static void checkNumbering(Destination destination) {
        Map<Object, Long> numbers = new HashMap<>();
        Map<Object, Long> timers = new HashMap<>();
        for (Kept record : destination.records()) {
            var key = java.util.Objects.requireNonNull(record.row().get(0));
            long number = (Long) java.util.Objects.requireNonNull(record.row().get(1));
            if (number > 0) {
                assertThat(number).as("number of a row of key " + key)
                        .isEqualTo(numbers.getOrDefault(key, 0L) + 1);
                numbers.put(key, number);
            } else {
                assertThat(-number).as("time of a timer of key " + key)
                        .isGreaterThan(timers.getOrDefault(key, 0L));
                timers.put(key, -number);
            }
        }
        Map<Object, Long> expected = new HashMap<>();
        for (int i = 0; i < ROWS; i++) {
            expected.merge(ArrivingRows.key(i), 1L, Long::sum);
        }
        assertThat(numbers).as("last number of each key").isEqualTo(expected);
    }

    /// Who applies one change after the other to a table has the result in the end, and each row that goes was there.
    private static void checkChanges(Destination destination) {
        Map<Object, Object> table = new HashMap<>();
        for (Kept record : destination.records()) {
            var key = java.util.Objects.requireNonNull(record.row().get(0));
            var count = java.util.Objects.requireNonNull(record.row().get(1));
            assertThat(record.row().get(3)).as("the epoch of a change").isEqualTo(record.epoch());
            switch ((String) java.util.Objects.requireNonNull(record.row().get(2))) {
                case "insert", "update_postimage" -> assertThat(table.put(key, count)).isNull();
                case "update_preimage" -> assertThat(table.remove(key)).isEqualTo(count);
                default -> throw new AssertionError("a count is never removed: " + record);
            }
        }
        Map<Object, Object> expected = new HashMap<>();
        for (int i = 0; i < ROWS; i++) {
            expected.merge(ArrivingRows.key(i), 1L, (a, b) -> (Long) a + (Long) b);
        }
        assertThat(table).as("the table of all changes").isEqualTo(expected);
    }

    private static void checkCounts(Destination destination) {
        Map<Object, Long> last = new HashMap<>();
        for (Kept record : destination.records()) {
            var key = java.util.Objects.requireNonNull(record.row().get(0));
            long count = (Long) java.util.Objects.requireNonNull(record.row().get(1));
            assertThat(count).as("counts of key " + key + " rise")
                    .isGreaterThan(last.getOrDefault(key, 0L));
            last.put(key, count);
        }
        Map<Object, Long> expected = new HashMap<>();
        for (int i = 0; i < ROWS; i++) {
            expected.merge(ArrivingRows.key(i), 1L, Long::sum);
        }
        assertThat(last).as("last count of each key").isEqualTo(expected);
    }
}

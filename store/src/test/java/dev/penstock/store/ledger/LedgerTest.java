package dev.penstock.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.LongVector;
import dev.penstock.data.Selection;
import dev.penstock.data.Vector;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.Clock;
import dev.penstock.data.sys.Disk;
import dev.penstock.data.sys.World;
import dev.penstock.store.state.Arrangement;
import dev.penstock.store.state.Blocks;
import dev.penstock.store.state.Layout;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Path CHECKPOINT = Path.of("/data/checkpoint");
    private static final Path FIRST_SEGMENT = CHECKPOINT.resolve("ledger/0.log");
    private static final Layout COUNTS = Layout.of(List.of(new Field("key", DataType.LONG, false)),
            List.of(new Field("count", DataType.LONG, false)));

    /// A world in which everything happens on the calling thread.
    private static World world(Disk disk, Gen gen) {
        return new World(Clock.system(), disk,
                (name, task) -> Thread.ofPlatform().name(name).unstarted(task),
                gen.fork()::nextLong);
    }

    private static Declaration declaration(Gen gen, long epoch) {
        var ranges = new ArrayList<Range>();
        for (int i = gen.below(3); i >= 0; i--) {
            ranges.add(new Range("{\"t\":{\"0\":" + epoch + "}}", gen.text(40),
                    gen.oneIn(3) ? gen.bytes(gen.below(2000)) : null));
        }
        return new Declaration(epoch, gen.anyLong(), gen.anyLong(), gen.flip(), ranges);
    }

    private static List<Declaration> append(Ledger ledger, Gen gen, int count) {
        var declared = new ArrayList<Declaration>();
        for (int i = 0; i < count; i++) {
            var next = declaration(gen, ledger.nextEpoch());
            ledger.awaitDurable(ledger.append(next));
            declared.add(next);
        }
        return declared;
    }

    @Test
    void whatWasDeclaredIsThereAfterTheMachineWentDown() {
        var gen = new Gen(1);
        var disk = new SimulatedDisk(gen);
        var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);
        var id = ledger.queryId();
        var declared = append(ledger, gen, 20);
        disk.crash();

        var again = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);

        assertThat(again.queryId()).isEqualTo(id);
        assertThat(again.declarations()).isEqualTo(declared);
        assertThat(again.nextEpoch()).isEqualTo(20);
    }

    @Test
    void whatWasKnownBeforeTheFirstEpochIsThereAfterTheMachineWentDown() {
        var gen = new Gen(3);
        var disk = new SimulatedDisk(gen);
        var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);
        ledger.writeSnapshot(-1, Map.of(), Map.of("source.0", "begins here"));
        var declared = append(ledger, gen, 2);
        disk.crash();

        var again = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);

        var snapshot = again.snapshot().orElseThrow();
        assertThat(snapshot.epoch()).isEqualTo(-1);
        assertThat(snapshot.marks()).containsEntry("source.0", "begins here");
        assertThat(again.declarations()).isEqualTo(declared);
    }

    @Test
    void aTornTailIsCutWhereverItTore() {
        var gen = new Gen(2);
        var disk = new SimulatedDisk(gen);
        List<Declaration> declared;
        try (var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK)) {
            declared = append(ledger, gen, 3);
        }
        byte[] whole = disk.contents(FIRST_SEGMENT);
        int lastStart = Segment
                .scan(FIRST_SEGMENT,
                        java.nio.ByteBuffer.wrap(whole).order(java.nio.ByteOrder.LITTLE_ENDIAN))
                .entries().get(2).start();
        for (int end = lastStart; end < whole.length; end++) {
            for (var tail : List.of(Arrays.copyOf(whole, end),
                    Arrays.copyOf(Arrays.copyOf(whole, end), whole.length + 4096))) {
                if (tail.length > end && isZero(whole, end)) {
                    continue; // only zeros are missing
                }
                disk.put(FIRST_SEGMENT, tail);
                remove(disk, CHECKPOINT.resolve("ledger/2.log"));
                try (var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK)) {
                    assertThat(ledger.declarations()).as("torn at byte %s", end)
                            .isEqualTo(declared.subList(0, 2));
                    append(ledger, gen, 1);
                }
                try (var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK)) {
                    assertThat(ledger.declarations()).hasSize(3);
                }
            }
        }
    }

    private static void remove(SimulatedDisk disk, Path path) {
        try {
            disk.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aDamagedByteInTheMiddleIsAnErrorThatNamesFileAndPosition() {
        var gen = new Gen(3);
        var disk = new SimulatedDisk(gen);
        try (var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK)) {
            append(ledger, gen, 4);
        }
        byte[] whole = disk.contents(FIRST_SEGMENT);
        var entries = Segment
                .scan(FIRST_SEGMENT,
                        java.nio.ByteBuffer.wrap(whole).order(java.nio.ByteOrder.LITTLE_ENDIAN))
                .entries();
        for (int at = 0; at < entries.get(3).start(); at++) {
            disk.put(FIRST_SEGMENT, whole);
            disk.damage(FIRST_SEGMENT, at);
            int position = at;
            var record = entries.stream().filter(entry -> entry.start() <= position)
                    .reduce((_, second) -> second);
            assertThatThrownBy(() -> Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK))
                    .as("damaged at byte %s", at)
                    .isInstanceOfSatisfying(UserException.class, e -> {
                        assertThat(e.condition()).isEqualTo(position >= 8 && position < 12
                                ? "CHECKPOINT_INCOMPATIBLE"
                                : "CHECKPOINT_CORRUPT");
                        assertThat(e.getMessage()).contains(FIRST_SEGMENT.toString());
                        record.ifPresent(entry -> assertThat(e.parameters())
                                .containsEntry("position", Integer.toString(entry.start())));
                    });
        }
    }

    @Test
    void aFullDiskStopsTheEpochAndNothingOfItIsLeft() {
        Gen.check(100, gen -> {
            var disk = new SimulatedDisk(gen);
            var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);
            var declared = append(ledger, gen, 5);
            disk.failAt(disk.steps(), 1 + gen.below(2));
            var next = declaration(gen, 5);
            assertThatThrownBy(() -> ledger.append(next)).isInstanceOf(TransientException.class);
            disk.failAt(-1, 0);
            if (gen.flip()) {
                disk.kill();
                var again = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);
                assertThat(again.declarations()).isEqualTo(declared);
                declared.addAll(append(again, gen, 2));
            } else {
                declared.addAll(appendUntilItWorks(ledger, gen));
            }
            disk.crash();
            assertThat(Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK).declarations())
                    .isEqualTo(declared);
        });
    }

    /// When not even the remains could be cut off the ledger wants to be opened again; that is all right, too.
    private static List<Declaration> appendUntilItWorks(Ledger ledger, Gen gen) {
        try {
            return append(ledger, gen, 1);
        } catch (TransientException e) {
            return List.of();
        }
    }

    @Test
    void aFailedSyncIsNotAnsweredAndTheLedgerWantsToBeOpenedAgain() {
        var gen = new Gen(5);
        var disk = new SimulatedDisk(gen);
        var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);
        append(ledger, gen, 3);
        long ticket = ledger.append(declaration(gen, 3));
        disk.failAt(disk.steps(), 1);
        assertThatThrownBy(() -> ledger.awaitDurable(ticket))
                .isInstanceOf(TransientException.class);
        assertThatThrownBy(() -> ledger.append(declaration(gen, 4)))
                .isInstanceOf(TransientException.class);
        assertThatThrownBy(ledger::close).isInstanceOf(TransientException.class);
        try (var again = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK)) {
            assertThat(again.declarations()).hasSizeBetween(3, 4);
        }
    }

    @Test
    void aCheckpointHasOneOwner(@TempDir Path directory) {
        var world = World.system();
        try (var first = Ledger.open(world, directory, Sync.OS)) {
            assertThat(first.nextEpoch()).isZero();
            assertThatThrownBy(() -> Ledger.open(world, directory, Sync.OS)).isInstanceOfSatisfying(
                    UserException.class,
                    e -> assertThat(e.condition()).isEqualTo("CHECKPOINT_IN_USE"));
        }
        Ledger.open(world, directory, Sync.OS).close();
    }

    @Test
    void worksOnARealDiskWithItsOwnThread(@TempDir Path directory) {
        var gen = new Gen(6);
        List<Declaration> declared = new ArrayList<>();
        for (var sync : Sync.values()) {
            try (var ledger = Ledger.open(World.system(), directory, sync)) {
                assertThat(ledger.declarations()).isEqualTo(declared);
                for (int i = 0; i < 300; i++) {
                    var next = new Declaration(ledger.nextEpoch(), i, i, false,
                            List.of(new Range("{}", "{}", gen.bytes(20_000))));
                    long ticket = ledger.append(next);
                    if (gen.flip()) {
                        ledger.startSync();
                    }
                    if (gen.flip()) {
                        ledger.awaitDurable(ticket);
                    }
                    declared.add(next);
                }
            }
        }
    }

    @Test
    void theFormatOfVersionOneStaysReadable() throws IOException {
        var declared = List.of(
                new Declaration(0, 1_700_000_000_000_000L, Long.MIN_VALUE, false,
                        List.of(new Range("{\"t\":{\"0\":0}}", "{\"t\":{\"0\":17}}"))),
                new Declaration(1, 1_700_000_000_001_000L, 42, false, List.of(
                        new Range("ä", "", new byte[]{1, 2, 3}), new Range("", "", new byte[0]))));
        var bytes = new Bytes();
        Segment.putHeader(bytes);
        Segment.putRecord(bytes, declared.get(0), -1);
        Segment.putRecord(bytes, declared.get(1), 0);
        var written = new byte[bytes.position()];
        bytes.flip().get(written);
        if (System.getProperty("penstock.golden") != null) {
            java.nio.file.Files.write(Path.of(System.getProperty("penstock.golden")), written);
        }
        try (var golden = LedgerTest.class.getResourceAsStream("ledger-1.log")) {
            assertThat(golden).isNotNull();
            byte[] stored = golden.readAllBytes();
            assertThat(written).isEqualTo(stored);
            var scan = Segment.scan(FIRST_SEGMENT,
                    java.nio.ByteBuffer.wrap(stored).order(java.nio.ByteOrder.LITTLE_ENDIAN));
            assertThat(scan.entries().stream().map(Segment.Entry::declaration)).isEqualTo(declared);
        }
    }

    /// A query that counts, on a machine that goes down at any step: what was answered for is there, and state and log agree.
    @Test
    void stateAndLogSurviveACrashAtAnyStep() {
        Gen.check(400, gen -> {
            var disk = new SimulatedDisk(gen.fork());
            long answered = -1;
            var history = new TreeMap<Long, Declaration>();
            for (int life = 0; life < 6; life++) {
                disk.crashAt(disk.steps() + gen.below(60));
                answered = Math.max(answered, live(disk, gen, history, answered));
                if (gen.oneIn(4)) {
                    disk.kill();
                } else {
                    disk.crash();
                }
                disk.restart();
            }
            live(disk, gen, history, answered);
        });
    }

    /// Opens, checks, and runs some epochs until the machine goes down; says which epoch was answered for last.
    private static long live(SimulatedDisk disk, Gen gen, NavigableMap<Long, Declaration> history,
            long answeredBefore) {
        long answered = answeredBefore;
        try {
            var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK);
            long snapshotEpoch = ledger.snapshot().map(Snapshot::epoch).orElse(-1L);
            assertThat(ledger.nextEpoch()).as("the next epoch").isGreaterThan(answeredBefore);
            var state = ledger.snapshot().map(snapshot -> restore(snapshot))
                    .orElseGet(() -> new Arrangement(COUNTS));
            ledger.snapshot().ifPresent(snapshot -> assertThat(snapshot.marks())
                    .containsEntry("epoch", Long.toString(snapshotEpoch)));
            for (var declaration : ledger.declarations()) {
                assertThat(declaration).isEqualTo(history.get(declaration.epoch()));
                count(state, declaration);
            }
            history.tailMap(ledger.nextEpoch()).clear();
            assertThat(total(state)).isEqualTo(history.size());
            for (int i = 0; i < 30; i++) {
                var next = declaration(gen, ledger.nextEpoch());
                history.put(next.epoch(), next);
                long ticket = ledger.append(next);
                count(state, next);
                if (gen.flip()) {
                    ledger.awaitDurable(ticket);
                    answered = ticket;
                }
                if (gen.oneIn(6)) {
                    ledger.writeSnapshot(ticket, Map.of("counts", state.freeze()),
                            Map.of("epoch", Long.toString(ticket)));
                    answered = ticket;
                }
            }
            ledger.close();
        } catch (TransientException e) {
            assertThat(disk.isDown()).isTrue();
        }
        return answered;
    }

    private static void count(Arrangement state, Declaration declaration) {
        var entries = new int[1];
        state.findOrInsert(new Vector[]{LongVector.of(declaration.clockMicros())}, Selection.all(1),
                entries);
        state.setWord(entries[0], 1, state.word(entries[0], 1) + 1);
    }

    private static long total(Arrangement state) {
        var entries = new int[10_000];
        int count = state.live(0, entries);
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += state.word(entries[i], 1);
        }
        return total;
    }

    private static Arrangement restore(Snapshot snapshot) {
        Blocks blocks = snapshot.blocks("counts").orElseThrow();
        try {
            return Arrangement.restore(COUNTS, blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyDamagedByteOfASnapshotIsFoundOrDoesNotMatter() {
        var gen = new Gen(8);
        var disk = new SimulatedDisk(gen);
        try (var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK)) {
            var state = new Arrangement(COUNTS);
            for (var declaration : append(ledger, gen, 3)) {
                count(state, declaration);
                ledger.writeSnapshot(declaration.epoch(), Map.of("counts", state.freeze()),
                        Map.of());
            }
        }
        int found = 0;
        for (var name : List.of("0.blocks", "2.manifest")) {
            var path = CHECKPOINT.resolve("snapshots").resolve(name);
            if (!disk.exists(path)) {
                continue;
            }
            byte[] whole = disk.contents(path);
            for (int at = 0; at < whole.length; at++) {
                disk.put(path, whole);
                disk.damage(path, at);
                try (var ledger = Ledger.open(world(disk, gen), CHECKPOINT, Sync.DISK)) {
                    assertThat(total(restore(ledger.snapshot().orElseThrow()))).isEqualTo(3);
                } catch (UserException e) {
                    assertThat(e.condition()).startsWith("CHECKPOINT_");
                    assertThat(e.getMessage()).contains(name);
                    found++;
                }
            }
            disk.put(path, whole);
        }
        assertThat(found).isGreaterThan(50);
    }

    @Test
    void incrementsAreSmallAndTheChainStartsAnewBeforeItIsTwiceTheState(@TempDir Path directory)
            throws IOException {
        var disk = Disk.system();
        var state = new Arrangement(COUNTS);
        state.findOrInsert(
                new Vector[]{LongVector.of(java.util.stream.LongStream.range(0, 50_000).toArray())},
                Selection.all(50_000), new int[50_000]);
        try (var ledger = Ledger.open(World.system(), directory, Sync.OS)) {
            for (int i = 0; i < 100; i++) {
                var next = new Declaration(i, i % 50_000, 0, false, List.of());
                ledger.append(next);
                count(state, next);
                ledger.writeSnapshot(i, Map.of("counts", state.freeze()), Map.of());
            }
        }
        var snapshots = directory.resolve("snapshots");
        long bytes = 0;
        for (var name : disk.list(snapshots)) {
            try (var file = disk.open(snapshots.resolve(name))) {
                bytes += file.size();
            }
        }
        assertThat(bytes).isBetween(800_000L, 1_900_000L);
        try (var ledger = Ledger.open(World.system(), directory, Sync.OS)) {
            var restored = restore(ledger.snapshot().orElseThrow());
            assertThat(restored.size()).isEqualTo(50_000);
            assertThat(total2(restored)).isEqualTo(100);
        }
    }

    private static long total2(Arrangement state) {
        var entries = new int[state.size()];
        state.live(0, entries);
        return Arrays.stream(entries).mapToLong(entry -> state.word(entry, 1)).sum();
    }

    @Test
    void segmentsThatASnapshotCoversAreDropped(@TempDir Path directory) throws IOException {
        try (var ledger = Ledger.open(World.system(), directory, Sync.OS)) {
            for (int i = 0; i < 40; i++) {
                ledger.append(
                        new Declaration(i, 0, 0, false,
                                List.of(new Range("", "", new byte[500_000]))));
                if (i % 10 == 9) {
                    ledger.writeSnapshot(i, Map.of(), Map.of());
                }
            }
        }
        assertThat(Disk.system().list(directory.resolve("ledger")).size()).isLessThan(3);
        try (var ledger = Ledger.open(World.system(), directory, Sync.OS)) {
            assertThat(ledger.declarations()).isEmpty();
            assertThat(ledger.nextEpoch()).isEqualTo(40);
        }
    }
}

package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.Clock;
import dev.penstock.data.sys.Threads;
import dev.penstock.data.sys.World;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints on a full disk, damaged, and wanted by two.
class BrokenCheckpointTest {
    private static final Path CHECKPOINT = Path.of("/checkpoint");

    @TempDir
    private Path directory = Path.of("");

    private static Penstock on(SimulatedDisk disk) {
        return Penstock.builder()
                .world(new World(Clock.system(), disk, Threads.system(), new Gen(7)::nextLong))
                .open();
    }

    private static Session clicks(Penstock penstock) {
        var session = penstock.newSession();
        session.sql("CREATE TABLE clicks (page STRING)");
        session.sql("INSERT INTO clicks VALUES ('home'), ('cart')");
        return session;
    }

    private static StreamingQuery counts(Session session, Path checkpoint) {
        return session.readStream().table("clicks").groupBy("page").count().writeStream()
                .outputMode("complete").format("memory")
                .queryName("counts").option("checkpointLocation", checkpoint.toString()).start();
    }

    private static List<String> rows(Session session) {
        return session.sql("SELECT * FROM counts ORDER BY page").collectAsList().stream()
                .map(Row::toString).toList();
    }

    @Test
    void aDiskThatStaysFullFailsTheQueryWhichGoesOnWhenThereIsRoom()
            throws StreamingQueryException {
        var disk = new SimulatedDisk(new Gen(1));
        try (var penstock = on(disk)) {
            var session = clicks(penstock);
            var query = counts(session, CHECKPOINT);
            query.processAllAvailable();
            disk.failAt(disk.steps(), 1_000_000);
            session.sql("INSERT INTO clicks VALUES ('late')");

            assertThatThrownBy(query::processAllAvailable)
                    .isInstanceOf(StreamingQueryException.class)
                    .hasMessageContaining("STREAM_FAILED")
                    .hasStackTraceContaining("No space left on device");

            assertThat(session.streams().active()).isEmpty();
            disk.failAt(-1, 0);
            counts(session, CHECKPOINT).processAllAvailable();
            assertThat(rows(session)).containsExactly("[cart,1]", "[home,1]", "[late,1]");
        }
    }

    @Test
    void aDiskThatIsFullForAMomentIsNotNoticed() throws StreamingQueryException {
        var disk = new SimulatedDisk(new Gen(2));
        try (var penstock = on(disk)) {
            var session = clicks(penstock);
            var query = counts(session, CHECKPOINT);
            query.processAllAvailable();
            disk.failAt(disk.steps(), 2);
            session.sql("INSERT INTO clicks VALUES ('late'), ('home')");

            query.processAllAvailable();

            assertThat(query.isActive()).isTrue();
            assertThat(rows(session)).containsExactly("[cart,1]", "[home,2]", "[late,1]");
        }
    }

    @Test
    void aDamagedRecordIsNamedByFileAndByte() throws Exception {
        try (var penstock = Penstock.open()) {
            var session = clicks(penstock);
            var query = counts(session, directory);
            query.processAllAvailable(); // leaves a snapshot; the two epochs after it are in the ledger only
            session.sql("INSERT INTO clicks VALUES ('late')");
            awaitRows(session, 3);
            session.sql("INSERT INTO clicks VALUES ('later')");
            awaitRows(session, 4);
            query.stop();
            var ledger = lastLedgerFile();
            damageFirstRecord(ledger);

            assertThatThrownBy(() -> counts(session, directory)).isInstanceOf(UserException.class)
                    .hasMessageContaining("CHECKPOINT_CORRUPT")
                    .hasMessageContaining(ledger.toString())
                    .hasMessageContaining("at byte " + 16).hasMessageContaining("SQLSTATE: XX001");
        }
    }

    private static void awaitRows(Session session, int count) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (rows(session).size() < count) {
            assertThat(System.nanoTime()).as("time to see " + count + " rows").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Path lastLedgerFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("ledger"))) {
            return files.filter(file -> file.toString().endsWith(".log")).max(Path::compareTo)
                    .orElseThrow();
        }
    }

    /// Changes one bit of the first record's contents; records follow it, so it cannot be taken for a torn tail.
    private static void damageFirstRecord(Path ledger) throws IOException {
        byte[] bytes = Files.readAllBytes(ledger);
        bytes[40] ^= 1;
        Files.write(ledger, bytes);
    }

    @Test
    void twoQueriesOfAProcessCannotShareACheckpoint() throws StreamingQueryException {
        try (var penstock = Penstock.open()) {
            var session = clicks(penstock);
            var first = counts(session, directory);
            var second = session.readStream().table("clicks").writeStream().format("memory")
                    .queryName("other")
                    .option("checkpointLocation", directory.toString());

            assertThatThrownBy(second::start).isInstanceOf(UserException.class)
                    .hasMessageContaining("CHECKPOINT_IN_USE")
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("SQLSTATE: 55006");

            first.processAllAvailable();
            first.stop();
            assertThat(first.exception()).isEmpty();
        }
    }
}

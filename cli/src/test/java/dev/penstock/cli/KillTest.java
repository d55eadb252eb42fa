package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.LocalBroker;
import dev.penstock.cli.JobProcess.Job;
import dev.penstock.cli.KillJob.Kind;
import dev.penstock.cli.OutputWatch.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Jobs are killed as by `kill -9`, at random moments while records keep coming, and started again; then nothing is lost and nothing is there twice.
///
/// `-Dpenstock.kills=N` sets how often each job that writes to Kafka is killed, `-Dpenstock.seed=S` repeats the moments of a run.
class KillTest {
    private static final int PARTITIONS = 3;
    private static final int RATE_PER_SECOND = Integer.getInteger("penstock.kill.rate", 2000);
    private static final int KILLS = Integer.getInteger("penstock.kills", 25);
    private static final int FEW_KILLS = Math.max(1, KILLS / 5);
    /// So many records wait for a job now and then, that it takes them in epochs that are spread over its workers.
    private static final int BURST = 30_000;
    /// Far more than any start takes: what is asserted is that output comes back, not how soon.
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long A_WHILE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /// No process that was started this recently has written anything yet: what is seen earlier is from the one before.
    private static final long FIRST_BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir
    private static Path directory = Path.of("");
    private static LocalBroker broker;
    private static ClassCache classes;

    private final long seed = Long.getLong("penstock.seed", System.nanoTime() & 0xFFFFF);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Lives lives = new Lives();
    private @Nullable JobProcess process;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(directory.resolve("broker"));
        classes = new ClassCache(directory);
        makeClassCache();
    }

    /// A job that counts a few records loads what all of them need.
    private static void makeClassCache() {
        var job = kafkaJob(Kind.COUNTS, "first");
        try (var records = new NumberedRecords(job.servers(), job.input(), RATE_PER_SECOND)) {
            var process = JobProcess.start(job, classes.toMake());
            try {
                process.ask();
                process.finish();
            } finally {
                process.end();
            }
            assertThat(records.sent()).isPositive();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void sayHowToRepeat(TestInfo test) {
        System.out.printf("kill test: %s, repeat with -Dpenstock.seed=%d%n", test.getDisplayName(),
                seed);
    }

    @AfterEach
    void leaveNothingRunning() {
        if (process != null) {
            process.end();
        }
    }

    @Test
    void aStatelessJobGivesExactlyTheRecordsOfAnUndisturbedRun() {
        var job = kafkaJob(Kind.STATELESS, "stateless");
        try (var records = new NumberedRecords(job.servers(), job.input(), RATE_PER_SECOND);
                var output = new OutputWatch(job.servers(), job.output(), PARTITIONS)) {
            // when
            killAgainAndAgain(job, KILLS, records, life -> awaitOutput(output, life));
            var last = start(job);
            records.stop();
            var expected = Expected.odd(sent(job, records.sent(), last));
            last.ask();
            output.await(seen -> size(seen) >= expected.stream().mapToInt(List::size).sum(), last,
                    PATIENCE);
            last.kill();
            // then
            Expected.assertSame(output.seen(), expected);
            lives.print("stateless", records, Expected.shownByOdd(output.seen()));
        }
    }

    @Test
    void countsOfAKeyRiseToWhatWasSentAndNoneComesTwice() {
        var job = kafkaJob(Kind.COUNTS, "counts");
        try (var records = new NumberedRecords(job.servers(), job.input(), RATE_PER_SECOND);
                var output = new OutputWatch(job.servers(), job.output(), PARTITIONS)) {
            // when
            killAgainAndAgain(job, KILLS, records, life -> awaitOutput(output, life));
            var last = start(job);
            records.stop();
            var counts = Expected.counts(records.sent());
            last.ask();
            output.await(seen -> Expected.complete(seen, counts), last, PATIENCE);
            last.kill();
            // then
            Expected.assertRising(output.seen(), counts);
            lives.print("stateful", records, Expected.shownByCounts(output.seen(), records.sent()));
        }
    }

    @Test
    void aTableGoesOnFromItsCheckpointWithEveryNumberOnce() {
        // given
        broker.createTopic("table-in", PARTITIONS);
        var job = new Job(Kind.TABLE, broker.bootstrapServers(), "table-in", "numbers",
                directory.resolve("table"));
        try (var records = new NumberedRecords(job.servers(), job.input(), RATE_PER_SECOND)) {
            // when, then all the while
            killAgainAndAgain(job, FEW_KILLS, records, life -> {
                int arrived = records.arrived();
                var table = Table.parse(life.ask());
                assertThat(table.different()).as("different numbers").isEqualTo(table.count());
                assertThat(table.count()).as("rows").isGreaterThanOrEqualTo(arrived);
            });
            var last = start(job);
            records.stop();
            // then
            int sent = records.sent();
            assertThat(Table.parse(last.ask())).isEqualTo(new Table(sent, sent, 0, sent - 1));
            last.kill();
            lives.print("table", records, List.of());
        }
    }

    /// What the job answers about the numbers in its table.
    private record Table(long count, long different, long least, long greatest) {
        static Table parse(String answer) {
            var numbers = Stream.of(answer.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Table(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    }

    @Test
    void filesHoldEveryNumberOnceAndAreNeverSeenUnfinished() {
        // given
        broker.createTopic("files-in", PARTITIONS);
        var job = new Job(Kind.FILES, broker.bootstrapServers(), "files-in",
                directory.resolve("numbers").toString(),
                directory.resolve("files"));
        try (var records = new NumberedRecords(job.servers(), job.input(), RATE_PER_SECOND);
                var files = new FilesWatch(Path.of(job.output()))) {
            // when
            killAgainAndAgain(job, FEW_KILLS, records, life -> files.awaitFile(life, PATIENCE));
            var last = start(job);
            records.stop();
            last.ask();
            last.kill();
            // then
            assertThat(files.numbers().stream().sorted().toList()).as("numbers in all files")
                    .isEqualTo(LongStream.range(0, records.sent()).boxed().toList());
            lives.print("files", records, List.of());
        }
    }

    private static Job kafkaJob(Kind kind, String name) {
        broker.createTopic(name + "-in", PARTITIONS);
        broker.createTopic(name + "-out", PARTITIONS);
        return new Job(kind, broker.bootstrapServers(), name + "-in", name + "-out",
                directory.resolve(name));
    }

    /// What the topic that the job reads holds, by partition.
    private static List<List<Seen>> sent(Job job, int count, JobProcess life) {
        try (var input = new OutputWatch(job.servers(), job.input(), PARTITIONS)) {
            input.await(seen -> size(seen) >= count, life, PATIENCE);
            return input.seen();
        }
    }

    private JobProcess start(Job job) {
        var started = JobProcess.start(job, classes.toUse());
        process = started;
        return started;
    }

    private static void awaitOutput(OutputWatch output, JobProcess life) {
        output.awaitOutput(life.startedNanos() + FIRST_BREATH_NANOS, life, PATIENCE);
    }

    /// Returns when the job has done something that can be seen from outside.
    private interface Output {
        void await(JobProcess life);
    }

    /// Kills the job: one time in three within the time that it needs to start and recover, one time soon after its first output, one time
    /// when it has made up for what came while it was away.
    private void killAgainAndAgain(Job job, int kills, NumberedRecords records, Output output) {
        for (int kill = 0; kill < kills; kill++) {
            if (kill % 5 == 0) {
                records.burst(BURST);
            }
            var life = start(job);
            switch (random.nextInt(3)) {
                case 0 -> life.run(random.nextLong(lives.typicalRestartNanos()));
                case 1 -> {
                    output.await(life);
                    lives.restarted(life);
                    life.run(random.nextLong(A_WHILE_NANOS));
                }
                default -> {
                    output.await(life);
                    lives.restarted(life);
                    life.ask();
                    long settledNanos = System.nanoTime();
                    life.run(random.nextLong(A_WHILE_NANOS));
                    lives.ran(settledNanos);
                }
            }
            life.kill();
            lives.killed();
        }
    }

    private static int size(List<List<Seen>> partitions) {
        return partitions.stream().mapToInt(List::size).sum();
    }
}

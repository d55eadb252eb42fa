package dev.penstock.bench.startup;

import dev.penstock.bench.Benchmark;
import dev.penstock.bench.Child;
import dev.penstock.bench.Peers;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Time and memory from a start.
public final class StartupBenchmark implements Benchmark {
    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String summary() {
        return "time and memory of the command and of a first streaming row, beside Spark";
    }

    @Override
    public String help() {
        return """
                  command  ./penstock sql -e "SELECT 1 AS one" --format json, built already: wall time from its start to its end, and the most memory
                           that was resident
                  stream   from the start of java to the first row of a small streaming query (rate-micro-batch, a projection, foreachBatch);
                           Penstock and Spark

                The median of 7 runs (--quick: 3; Spark: 3 and 1). These are the parts for --only.""";
    }

    /// What a run took.
    private record Run(double seconds, double megabytes) {}

    @Override
    public void run(Setting setting) throws Exception {
        int runs = setting.quick() ? 3 : 7;
        if (setting.wants("command")) {
            var table = new Table("start", "runs", "median s", "slowest s", "peak resident MB");
            setting.report().progress("./penstock sql");
            command(setting);
            row(table, "./penstock sql -e \"SELECT 1 AS one\"",
                    repeat(runs, () -> command(setting)));
            setting.report().table(table);
        }
        if (setting.wants("stream")) {
            stream(setting, runs);
        }
    }

    private static void stream(Setting setting, int runs) throws Exception {
        var table = new Table("java to first row of a stream", "runs", "median s", "slowest s",
                "peak resident MB");
        setting.report().progress("first row, Penstock");
        row(table, "Penstock", repeat(runs, () -> {
            long start = System.nanoTime();
            try (var job = Child.java(setting, FirstRowJob.class, Child.AS_PENSTOCK,
                    List.of(checkpoint(setting)))) {
                return untilRow(job, start);
            }
        }));
        var peers = Peers.prepare(setting);
        setting.report().progress("first row, Spark");
        row(table, "Spark", repeat(setting.quick() ? 1 : 3, () -> {
            long start = System.nanoTime();
            try (var job = peers.start("SparkJob", List.of("start", checkpoint(setting)))) {
                return untilRow(job, start);
            }
        }));
        setting.report().table(table);
    }

    private static String checkpoint(Setting setting) throws IOException {
        return Files.createTempDirectory(setting.scratch(), "checkpoint").toString();
    }

    private interface Measured {
        Run once() throws Exception;
    }

    private static Run[] repeat(int runs, Measured measured) throws Exception {
        var all = new Run[runs];
        for (int i = 0; i < runs; i++) {
            all[i] = measured.once();
        }
        return all;
    }

    private static void row(Table table, String name, Run[] runs) {
        var seconds = Arrays.stream(runs).mapToDouble(Run::seconds).sorted().toArray();
        var megabytes = Arrays.stream(runs).mapToDouble(Run::megabytes).max().orElse(0);
        table.row(name, Integer.toString(runs.length), Report.number(seconds[seconds.length / 2]),
                Report.number(seconds[seconds.length - 1]),
                Report.count(megabytes));
    }

    private static Run untilRow(Child job, long start) throws IOException, InterruptedException {
        long[] peak = new long[1];
        var watching = job.watchMemory(peak);
        job.await("ROW", Duration.ofMinutes(3));
        double seconds = (System.nanoTime() - start) / 1e9;
        watching.interrupt();
        watching.join();
        return new Run(seconds, peak[0] / 1e6);
    }

    private static Run command(Setting setting) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (var job = Child.start(setting, "penstock",
                List.of(setting.home().resolve("penstock").toString(), "sql", "-e",
                        "SELECT 1 AS one", "--format", "json"))) {
            long[] peak = new long[1];
            var watching = job.watchMemory(peak);
            int code = job.awaitEnd();
            double seconds = (System.nanoTime() - start) / 1e9;
            watching.interrupt();
            watching.join();
            job.await("{\"one\":1}", Duration.ofSeconds(1));
            if (code != 0) {
                throw new IOException("./penstock sql ended with " + code);
            }
            return new Run(seconds, peak[0] / 1e6);
        }
    }
}

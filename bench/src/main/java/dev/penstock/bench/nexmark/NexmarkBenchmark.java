package dev.penstock.bench.nexmark;

import dev.penstock.bench.Benchmark;
import dev.penstock.bench.Child;
import dev.penstock.bench.Peers;
import dev.penstock.bench.Rate;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Nexmark suite: throughput beside Flink, and latency at a fixed rate, and whether results are right.
public final class NexmarkBenchmark implements Benchmark {
    private static final String THREADS = Integer
            .toString(Runtime.getRuntime().availableProcessors());
    /// Events a second of event time in the published runs.
    private static final String EVENT_RATE = "100000";
    private static final long LATENCY_RATE = 20_000;
    private static final double MEGABYTE = 1e6;

    @Override
    public String name() {
        return "nexmark";
    }

    @Override
    public String summary() {
        return "the 24 queries of Nexmark: throughput beside Flink, latency, state";
    }

    @Override
    public String help() {
        return """
                The queries q0 to q23 of Nexmark over the streams person, auction and bid of the source nexmark (mix 1:3:46, 100,000 events a second of
                event time, watermark 4 seconds behind). Results go nowhere but for q10, which writes CSV files. --query q4,q5 chooses queries.

                  throughput  2 million events (--quick: 500,000; --events N) as fast as they are taken; the best of 3 runs in one process.
                              Penstock: checkpoint on disk, whole run with its start. Flink: the same events, made by the same code, in a cluster
                              within one process; settings of the benchmark's guide with state on the heap; from the first event to the end.
                              Rows are events of all kinds. Flink cannot run q6.
                  latency     20,000 events a second for 15 s (--quick: 6 s), of which the first third does not count: from the moment when an event
                              is due to the commit of its epoch. Ledger on disk.

                  check       100,000 events (--events N): the last state of each streaming result has to equal Spark's batch result of the same SQL
                              over the same events.

                Rows per CPU second count the processor time of all threads of the job's process. These are the parts for --only. Flink's jars
                (140 MB) are fetched at first use.""";
    }

    @Override
    public void run(Setting setting) throws Exception {
        var queries = NexmarkQuery.all().stream()
                .filter(query -> setting.wantsQuery(query.name())).toList();
        if (queries.isEmpty()) {
            throw new IOException("there is no query " + setting.query());
        }
        if (setting.wants("check")) {
            new NexmarkCheck(setting).run(queries);
        }
        if (setting.wants("throughput")) {
            throughput(setting, queries);
        }
        if (setting.wants("latency")) {
            latency(setting, queries);
        }
    }

    private static Optional<Peers> flink(Setting setting) throws InterruptedException {
        try {
            return Optional.of(Peers.flink(setting));
        } catch (IOException e) {
            setting.report().say("Flink is not to be had: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void throughput(Setting setting, List<NexmarkQuery> queries) throws Exception {
        long events = setting.events() > 0
                ? setting.events()
                : setting.quick() ? 500_000 : 2_000_000;
        var flink = flink(setting);
        var table = new Table(Report.count((double) events) + " events, " + THREADS + " threads",
                "rows/s", "rows/CPU s", "state rows", "state MB", "Flink rows/s",
                "Flink rows/CPU s", "rows/s", "rows/CPU s");
        var ratios = new ArrayList<Rate>();
        for (var query : queries) {
            setting.report().progress(query.name() + ": " + query.title());
            var ours = penstock(setting, query, events);
            var theirs = flink.isPresent() && !query.name().equals("q6")
                    ? flink(setting, flink.orElseThrow(), query, events)
                    : new Rate(0, 0);
            setting.report()
                    .progress("  rows/CPU s: " + Report.count(ours.rate().rowsPerCpuSecond())
                            + ", Flink " + Report.count(theirs.rowsPerCpuSecond()));
            if (theirs.rowsPerSecond() > 0) {
                ratios.add(new Rate(ours.rate().rowsPerSecond() / theirs.rowsPerSecond(),
                        ours.rate().rowsPerCpuSecond() / theirs.rowsPerCpuSecond()));
            }
            row(table, query, ours, theirs);
        }
        setting.report().table(table);
        if (!ratios.isEmpty()) {
            setting.report().say("geometric mean of " + ratios.size() + " queries: "
                    + Report.number(mean(ratios.stream().map(Rate::rowsPerSecond).toList()))
                    + "x Flink's rows/s, "
                    + Report.number(mean(ratios.stream().map(Rate::rowsPerCpuSecond).toList()))
                    + "x Flink's rows/CPU s\n");
        }
    }

    private static double mean(List<Double> ratios) {
        return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
    }

    private static void row(Table table, NexmarkQuery query, Result ours, Rate theirs) {
        boolean both = theirs.rowsPerSecond() > 0;
        table.row(query.name(), Report.count(ours.rate().rowsPerSecond()),
                Report.count(ours.rate().rowsPerCpuSecond()), Report.count(ours.stateRows()),
                Report.number(ours.stateBytes() / MEGABYTE),
                both ? Report.count(theirs.rowsPerSecond()) : "-",
                both ? Report.count(theirs.rowsPerCpuSecond()) : "-",
                Report.ratio(ours.rate().rowsPerSecond(), theirs.rowsPerSecond()),
                Report.ratio(ours.rate().rowsPerCpuSecond(), theirs.rowsPerCpuSecond()));
    }

    private record Result(Rate rate, double stateRows, double stateBytes) {}

    private static int runs(Setting setting) {
        return setting.quick() ? 2 : 3;
    }

    private static Result penstock(Setting setting, NexmarkQuery query, long events)
            throws Exception {
        int runs = runs(setting);
        try (var job = Child.java(setting, NexmarkJob.class, Child.AS_PENSTOCK,
                List.of("throughput", query.name(), Long.toString(events), EVENT_RATE,
                        Integer.toString(runs), directory(setting)))) {
            var rate = Rate.best(job, runs);
            var state = job.await("STATE", Duration.ofMinutes(1));
            return new Result(rate, Double.parseDouble(state.get(1)),
                    Double.parseDouble(state.get(2)));
        }
    }

    private static Rate flink(Setting setting, Peers flink, NexmarkQuery query, long events)
            throws Exception {
        int runs = runs(setting);
        try (var job = flink.start("FlinkJob", List.of(query.name(), Long.toString(events),
                EVENT_RATE, Integer.toString(runs), directory(setting), THREADS))) {
            return Rate.best(job, runs);
        } catch (IOException e) {
            setting.report().say("Flink did not end " + query.name() + ": " + e.getMessage());
            return new Rate(0, 0);
        }
    }

    private static String directory(Setting setting) throws IOException {
        return Files.createTempDirectory(setting.scratch(), "nexmark").toString();
    }

    private static void latency(Setting setting, List<NexmarkQuery> queries) throws Exception {
        var seconds = setting.quick() ? "6" : "15";
        var table = new Table(Report.count((double) LATENCY_RATE) + " events/s, ms", "p50", "p99",
                "p99.9", "max", "state rows", "state MB");
        for (var query : queries) {
            setting.report().progress(query.name() + " at a fixed rate");
            try (var job = Child.java(setting, NexmarkJob.class, Child.AS_PENSTOCK,
                    List.of("latency", query.name(), Long.toString(LATENCY_RATE), seconds,
                            directory(setting)))) {
                var words = job.await("LATENCY", Duration.ofMinutes(2));
                var state = job.await("STATE", Duration.ofMinutes(1));
                table.row(query.name(), millis(words.get(1)), millis(words.get(2)),
                        millis(words.get(3)), millis(words.get(4)),
                        Report.count(Double.parseDouble(state.get(1))),
                        Report.number(Double.parseDouble(state.get(2)) / MEGABYTE));
            }
        }
        setting.report().table(table);
    }

    private static String millis(String micros) {
        return Report.number(Double.parseDouble(micros) / 1e3);
    }
}

package dev.penstock.bench.state;

import dev.penstock.bench.Benchmark;
import dev.penstock.bench.Child;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Memory and pauses of ten million keys.
public final class StateBenchmark implements Benchmark {
    /// A collector with short pauses, and room for state, its copies while a snapshot is written, and garbage.
    private static final List<String> JAVA = List.of("-XX:+UseZGC", "-Xmx6g", "-Xms6g",
            "-XX:+AlwaysPreTouch", "-XX:+UseTransparentHugePages");

    @Override
    public String name() {
        return "state";
    }

    @Override
    public String summary() {
        return "ten million keys: bytes an entry, and the longest epoch while they come";
    }

    @Override
    public String help() {
        return """
                Ten million keys (--quick: one million), sum for each, (long, long).

                  memory  bytes an entry with its index: by the arrangement's own account, and as the heap says after a collection
                  epochs  a query through the engine's epoch loop, 1,000 rows an epoch, ledger on disk, a snapshot each 5 s in the background;
                          first each key comes once (the state grows), then once more (it is updated). Compute time of an epoch, and its
                          latency with ledger and commit; the first tenth is warm-up. ZGC.

                These are the parts for --only.""";
    }

    @Override
    public void run(Setting setting) throws Exception {
        var keys = setting.quick() ? "1000000" : "10000000";
        if (setting.wants("memory")) {
            memory(setting, keys);
        }
        if (setting.wants("epochs")) {
            epochs(setting, keys);
        }
    }

    private static void memory(Setting setting, String keys)
            throws IOException, InterruptedException {
        setting.report().progress("memory of " + keys + " entries");
        var table = new Table("state of (long, long)", "entries", "bytes an entry, own account",
                "bytes an entry, heap");
        try (var job = Child.java(setting, StateJob.class, List.of("-XX:+UseSerialGC", "-Xmx3g"),
                List.of("memory", keys))) {
            var words = job.await("BYTES", Duration.ofMinutes(5));
            table.row("sum by key", Report.count(Double.parseDouble(keys)),
                    Report.number(Double.parseDouble(words.get(1))),
                    Report.number(Double.parseDouble(words.get(2))));
        }
        setting.report().table(table);
    }

    private static void epochs(Setting setting, String keys)
            throws IOException, InterruptedException {
        setting.report().progress(
                "epochs of " + Report.count(StateJob.ROWS) + " rows over " + keys + " keys");
        var table = new Table("epochs of " + Report.count(StateJob.ROWS) + " rows, ms", "epochs",
                "p50", "p99", "p99.9", "max");
        var checkpoint = Files.createTempDirectory(setting.scratch(), "checkpoint").toString();
        try (var job = Child.java(setting, StateJob.class, JAVA,
                List.of("epochs", keys, checkpoint))) {
            for (var phase : List.of("new keys", "known keys")) {
                row(table, phase + ", compute", job.await("EPOCH", Duration.ofMinutes(15)));
                row(table, phase + ", with ledger and commit",
                        job.await("LATENCY", Duration.ofMinutes(1)));
            }
        }
        setting.report().table(table);
    }

    private static void row(Table table, String name, List<String> words) {
        var cells = new ArrayList<String>();
        cells.add(name);
        cells.add(Report.count(Double.parseDouble(words.get(2))));
        for (var nanos : words.subList(3, words.size())) {
            cells.add(Report.number(Double.parseDouble(nanos) / 1e6));
        }
        table.row(cells.toArray(String[]::new));
    }
}

package dev.penstock.bench.latency;

import dev.penstock.bench.Benchmark;
import dev.penstock.bench.Child;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import dev.penstock.broker.LocalBroker;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// Kafka to Kafka, beside a bare loop of Kafka's clients, and the fixed cost of an epoch.
public final class LatencyBenchmark implements Benchmark {
    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String summary() {
        return "Kafka to Kafka, stateless and stateful, beside a bare consumer-producer loop";
    }

    @Override
    public String help() {
        return """
                An open loop sends records of 100 bytes to Kafka, 1,000 and 10,000 a second, each due at a tick of a millisecond. The job under test
                reads them, one partition, and writes to another topic; a consumer (read_uncommitted) observes that. A record's latency runs from the
                moment at which it was due to the return of the observer's poll. Broker and job are processes of their own; generator and observer
                are in this one. After a warm-up of 20 s come 3 windows of 12 s (--quick: 5 s and one of 5 s, 10,000/s only); a figure is the median
                over windows. Every run checks that nothing is lost and nothing comes twice.

                  bare loop   KafkaConsumer to KafkaProducer with linger.ms=0 and fetch.min.bytes=1: at least once, no state
                  stateless   Penstock: cast, filter, project; exactly once (delivery=direct, ledgerSync=disk)
                  stateful    Penstock: running count for each of 1,000 keys, output mode update; exactly once, the same way

                Parts for --only: kafka; neighbour (delays of a light query, a row each millisecond, while another query's epochs take a million
                rows each, one every two seconds: time slept through included); epoch (the fixed cost of an epoch: 20 operators, one row, ledger in memory).""";
    }

    @Override
    public void run(Setting setting) throws Exception {
        if (setting.wants("epoch")) {
            EpochCost.measure(setting);
        }
        if (setting.wants("neighbour")) {
            neighbour(setting);
        }
        if (setting.wants("kafka")) {
            kafka(setting);
        }
    }

    private static void neighbour(Setting setting) throws Exception {
        var table = new Table("delay of a row in a light query, ms", "heavy epochs", "p50", "p99",
                "p99.9", "most");
        int rows = setting.quick() ? 10_000 : 30_000;
        for (var kind : NeighbourJob.Kind.values()) {
            setting.report().progress("a light query beside " + kind.title);
            try (var job = Child.java(setting, NeighbourJob.class, Child.AS_PENSTOCK,
                    List.of(kind.name(), "8000", Integer.toString(rows)))) {
                var line = job.await("DELAYS", Duration.ofMinutes(3));
                table.row(kind.title, line.get(5), line.get(1), line.get(2), line.get(3),
                        line.get(4));
            }
        }
        setting.report().table(table);
    }

    /// The broker and this process, which all runs share, would make the first of them look slow.
    private static final int WARM_UP_RATE = 20_000;

    /// How long the load warms up and is measured, in seconds.
    private record Plan(int warmUp, int windows, int window, List<Integer> rates) {
        static Plan of(boolean quick) {
            return quick
                    ? new Plan(5, 1, 5, List.of(10_000))
                    : new Plan(20, 3, 12, List.of(1_000, 10_000));
        }

        long seconds() {
            return warmUp + (long) windows * window;
        }
    }

    private static void kafka(Setting setting) throws Exception {
        var plan = Plan.of(setting.quick());
        var table = new Table("Kafka to Kafka, ms", "records/s", "p50", "p99", "p99.9",
                "p50 to bare", "p99 to bare", "lost",
                "twice", "CPU s");
        int port = freePort();
        var servers = "127.0.0.1:" + port;
        try (var broker = Child.java(setting, LocalBroker.class,
                List.of("-XX:+UseParallelGC", "-Xmx1g"),
                List.of("--port", Integer.toString(port), "--data",
                        setting.scratch().resolve("broker").toString()))) {
            broker.await("Kafka", Duration.ofMinutes(1));
            setting.report().progress("a first run, which counts for nothing");
            run(setting, servers, LatencyJob.Kind.BARE, WARM_UP_RATE, Plan.of(true));
            for (int rate : plan.rates()) {
                Latency bare = null;
                for (var kind : LatencyJob.Kind.values()) {
                    setting.report().progress(kind.title + ", " + Report.count(rate)
                            + " records/s, " + plan.seconds() + " s");
                    var latency = run(setting, servers, kind, rate, plan);
                    bare = bare == null ? latency : bare;
                    table.row(latency.cells(kind.title, rate, bare));
                }
            }
        }
        setting.report().table(table);
    }

    private static Latency run(Setting setting, String servers, LatencyJob.Kind kind, int rate,
            Plan plan)
            throws Exception {
        var name = kind + "-" + rate;
        var input = "in-" + name;
        var output = "out-" + name;
        createTopics(servers, input, output);
        var checkpoint = Files.createTempDirectory(setting.scratch(), "checkpoint");
        try (var job = Child.java(setting, LatencyJob.class, Child.AS_PENSTOCK,
                List.of(kind.name(), servers, input, output, checkpoint.toString()))) {
            job.await("READY", Duration.ofMinutes(1));
            double cpuBefore = job.cpuSeconds();
            var load = new Load(rate, System.nanoTime() + 500_000_000L, plan.seconds());
            var observer = new Observer(load, kind == LatencyJob.Kind.STATEFUL);
            long deadline = load.dueNanos(load.count()) + 5_000_000_000L;
            var observing = Thread.ofPlatform().name("observer")
                    .start(() -> observer.run(servers, output, deadline));
            load.send(servers, input);
            observing.join();
            double cpu = job.cpuSeconds() - cpuBefore;
            if (!job.isAlive()) {
                job.await("a line", Duration.ofSeconds(1));
            }
            var windows = new ArrayList<long[]>();
            for (int i = 0; i < plan.windows(); i++) {
                int from = plan.warmUp() + i * plan.window();
                windows.add(observer.latencies(from, from + plan.window()));
            }
            return Latency.of(windows, observer, cpu);
        }
    }

    private static void createTopics(String servers, String... names)
            throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            for (var name : names) {
                admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
            }
        }
    }

    private static int freePort() throws java.io.IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

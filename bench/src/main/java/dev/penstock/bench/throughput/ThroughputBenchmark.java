package dev.penstock.bench.throughput;

import dev.penstock.bench.Benchmark;
import dev.penstock.bench.Child;
import dev.penstock.bench.Peers;
import dev.penstock.bench.Rate;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import dev.penstock.broker.LocalBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Whole jobs at full speed, beside Spark and DuckDB.
public final class ThroughputBenchmark implements Benchmark {
    private static final int PARTITIONS = 4;
    private static final String THREADS = Integer
            .toString(Runtime.getRuntime().availableProcessors());

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String summary() {
        return "the Yahoo streaming benchmark and column scans, beside Spark and DuckDB";
    }

    @Override
    public String help() {
        return """
                The Yahoo streaming benchmark: filter (a third passes), project, join with a static table of 1,000 ads of 100 campaigns, count by
                campaign and 10 seconds of event time; the same SQL for Penstock and Spark, output mode update, sink noop, checkpoint on disk.

                  generated  rows of format rate-micro-batch (8 partitions), as a stream; steady state over 10 s after 8 s of warm-up.
                             Spark with 1 and with 10 million rows a batch, the better counts. DuckDB: the same as a batch query over range().
                  kafka      JSON values of about 250 bytes in 4 partitions, 3 million (--quick: 500,000), Trigger.AvailableNow, from_json;
                             the best of 3 runs after a warm-up run in one process
                  columns    SELECT sum(b), count(*) WHERE a < x over two long columns in memory, one thread; the best of 60 runs:
                             Penstock's batch query over a table, its bare kernels, DuckDB

                Rows per CPU second count the processor time of all threads of the job's process (not of the broker). These are the parts for
                --only. The peers' jars (360 MB) are fetched at first use.""";
    }

    @Override
    public void run(Setting setting) throws Exception {
        var peers = Peers.prepare(setting);
        if (setting.wants("generated")) {
            generated(setting, peers);
        }
        if (setting.wants("columns")) {
            columns(setting, peers);
        }
        if (setting.wants("kafka")) {
            kafka(setting, peers);
        }
    }

    private static Table table(String title) {
        return new Table(title, "rows/s", "rows/CPU s", "Penstock's rows/s",
                "Penstock's rows/CPU s");
    }

    private static void row(Table table, String name, Rate rate, Rate penstock) {
        table.row(name, Report.count(rate.rowsPerSecond()), Report.count(rate.rowsPerCpuSecond()),
                Report.ratio(penstock.rowsPerSecond(), rate.rowsPerSecond()),
                Report.ratio(penstock.rowsPerCpuSecond(), rate.rowsPerCpuSecond()));
    }

    private static String directory(Setting setting) throws IOException {
        return Files.createTempDirectory(setting.scratch(), "checkpoint").toString();
    }

    private static String file(Setting setting, String text) throws IOException {
        return Files.writeString(Files.createTempFile(setting.scratch(), "statement", ".sql"), text)
                .toString();
    }

    private static void generated(Setting setting, Peers peers) throws Exception {
        double warmUp = setting.quick() ? 4 : 8;
        double seconds = setting.quick() ? 4 : 10;
        setting.report().progress("generated rows, Penstock");
        Rate penstock;
        try (var job = Child.java(setting, PenstockJob.class, Child.AS_PENSTOCK,
                List.of("generated", "1000000", directory(setting)))) {
            penstock = Rate.steady(job, warmUp, seconds);
        }
        var spark = new Rate(0, 0);
        for (var rowsPerBatch : setting.quick()
                ? List.of("10000000")
                : List.of("1000000", "10000000")) {
            setting.report().progress("generated rows, Spark, " + rowsPerBatch + " a batch");
            try (var job = peers.start("SparkJob",
                    List.of("generated", THREADS, file(setting, Yahoo.ADS_BY_NUMBER),
                            file(setting, Yahoo.GENERATED), rowsPerBatch, directory(setting)))) {
                spark = spark.max(Rate.steady(job, warmUp, seconds));
            }
        }
        setting.report().progress("generated rows, DuckDB");
        Rate duck;
        try (var job = peers.start("DuckJob",
                List.of("generated", THREADS, setting.quick() ? "50000000" : "200000000", "4"))) {
            duck = Rate.best(job, 4);
        }
        var table = table("Yahoo, generated rows, " + THREADS + " threads");
        row(table, "Penstock, stream with ledger", penstock, penstock);
        row(table, "Spark, stream", spark, penstock);
        row(table, "DuckDB, batch", duck, penstock);
        setting.report().table(table);
    }

    private static void columns(Setting setting, Peers peers) throws Exception {
        var rows = setting.quick() ? "5000000" : "20000000";
        int runs = 60;
        setting.report().progress("filter and sum over long columns");
        Rate query;
        try (var job = Child.java(setting, ColumnsJob.class, Child.AS_PENSTOCK,
                List.of(rows, "1", Integer.toString(runs)))) {
            query = Rate.best(job, runs);
        }
        Rate kernels;
        try (var job = Child.java(setting, KernelsJob.class, Child.AS_PENSTOCK,
                List.of(rows, Integer.toString(runs)))) {
            kernels = Rate.best(job, runs);
        }
        Rate duck;
        try (var job = peers.start("DuckJob",
                List.of("columns", "1", rows, Integer.toString(runs),
                        file(setting, ColumnsJob.QUERY), ColumnsJob.columns("range")))) {
            duck = Rate.best(job, runs);
        }
        var table = table("filter and sum over long columns, 1 thread");
        row(table, "Penstock, query over a table", query, query);
        row(table, "Penstock, bare operators", kernels, query);
        row(table, "DuckDB, query over a table", duck, query);
        setting.report().table(table);
    }

    private static void kafka(Setting setting, Peers peers) throws Exception {
        long events = setting.quick() ? 500_000 : 3_000_000;
        int runs = 4;
        var servers = "127.0.0.1:" + freePort();
        try (var broker = Child.java(setting, LocalBroker.class,
                List.of("-XX:+UseParallelGC", "-Xmx1g"), List.of("--port",
                        servers.substring(servers.indexOf(':') + 1), "--data",
                        setting.scratch().resolve("broker").toString()))) {
            broker.await("Kafka", Duration.ofMinutes(1));
            setting.report()
                    .progress("sending " + Report.count((double) events) + " events to Kafka");
            fill(servers, events);
            setting.report().progress("JSON from Kafka, Penstock");
            Rate penstock;
            try (var job = Child.java(setting, PenstockJob.class, Child.AS_PENSTOCK,
                    List.of("kafka", servers, "events", directory(setting),
                            Integer.toString(runs)))) {
                penstock = Rate.best(job, runs);
            }
            setting.report().progress("JSON from Kafka, Spark");
            Rate spark;
            try (var job = peers.start("SparkJob",
                    List.of("kafka", THREADS, file(setting, Yahoo.adsByName()),
                            file(setting, Yahoo.JSON), servers, directory(setting),
                            Integer.toString(runs)))) {
                spark = Rate.best(job, runs);
            }
            var table = table("Yahoo, JSON from Kafka, " + THREADS + " threads");
            row(table, "Penstock", penstock, penstock);
            row(table, "Spark", spark, penstock);
            setting.report().table(table);
        }
    }

    // A failure shows as a missing row in the counts of the runs.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void fill(String servers, long events) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("events", PARTITIONS, (short) 1))).all().get();
        }
        Map<String, Object> settings = new HashMap<>(
                Map.of("bootstrap.servers", servers, "linger.ms", "20", "batch.size", "262144",
                        "buffer.memory", "67108864", "acks", "1", "enable.idempotence", "false",
                        "enable.metrics.push", "false"));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (long i = 0; i < events; i++) {
                producer.send(new ProducerRecord<>("events", (int) (i / 100 % PARTITIONS), null,
                        Yahoo.event(i)));
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

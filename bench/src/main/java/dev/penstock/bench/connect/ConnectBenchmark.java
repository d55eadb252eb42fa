package dev.penstock.bench.connect;

import dev.penstock.bench.Benchmark;
import dev.penstock.bench.Child;
import dev.penstock.bench.Report;
import dev.penstock.bench.Setting;
import dev.penstock.bench.Table;
import dev.penstock.broker.LocalBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// From a record sent to Kafka until a second PySpark client has it in an answer.
public final class ConnectBenchmark implements Benchmark {
    /// Where `examples/kafka_to_table.py` looks, which runs as it stands.
    private static final int BROKER_PORT = 9092;
    private static final String SERVERS = "localhost:" + BROKER_PORT;
    private static final int SERVER_PORT = 15002;
    private static final String ADDRESS = "sc://localhost:" + SERVER_PORT;
    private static final String TOPIC = "topic_name";
    private static final String TABLE = "streamingTable";

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public String summary() {
        return "Kafka to a table as two PySpark clients see it: one writes, one reads";
    }

    @Override
    public String help() {
        return """
                Starts a broker at localhost:9092 and `penstock server` at localhost:15002, each as a process of its own, and on them
                examples/kafka_to_table.py, unmodified. An open loop sends 100 records a second to its topic, each due at a multiple of 10 ms. A second
                PySpark client asks, as often as it gets answers,
                  spark.sql("SELECT value FROM streamingTable WHERE CAST(value AS BIGINT) > <the last one seen>").collect()
                A record's latency runs from the moment at which it was due until the answer that has it is there as rows of Python. After 30 s
                of warm-up, 30 s count (--quick: 5 s and 5 s). It is checked that every record is seen, and once.

                Needs Python 3.11 or newer; its packages are those of the tests (connect/server/src/test/python/requirements.txt), installed
                into target/bench-python unless the tests have done so. No parts.""";
    }

    @Override
    public void run(Setting setting) throws Exception {
        requireFree(BROKER_PORT, "the program's broker");
        requireFree(SERVER_PORT, "the program's server");
        var python = Python.of(setting);
        try (var broker = Child.java(setting, LocalBroker.class,
                List.of("-XX:+UseSerialGC", "-Xmx1g"),
                List.of("--port", Integer.toString(BROKER_PORT), "--data",
                        setting.scratch().resolve("broker").toString()));
                var server = server(setting)) {
            broker.await("Kafka", Duration.ofMinutes(1));
            createTopic();
            server.await("Penstock", Duration.ofMinutes(1));
            measure(setting, python);
        }
    }

    /// What `./penstock server` starts.
    private static Child server(Setting setting) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = setting.home().resolve("cli/target/lib") + "/*";
        return Child.start(setting, "server", List.of(java, "-XX:+UseZGC",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("penstock.bench.server.classpath", classes),
                "dev.penstock.cli.Main", "server"));
    }

    private static void measure(Setting setting, Path python) throws Exception {
        var load = setting.quick() ? new Load(5, 5) : new Load(30, 30);
        var program = setting.home().resolve("examples/kafka_to_table.py");
        var second = setting.home().resolve("bench/src/main/python/second_client.py");
        try (var writer = Child.start(setting, "kafka_to_table",
                List.of(python.toString(), program.toString()));
                var reader = Child.start(setting, "second_client", List.of(python.toString(),
                        second.toString(), ADDRESS, TABLE, Long.toString(load.count() - 1)))) {
            var probes = Thread.ofPlatform().name("probes")
                    .start(() -> Load.probe(SERVERS, TOPIC));
            reader.await("PROBED", Duration.ofMinutes(2));
            probes.interrupt();
            probes.join();
            setting.report().progress("100 records a second for " + load.seconds() + " s");
            long[] due = load.send(SERVERS, TOPIC);
            var seen = Seen.read(reader, load.count());
            if (!writer.isAlive()) {
                throw new IOException("the program ended");
            }
            report(setting, load, seen, due);
        }
    }

    private static void report(Setting setting, Load load, Seen seen, long[] dueMicros) {
        var latencies = new double[load.count() - load.warmUp()];
        for (int i = 0; i < latencies.length; i++) {
            int record = load.warmUp() + i;
            latencies[i] = (seen.micros(record) - dueMicros[record]) / 1000.0;
        }
        Arrays.sort(latencies);
        var table = new Table("Kafka to a second PySpark client at 100 records/s, ms", "p50", "p90",
                "p99", "max", "one answer, p50", "lost", "twice");
        table.row(
                "penstock", number(latencies, 0.5), number(latencies, 0.9),
                number(latencies, 0.99), number(latencies, 1),
                Report.number(seen.answerMicros() / 1000.0), Long.toString(seen.lost()),
                Long.toString(seen.twice()));
        setting.report().table(table);
    }

    private static String number(double[] sorted, double share) {
        int index = (int) Math.min(sorted.length - 1L, Math.round(share * sorted.length));
        return Report.number(sorted[index]);
    }

    private static void requireFree(int port, String what) throws IOException {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return;
        } catch (IOException e) {
            throw new IOException("port " + port + ", where " + what + " has to be, is taken", e);
        }
    }

    private static void createTopic() throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }
}

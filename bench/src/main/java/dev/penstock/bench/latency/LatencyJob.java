package dev.penstock.bench.latency;

import dev.penstock.Session;
import dev.penstock.bench.Meter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A job under test, as a process: `KIND SERVERS INPUT OUTPUT CHECKPOINT`. Prints `READY` and runs until it is ended.
public final class LatencyJob {
    /// What is run: a bare loop of Kafka's clients, or Penstock without and with state.
    enum Kind {
        BARE("bare consumer-producer loop"), STATELESS("Penstock, stateless"), STATEFUL(
                "Penstock, count per key");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private final String servers;
    private final String input;
    private final String output;

    private LatencyJob(String servers, String input, String output) {
        this.servers = servers;
        this.input = input;
        this.output = output;
    }

    public static void main(String[] arguments) throws Exception {
        var job = new LatencyJob(arguments[1], arguments[2], arguments[3]);
        switch (Kind.valueOf(arguments[0])) {
            case BARE -> job.bare();
            case STATELESS -> job.penstock(
                    """
                            SELECT key, value FROM (SELECT CAST(key AS STRING) AS key, CAST(value AS STRING) AS value FROM STREAM input)
                            WHERE value LIKE 'keep,%'""",
                    "append", Path.of(arguments[4]));
            case STATEFUL -> job.penstock(
                    """
                            SELECT CAST(key AS STRING) AS key, CAST(count(*) AS STRING) AS value FROM STREAM input GROUP BY CAST(key AS STRING)""",
                    "update", Path.of(arguments[4]));
        }
    }

    /// The same filter on bytes, and nothing kept: what any program that uses Kafka's clients has to spend.
    // Failures end the process by the next send; the futures say nothing more.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void bare() {
        Map<String, Object> reading = new HashMap<>(
                Map.of("bootstrap.servers", servers, "fetch.min.bytes", "1", "max.poll.records",
                        "10000",
                        "enable.auto.commit", "false", "enable.metrics.push", "false"));
        Map<String, Object> writing = new HashMap<>(
                Map.of("bootstrap.servers", servers, "linger.ms", "0", "enable.metrics.push",
                        "false"));
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var partition = List.of(new TopicPartition(input, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            producer.partitionsFor(output);
            Meter.print("READY");
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value()[0] == 'k') {
                        producer.send(
                                new ProducerRecord<>(output, 0, record.key(), record.value()));
                    }
                }
            }
        }
    }

    private void penstock(String query, String mode, Path checkpoint) throws Exception {
        try (var session = Session.builder().appName("latency").getOrCreate()) {
            session.sql("CREATE TABLE input USING kafka OPTIONS ('kafka.bootstrap.servers' = '"
                    + servers
                    + "', 'subscribe' = '" + input + "', 'startingOffsets' = 'earliest')");
            var running = session.sql(query).writeStream().format("kafka")
                    .option("kafka.bootstrap.servers", servers).option("topic", output)
                    .option("checkpointLocation", checkpoint.toString())
                    .option("ledgerSync", System.getProperty("ledgerSync", "disk"))
                    .outputMode(mode).start();
            running.processAllAvailable();
            Meter.print("READY");
            running.awaitTermination();
        }
    }
}

package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerTest {
    @TempDir
    Path directory;

    @Test
    void keepsRecordsWhenItIsStoppedAndStartedAgain() throws Exception {
        try (var broker = LocalBroker.start(directory)) {
            broker.createTopic("events", 2);
            send(broker, "first");
            var address = broker.bootstrapServers();

            broker.stop();
            broker.start();
            send(broker, "second");

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(read(broker, 2)).containsExactly("first", "second");
        }
        try (var again = LocalBroker.start(directory)) {
            assertThat(read(again, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void growsTopicsAndCommitsTransactions() throws Exception {
        try (var broker = LocalBroker.start(directory)) {
            broker.createTopic("events", 1);
            broker.growTopic("events", 2);
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(),
                            "transactional.id", "test"),
                    new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                var sent = producer.send(new ProducerRecord<>("events", 0, "key", "value"));
                producer.commitTransaction();
                assertThat(sent).isDone();
                assertThat(producer.partitionsFor("events")).hasSize(2);
            }
            assertThat(read(broker, 1)).containsExactly("value");
        }
    }

    @Test
    void saysNothingOfItsOwn() {
        var said = new ByteArrayOutputStream();
        var out = System.out;
        var err = System.err;
        try (var captured = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            LocalBroker.start(directory).close();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void send(LocalBroker broker, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("events", 0, "key", value)).get();
        }
    }

    private static List<String> read(LocalBroker broker, int count) {
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(),
                        "isolation.level", "read_committed"),
                new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition("events", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(10)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}

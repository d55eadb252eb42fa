package dev.penstock.kafka;

import dev.penstock.broker.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// One real broker for all tests of this JVM, and what an outsider does with it.
final class SharedBroker {
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private SharedBroker() {}

    private static final class Holder {
        static final LocalBroker BROKER = start();
        static final KafkaProducer<byte[], byte[]> PRODUCER = producer(Map.of());
        static final KafkaConsumer<byte[], byte[]> CONSUMER = consumer("read_uncommitted");
        static final KafkaConsumer<byte[], byte[]> COMMITTED = consumer("read_committed");

        private static LocalBroker start() {
            try {
                return LocalBroker.start(Files.createTempDirectory("penstock-kafka-test"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static LocalBroker broker() {
        return Holder.BROKER;
    }

    static String servers() {
        return broker().bootstrapServers();
    }

    /// A topic that no other test uses.
    static String topic(int partitions) {
        var name = newName();
        broker().createTopic(name, partitions);
        return name;
    }

    static String newName() {
        return "topic-" + TOPICS.incrementAndGet();
    }

    static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        var settings = new java.util.HashMap<String, Object>(more);
        settings.put("bootstrap.servers", servers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static KafkaProducer<byte[], byte[]> producer() {
        return Holder.PRODUCER;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers(), "isolation.level",
                        isolation),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /// Sends values without keys to a partition and waits until the broker has them.
    static void send(String topic, int partition, String... values) {
        for (var value : values) {
            var _ = producer()
                    .send(new ProducerRecord<>(topic, partition, null, bytes(value)));
        }
        producer().flush();
    }

    static void sendAt(String topic, int partition, long timestampMillis, String value) {
        var _ = producer()
                .send(new ProducerRecord<>(topic, partition, timestampMillis, null, bytes(value)));
        producer().flush();
    }

    /// All records of a partition as any plain consumer sees them now.
    static List<ConsumerRecord<byte[], byte[]>> records(String topic, int partition) {
        return read(Holder.CONSUMER, topic, partition);
    }

    static List<String> values(String topic, int partition) {
        return records(topic, partition).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8)).toList();
    }

    /// All values of a partition as a consumer sees them that reads committed transactions only.
    static List<String> committedValues(String topic, int partition) {
        return read(Holder.COMMITTED, topic, partition).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8)).toList();
    }

    private static synchronized List<ConsumerRecord<byte[], byte[]>> read(
            KafkaConsumer<byte[], byte[]> consumer, String topic, int partition) {
        var from = new TopicPartition(topic, partition);
        consumer.assign(List.of(from));
        consumer.seekToBeginning(List.of(from));
        long end = consumer.endOffsets(List.of(from)).getOrDefault(from, 0L);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (consumer.position(from) < end) {
            records.addAll(consumer.poll(Duration.ofSeconds(1)).records(from));
        }
        return records;
    }
}

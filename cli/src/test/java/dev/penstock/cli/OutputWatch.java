package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// A plain consumer, `read_uncommitted`, that looks at a topic all the while and remembers everything it sees, and when.
final class OutputWatch implements AutoCloseable {
    private static final String STAMP = "penstock";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<List<Seen>> partitions = new ArrayList<>();
    private final Thread thread = new Thread(this::look, "output-watch");
    private volatile boolean closed;
    private long lastNanos = Long.MIN_VALUE;

    /// A record as it was seen. `stamp` is what the sink wrote beside it: for messages only.
    record Seen(String key, String value, long seenNanos, long offset, String stamp) {
        @Override
        public String toString() {
            return key + "=" + value + " (offset " + offset + ", " + stamp + ")";
        }
    }

    OutputWatch(String servers, String topic, int partitionCount) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_uncommitted"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var assigned = IntStream.range(0, partitionCount)
                .mapToObj(partition -> new TopicPartition(topic, partition)).toList();
        assigned.forEach(_ -> partitions.add(new ArrayList<>()));
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
        thread.start();
    }

    private void look() {
        while (!closed) {
            var records = consumer.poll(Duration.ofMillis(100));
            long now = System.nanoTime();
            synchronized (this) {
                for (var record : records) {
                    partitions.get(record.partition()).add(new Seen(text(record.key()),
                            text(record.value()), now, record.offset(), stamp(record)));
                    lastNanos = now;
                }
                notifyAll();
            }
        }
        consumer.close();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String stamp(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(STAMP);
        if (header == null) {
            return "no stamp";
        }
        var bytes = ByteBuffer.wrap(header.value());
        return "epoch " + bytes.getLong(Long.BYTES) + ", index " + bytes.getInt(2 * Long.BYTES);
    }

    /// Waits until a record is seen at `afterNanos` or later.
    synchronized void awaitOutput(long afterNanos, JobProcess job, Duration patience) {
        awaitUnless(() -> lastNanos >= afterNanos, job, patience, "no output");
    }

    /// Waits until something holds for what has been seen, while the job goes on.
    synchronized void await(Condition condition, JobProcess job, Duration patience) {
        awaitUnless(() -> condition.holds(partitions), job, patience, "the output is not complete");
    }

    /// A question about what was seen, by partition.
    interface Condition {
        boolean holds(List<List<Seen>> partitions);
    }

    private void awaitUnless(java.util.function.BooleanSupplier condition, JobProcess job,
            Duration patience, String trouble) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                assertThat(left).as(() -> trouble + " within " + patience).isPositive();
                TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, 200_000_000L));
                job.run(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// All that was seen, by partition, in order.
    synchronized List<List<Seen>> seen() {
        return partitions.stream().map(List::copyOf).toList();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.penstock.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Sends records numbered 0, 1, 2, ... at a steady rate until it is closed, on a thread of its own. A number belongs to a key for good, and a key,
/// by Kafka's rule, to a partition. What the broker does not take in time is sent again, so that each number arrives in the end.
final class NumberedRecords implements AutoCloseable {
    static final int KEYS = 40;
    private static final int MOST = 1 << 22;
    /// So that a record does not cost the broker a request of its own: the job that starts needs the processor.
    private static final String LINGER_MILLIS = "1";

    private final String topic;
    private final long pauseNanos;
    private final KafkaProducer<byte[], byte[]> producer;
    private final long[] sentNanos = new long[MOST];
    private final Thread thread = new Thread(this::send, "numbered-records");
    private final AtomicInteger burst = new AtomicInteger();
    private final ConcurrentLinkedQueue<Integer> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int sent;
    private volatile boolean stopped;

    NumberedRecords(String servers, String topic, int ratePerSecond) {
        this.topic = topic;
        pauseNanos = 1_000_000_000L / ratePerSecond;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", LINGER_MILLIS,
                        "request.timeout.ms", "5000", "delivery.timeout.ms", "15000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread.start();
    }

    /// Which key a number has: spread unevenly, and the same number of distinct keys in any long stretch.
    static String key(long number) {
        return "key-" + number * number % 1009 % KEYS;
    }

    private void send() {
        long next = System.nanoTime();
        while (!stopped && sent < MOST) {
            int number = sent;
            sentNanos[number] = System.nanoTime();
            send(number);
            sent = number + 1;
            sendRefused();
            if (burst.get() > 0) {
                burst.decrementAndGet();
                next = System.nanoTime();
                continue;
            }
            next += pauseNanos;
            for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
        do {
            sendRefused();
            producer.flush();
        } while (!refused.isEmpty());
    }

    private void send(int number) {
        var _ = producer.send(
                new ProducerRecord<>(topic, bytes(key(number)), bytes(Integer.toString(number))),
                (_, trouble) -> {
                    if (trouble == null) {
                        arrived.incrementAndGet();
                    } else {
                        refused.add(number);
                    }
                });
    }

    private void sendRefused() {
        for (var number = refused.poll(); number != null; number = refused.poll()) {
            send(number);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Sends the next `count` records as fast as it can.
    void burst(int count) {
        burst.addAndGet(count);
    }

    /// How many have been sent.
    int sent() {
        return sent;
    }

    /// How many of them the broker has said it holds: of the last ones sent, those of one partition may arrive before those of another.
    int arrived() {
        return arrived.get();
    }

    long sentNanos(long number) {
        return sentNanos[(int) number];
    }

    /// Sends no more; when this returns all that was sent has arrived.
    void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        producer.close();
    }
}

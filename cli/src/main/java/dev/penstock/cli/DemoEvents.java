package dev.penstock.cli;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// Sends live events to Kafka: numbered ones, under one of a few keys, at a steady rate, on a thread of its own.
final class DemoEvents implements AutoCloseable {
    private static final String[] KEYS = {"bike", "boat", "bus", "car", "plane", "train"};
    private static final int REMEMBERED = 1 << 20;

    private final String topic;
    private final long pauseNanos;
    private final KafkaProducer<String, String> producer;
    private final long[] sentNanos = new long[REMEMBERED];
    private final AtomicInteger sent = new AtomicInteger();
    private final Thread thread = new Thread(this::send, "penstock-demo-events");
    private volatile boolean stopped;

    DemoEvents(String servers, String topic, int rate) {
        this.topic = topic;
        pauseNanos = 1_000_000_000L / Math.max(1, rate);
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ProducerConfig.LINGER_MS_CONFIG, 0),
                new StringSerializer(), new StringSerializer());
    }

    void start() {
        thread.start();
    }

    private void send() {
        long next = System.nanoTime();
        while (!stopped) {
            int number = sent.get();
            sentNanos[number % REMEMBERED] = System.nanoTime();
            // Squares spread unevenly over the keys, as events in life do.
            var key = KEYS[(int) ((long) number * number % 31 % KEYS.length)];
            // What is lost shows in the last lines of the demonstration.
            var _ = producer.send(new ProducerRecord<>(topic, key, "event " + number));
            sent.incrementAndGet();
            next += pauseNanos;
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
        }
        producer.flush();
    }

    /// How many events have been sent.
    int sent() {
        return sent.get();
    }

    /// When the event with this number was sent, in nanoseconds of [System#nanoTime]. The last million is remembered.
    long sentNanos(int number) {
        return sentNanos[number % REMEMBERED];
    }

    /// Stops, and waits until all that was sent has arrived.
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}

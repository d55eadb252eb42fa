package dev.penstock.bench.latency;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The records of one run and when they are due: `perSecond` a second, in ticks of a millisecond.
///
/// Record `i` has key `i % KEYS`, is about 100 bytes, and is to be dropped by stateless jobs when `i % 10 == 9`. Immutable.
record Load(int perSecond, long startNanos, long seconds) {
    static final int KEYS = 1000;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LENGTH = 97;

    int perTick() {
        return perSecond / 1000;
    }

    long count() {
        return perSecond * seconds;
    }

    /// When record `i` is due, by [System#nanoTime].
    long dueNanos(long i) {
        return startNanos + i / perTick() * TICK_NANOS;
    }

    /// Whether stateless jobs keep record `i`.
    static boolean kept(long i) {
        return i % 10 != 9;
    }

    static byte[] key(long i) {
        return Long.toString(i % KEYS).getBytes(StandardCharsets.UTF_8);
    }

    /// `keep,<i>,xxx...` or `drop,<i>,xxx...`.
    static byte[] value(long i) {
        var start = ((kept(i) ? "keep," : "drop,") + i + ",").getBytes(StandardCharsets.US_ASCII);
        var value = Arrays.copyOf(start, LENGTH);
        Arrays.fill(value, start.length, LENGTH, (byte) 'x');
        return value;
    }

    /// Sends all records, each when it is due, on the calling thread.
    // The callback counts; the future says nothing more.
    @SuppressWarnings("FutureReturnValueIgnored")
    void send(String servers, String topic) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", servers,
                "linger.ms", "0",
                "acks", "1", "enable.idempotence", "false", "enable.metrics.push", "false"));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.partitionsFor(topic);
            long count = count();
            for (long i = 0; i < count; i++) {
                long due = dueNanos(i);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                producer.send(new ProducerRecord<>(topic, 0, key(i), value(i)));
            }
        }
    }
}

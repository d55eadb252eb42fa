package dev.penstock.bench.connect;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// A hundred records a second, each due at a multiple of 10 ms; record `i` has the value `i`. Those of the warm-up do not count.
record Load(int warmUpSeconds, int measuredSeconds) {
    private static final int PER_SECOND = 100;
    private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final int KEYS = 10;

    int seconds() {
        return warmUpSeconds + measuredSeconds;
    }

    int count() {
        return seconds() * PER_SECOND;
    }

    int warmUp() {
        return warmUpSeconds * PER_SECOND;
    }

    /// Sends a probe now and then, until the thread is interrupted: a program reads what comes after its start, and the first probe that arrives
    /// says that it has begun.
    // What is lost on the way is missed by the reader.
    @SuppressWarnings("FutureReturnValueIgnored")
    static void probe(String servers, String topic) {
        try (var producer = producer(servers)) {
            while (!Thread.interrupted()) {
                producer.send(new ProducerRecord<>(topic, 0, "probe", "-1"));
                LockSupport.parkNanos(GAP_NANOS);
            }
        }
    }

    private static KafkaProducer<String, String> producer(String servers) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", servers,
                "linger.ms", "0", "acks", "1", "enable.idempotence", "false",
                "enable.metrics.push", "false"));
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /// Sends all records on the calling thread, and says when each was due, in microseconds since 1970: the clock that processes share.
    // What is lost on the way is missed by the reader.
    @SuppressWarnings("FutureReturnValueIgnored")
    long[] send(String servers, String topic) {
        var dueMicros = new long[count()];
        try (var producer = producer(servers)) {
            producer.partitionsFor(topic);
            long start = System.nanoTime() + GAP_NANOS;
            long startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())
                    + TimeUnit.NANOSECONDS.toMicros(GAP_NANOS);
            for (int i = 0; i < dueMicros.length; i++) {
                long due = start + i * GAP_NANOS;
                dueMicros[i] = startMicros + TimeUnit.NANOSECONDS.toMicros(i * GAP_NANOS);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                producer.send(new ProducerRecord<>(topic, 0, "key-" + i % KEYS,
                        Integer.toString(i)));
            }
        }
        return dueMicros;
    }
}

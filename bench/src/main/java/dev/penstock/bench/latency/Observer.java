package dev.penstock.bench.latency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Looks at a job's output as any consumer would, and notes when the effect of each record of the [Load] is there for the first time.
///
/// Of a stateless job that is the record itself; of a running count per key, the first count that includes it. Reads `read_uncommitted`.
/// Belongs to the thread that calls [#run].
final class Observer {
    private final Load load;
    private final boolean counts;
    /// By record: when it was seen, or 0.
    private final long[] seenNanos;
    private final long[] countOfKey = new long[Load.KEYS];
    private long missing;
    private long duplicated;

    Observer(Load load, boolean counts) {
        this.load = load;
        this.counts = counts;
        seenNanos = new long[Math.toIntExact(load.count())];
        missing = counts ? load.count() : load.count() / 10 * 9;
    }

    /// Polls until everything is there, at most until `deadlineNanos`.
    void run(String servers, String topic, long deadlineNanos) {
        Map<String, Object> settings = new HashMap<>(
                Map.of("bootstrap.servers", servers, "fetch.min.bytes", "1", "enable.metrics.push",
                        "false",
                        "max.poll.records", "10000", "enable.auto.commit", "false"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            while (missing > 0 && System.nanoTime() < deadlineNanos) {
                var records = consumer.poll(Duration.ofMillis(100));
                long now = System.nanoTime();
                for (var record : records) {
                    if (counts) {
                        seeCount(record, now);
                    } else {
                        see(record, now);
                    }
                }
            }
        }
    }

    private void see(ConsumerRecord<byte[], byte[]> record, long now) {
        byte[] value = record.value();
        int i = 0;
        for (int at = "keep,".length(); value[at] != ','; at++) {
            i = i * 10 + value[at] - '0';
        }
        if (!Load.kept(i) || seenNanos[i] != 0) {
            duplicated++;
            return;
        }
        seenNanos[i] = now;
        missing--;
    }

    /// A count of `n` for a key tells of its first `n` records.
    private void seeCount(ConsumerRecord<byte[], byte[]> record, long now) {
        int key = Integer.parseInt(new String(record.key(), StandardCharsets.US_ASCII));
        long count = Long.parseLong(new String(record.value(), StandardCharsets.US_ASCII));
        if (count <= countOfKey[key]) {
            duplicated++;
            return;
        }
        for (long n = countOfKey[key]; n < count; n++) {
            seenNanos[Math.toIntExact(n * Load.KEYS + key)] = now;
            missing--;
        }
        countOfKey[key] = count;
    }

    long missing() {
        return missing;
    }

    long duplicated() {
        return duplicated;
    }

    /// The sorted latencies, in nanoseconds, of the records that were due from second `from` to second `to` of the load.
    long[] latencies(int from, int to) {
        var latencies = new long[(to - from) * load.perSecond()];
        int count = 0;
        for (int i = from * load.perSecond(); i < to * load.perSecond(); i++) {
            if (seenNanos[i] != 0) {
                latencies[count++] = seenNanos[i] - load.dueNanos(i);
            }
        }
        latencies = Arrays.copyOf(latencies, count);
        Arrays.sort(latencies);
        return latencies;
    }
}

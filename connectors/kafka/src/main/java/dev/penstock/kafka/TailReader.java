package dev.penstock.kafka;

import dev.penstock.data.error.TransientException;
import dev.penstock.io.Options;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Finds what topics hold of a query already, by reading them from a known position to their end.
///
/// A request of a process that has just died may still be on its way. So reading goes on until a pause has brought nothing more of the
/// query. That bounds the risk in `direct` delivery; only `transactional` delivery excludes it, because there the brokers fence the dead off.
final class TailReader implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private static final Set<String> CONSUMER_SETTINGS = ConsumerConfig.configNames();

    private final Cluster cluster;
    private final Cluster ends;
    private final long query;

    /// With `committed`, only records of committed transactions count.
    TailReader(Options options, long query, boolean committed) {
        this.query = query;
        ends = new Cluster(Cluster.connect(isolated(options, "read_uncommitted")), options);
        cluster = committed
                ? new Cluster(Cluster.connect(isolated(options, "read_committed")), options)
                : ends;
    }

    private static Options isolated(Options options, String level) {
        // Options for producers have no meaning here, and those that clients share are what is needed to connect.
        // A fetch that finds nothing must not wait: other requests, and closing, would wait behind it.
        var shared = new HashMap<>(Map.of("kafka.isolation.level", level, "kafka.fetch.max.wait.ms",
                String.valueOf(PAUSE.toMillis())));
        options.asMap().forEach((name, value) -> {
            var key = name.toLowerCase(Locale.ROOT);
            if (key.startsWith(ClientSettings.PREFIX)
                    && CONSUMER_SETTINGS.contains(key.substring(ClientSettings.PREFIX.length()))) {
                shared.putIfAbsent(key, value);
            }
        });
        shared.remove("kafka.client.id");
        shared.remove("kafka.interceptor.classes");
        return new Options("kafka", "sink", shared);
    }

    /// The partitions of a topic, and where they end now.
    Positions ends(String topic) {
        return Positions.of(ends.latest(ends.partitionsOf(topic)));
    }

    /// The first offsets that the brokers have of a topic.
    Positions beginnings(String topic) {
        return Positions.of(ends.earliest(ends.partitionsOf(topic)));
    }

    /// The last stamp of the query in each partition from `from` on; partitions that hold nothing of it are absent.
    Map<TopicPartition, Stamp> lastStamps(Positions from) {
        var found = new HashMap<TopicPartition, Stamp>();
        if (from.byPartition().isEmpty()) {
            return found;
        }
        var consumer = cluster.consumer();
        var partitions = from.byPartition().keySet();
        consumer.assign(partitions);
        var earliest = ends.earliest(partitions);
        from.byPartition().forEach((partition, offset) -> consumer.seek(partition,
                Math.max(offset, earliest.getOrDefault(partition, 0L))));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean more = true;
        while (more) {
            readToEnd(consumer, found, deadline);
            more = take(consumer, PAUSE, found);
        }
        return found;
    }

    private void readToEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Stamp> found,
            long deadline) {
        var end = ends.latest(consumer.assignment());
        var behind = new HashSet<>(consumer.assignment());
        behind.removeIf(
                partition -> consumer.position(partition) >= end.getOrDefault(partition, 0L));
        while (!behind.isEmpty()) {
            take(consumer, Duration.ofMillis(200), found);
            behind.removeIf(
                    partition -> consumer.position(partition) >= end.getOrDefault(partition, 0L));
            if (System.nanoTime() - deadline > 0) {
                throw new TransientException(
                        "The end of " + List.copyOf(behind)
                                + " cannot be read; another producer's transaction may be open.",
                        new IllegalStateException("timeout"));
            }
        }
    }

    /// True when there was something of the query.
    private boolean take(Consumer<byte[], byte[]> consumer, Duration wait,
            Map<TopicPartition, Stamp> found) {
        boolean any = false;
        try {
            for (var record : consumer.poll(wait)) {
                var stamp = Stamp.of(record.headers(), query);
                if (stamp != null) {
                    found.merge(new TopicPartition(record.topic(), record.partition()), stamp,
                            (a, b) -> a.compareTo(b) >= 0 ? a : b);
                    any = true;
                }
            }
        } catch (KafkaException e) {
            throw new TransientException("What the topic holds of this query cannot be read.", e);
        }
        return any;
    }

    @Override
    public void close() {
        ends.consumer().close(AT_ONCE);
        cluster.consumer().close(AT_ONCE);
    }
}

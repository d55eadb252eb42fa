package dev.penstock.kafka;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.io.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Questions to the brokers about topics and offsets, through a consumer that belongs to the calling thread.
record Cluster(Consumer<byte[], byte[]> consumer, Options options) {
    /// How long to wait for brokers that do not answer before the caller may try again.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// A consumer for whatever thread uses it.
    static Consumer<byte[], byte[]> connect(Options options) {
        try {
            return new KafkaConsumer<>(ClientSettings.consumer(options),
                    new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UserException("SOURCE_UNAVAILABLE",
                    Map.of("source", "Kafka at " + ClientSettings.servers(options), "reason",
                            String.valueOf(cause.getMessage())),
                    null, e);
        }
    }

    /// The partitions of a subscription as the brokers know them now.
    ///
    /// @throws UserException with `UNKNOWN_KAFKA_TOPIC` when a topic that the user named does not exist
    List<TopicPartition> partitions(Subscription subscription) {
        return switch (subscription) {
            case Subscription.Topics(var topics) -> {
                var all = new ArrayList<TopicPartition>();
                for (var topic : topics) {
                    all.addAll(partitionsOf(topic));
                }
                yield all;
            }
            case Subscription.Matching(var pattern) -> {
                var all = new ArrayList<TopicPartition>();
                ask(() -> consumer.listTopics(PATIENCE)).forEach((topic, partitions) -> {
                    if (pattern.matcher(topic).matches()) {
                        partitions.forEach(partition -> all
                                .add(new TopicPartition(topic, partition.partition())));
                    }
                });
                yield all;
            }
            case Subscription.Partitions(var partitions) -> {
                for (var partition : partitions) {
                    if (!partitionsOf(partition.topic()).contains(partition)) {
                        throw unknown(
                                partition.topic() + " with a partition " + partition.partition());
                    }
                }
                yield partitions;
            }
        };
    }

    /// The partitions of a topic, in order.
    List<TopicPartition> partitionsOf(String topic) {
        var found = ask(() -> consumer.partitionsFor(topic, PATIENCE));
        if (found == null || found.isEmpty()) {
            throw unknown(topic);
        }
        return found.stream().map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Positions.ORDER).toList();
    }

    Map<TopicPartition, Long> earliest(Collection<TopicPartition> partitions) {
        return ask(() -> consumer.beginningOffsets(partitions, PATIENCE));
    }

    Map<TopicPartition, Long> latest(Collection<TopicPartition> partitions) {
        return ask(() -> consumer.endOffsets(partitions, PATIENCE));
    }

    /// What a boundary means now for these partitions.
    Positions resolve(Boundary boundary, List<TopicPartition> partitions) {
        return Positions.of(switch (boundary) {
            case Boundary.Earliest() -> earliest(partitions);
            case Boundary.Latest() -> latest(partitions);
            case Boundary.Offsets(var option, var offsets) -> exact(option, offsets, partitions);
            case Boundary.Time(var option, long time, boolean latestIfNone) -> {
                var times = new HashMap<TopicPartition, Long>();
                partitions.forEach(partition -> times.put(partition, time));
                yield atTimes(option, times, latestIfNone);
            }
            case Boundary.Times(var option, var times, boolean latestIfNone) -> {
                requireAll(option, times, partitions);
                yield atTimes(option, times.byPartition(), latestIfNone);
            }
        });
    }

    private Map<TopicPartition, Long> exact(String option, Positions offsets,
            List<TopicPartition> partitions) {
        requireAll(option, offsets, partitions);
        var exact = new HashMap<TopicPartition, Long>(offsets.byPartition());
        if (exact.containsValue(Boundary.EARLIEST)) {
            var earliest = earliest(partitions);
            exact.replaceAll((partition, offset) -> offset == Boundary.EARLIEST
                    ? earliest.getOrDefault(partition, 0L)
                    : offset);
        }
        if (exact.containsValue(Boundary.LATEST)) {
            var latest = latest(partitions);
            exact.replaceAll((partition, offset) -> offset == Boundary.LATEST
                    ? latest.getOrDefault(partition, 0L)
                    : offset);
        }
        return exact;
    }

    private Map<TopicPartition, Long> atTimes(String option, Map<TopicPartition, Long> times,
            boolean latestIfNone) {
        var found = ask(() -> consumer.offsetsForTimes(times, PATIENCE));
        var latest = latest(times.keySet());
        var offsets = new HashMap<TopicPartition, Long>();
        times.forEach((partition, time) -> {
            var first = found.get(partition);
            if (first == null && !latestIfNone) {
                throw options.invalid(option, partition + " has no record as young as " + time
                        + "; set startingOffsetsByTimestampStrategy to latest to begin there with the next record");
            }
            offsets.put(partition,
                    first == null
                            ? latest.getOrDefault(partition, 0L)
                            : Long.valueOf(first.offset()));
        });
        return offsets;
    }

    private void requireAll(String option, Positions given, List<TopicPartition> partitions) {
        var expected = new TreeSet<TopicPartition>(Positions.ORDER);
        expected.addAll(partitions);
        if (!expected.equals(given.byPartition().keySet())) {
            throw options.invalid(option,
                    "it has to name exactly the partitions that are read: " + expected);
        }
    }

    private UserException unknown(String topic) {
        return new UserException("UNKNOWN_KAFKA_TOPIC",
                Map.of("servers", ClientSettings.servers(options), "topic", topic));
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (InvalidTopicException e) {
            throw unknown(String.join(", ", e.invalidTopics()));
        } catch (RetriableException e) {
            throw new TransientException(
                    "No Kafka broker answers at " + ClientSettings.servers(options) + ".", e);
        }
    }
}

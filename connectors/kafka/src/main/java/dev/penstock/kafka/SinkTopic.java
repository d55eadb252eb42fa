package dev.penstock.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// A topic that the sink writes to: how many partitions it uses, how far the brokers have confirmed, and what it held before this run.
///
/// The number of partitions is the one that the topic had when the query first wrote to it. It stays, also when the topic grows: where a
/// record goes must not depend on when it is sent.
final class SinkTopic {
    private final String name;
    private final int partitions;
    private final AtomicLongArray confirmed;
    private final @Nullable Stamp[] held;

    /// `positions` are where this run of the query began to look; `held` the last stamps found in each partition from there on.
    SinkTopic(String name, Positions positions, Map<TopicPartition, Stamp> held) {
        this.name = name;
        partitions = positions.byPartition().size();
        confirmed = new AtomicLongArray(partitions);
        this.held = new @Nullable Stamp[partitions];
        positions.byPartition().forEach((partition, offset) -> {
            confirmed.set(partition.partition(), offset);
            this.held[partition.partition()] = held.get(partition);
        });
    }

    int partitions() {
        return partitions;
    }

    /// True when the partition holds this record from an earlier run.
    boolean holds(int partition, Stamp stamp) {
        var last = held[partition];
        return last != null && stamp.compareTo(last) <= 0;
    }

    /// The partition for a record that does not ask for one: by its key, as Kafka's own producer does, else evenly.
    int partitionFor(byte @Nullable [] key, Stamp stamp) {
        return key == null
                ? (int) Math.floorMod(stamp.epoch() + stamp.index(), (long) partitions)
                : Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /// By the producer's thread, which is the only one that raises it.
    void confirmed(RecordMetadata record) {
        if (record.hasOffset() && record.offset() >= confirmed.get(record.partition())) {
            confirmed.set(record.partition(), record.offset() + 1);
        }
    }

    Map<TopicPartition, Long> positions() {
        var positions = new HashMap<TopicPartition, Long>();
        for (int i = 0; i < partitions; i++) {
            positions.put(new TopicPartition(name, i), confirmed.get(i));
        }
        return positions;
    }
}

package dev.penstock.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells Kafka how far a query has come, for other tools to see; the query itself never reads it. Only the newest position counts.
///
/// [#ask] may be called by any thread, the rest by the consumer's.
final class GroupCommits {
    private static final Duration AT_THE_END = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommits.class);

    private final Consumer<byte[], byte[]> consumer;
    private final AtomicReference<@Nullable Positions> asked = new AtomicReference<>();
    private @Nullable Positions sent;

    GroupCommits(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    void ask(Positions upTo) {
        asked.set(upTo);
    }

    /// Sends what was asked for since the last call, and does not wait.
    void sendAsked() {
        var upTo = asked.getAndSet(null);
        if (upTo != null) {
            sent = upTo;
            consumer.commitAsync(offsets(upTo), (_, trouble) -> {
                if (trouble != null) {
                    LOG.warn(
                            "Kafka was not told how far the query has come; the query itself does not need it",
                            trouble);
                }
            });
        }
    }

    /// Sends the last position and waits a while, before the consumer is closed.
    void last() {
        sendAsked();
        var upTo = sent;
        if (upTo == null) {
            return;
        }
        try {
            commit(offsets(upTo));
        } catch (KafkaException e) {
            LOG.debug("the last position was not committed", e);
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets, AT_THE_END);
        } catch (WakeupException _) {
            // The call to wake up that ended the fetching may only have arrived here.
            consumer.commitSync(offsets, AT_THE_END);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Positions upTo) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        upTo.byPartition().forEach(
                (partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        return offsets;
    }
}

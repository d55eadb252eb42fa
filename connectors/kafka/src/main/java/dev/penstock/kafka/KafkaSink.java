package dev.penstock.kafka;

import dev.penstock.data.Batch;
import dev.penstock.data.Schema;
import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes to topics of Kafka, exactly once.
///
/// What readers may rely on. `direct`: each record is there once and for good, within its partition in the order of the query, as soon as its
/// epoch commits; after a crash the first part of an epoch may stand alone until the query runs again. `transactional`: readers with
/// `read_committed` see epochs whole.
///
/// How: every record carries its [Stamp]. Epochs are replayed with the same records, and where a record goes depends on the record alone,
/// so each partition holds a prefix of what replay gives; [#open] finds its last stamp, and [#write] leaves out what is not after it.
/// The mark is the confirmed end of each partition, from which to look. Once a record could not be sent, nothing is sent
/// any more: a later one would leave a gap. The runtime then opens a new sink.
final class KafkaSink implements Sink {
    /// How often to note positions for marks: a mark only bounds how much is read back, so it may be a little old.
    static final long NOTE_NANOS = 50_000_000;
    /// When this many have been noted without a [#settle], every second one is dropped.
    private static final int MOST_NOTES = 128;

    private final SinkOptions options;
    private final SinkColumns columns;
    private final long noteNanos;
    private final Map<String, SinkTopic> topics = new ConcurrentHashMap<>();
    private final List<ProducerRecord<byte[], byte[]>> staged = new ArrayList<>();
    /// Confirmed positions as they were before anything of an epoch was sent, oldest first. Guarded by itself.
    private final ArrayDeque<Note> notes = new ArrayDeque<>();
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable TailReader tail;
    private long query;
    private String queryId = "";
    private long lastEpoch = -1;
    private long epochWritten = -1;
    private long firstStaged = -1;
    private int index;
    private long notedAtNanos;
    private volatile @Nullable Exception failure;

    private record Note(long beforeEpoch, String mark) {}

    KafkaSink(SinkOptions options, Schema schema, long noteNanos) {
        this.options = options;
        this.noteNanos = noteNanos;
        columns = SinkColumns.of(schema, options);
    }

    @Override
    public void open(Start start) {
        queryId = start.queryId();
        query = Stamp.queryHash(queryId);
        producer = connect();
        var reader = new TailReader(options.options(), query, options.transactional());
        tail = reader;
        var mark = Positions.parse(start.mark().isEmpty() ? "{}" : start.mark());
        var byTopic = new TreeMap<String, Map<TopicPartition, Long>>();
        mark.byPartition().forEach((partition, offset) -> byTopic
                .computeIfAbsent(partition.topic(), _ -> new HashMap<>()).put(partition, offset));
        byTopic.forEach((topic, positions) -> addTopic(topic, Positions.of(positions), true));
        if (options.topic().isPresent()) {
            var topic = options.topic().get();
            if (!topics.containsKey(topic)) {
                // Without a mark the query has never run. With one that does not know the topic, it may have run with it since.
                boolean first = start.mark().isEmpty();
                addTopic(topic, first ? reader.ends(topic) : reader.beginnings(topic), !first);
            }
            reader.close();
            tail = null;
        }
        synchronized (notes) {
            notes.add(new Note(Long.MIN_VALUE, mark()));
        }
    }

    private Producer<byte[], byte[]> connect() {
        var settings = ClientSettings.producer(options.options());
        if (options.transactional()) {
            settings.put("transactional.id", transactionalId());
            settings.put("delivery.timeout.ms", "120000");
        }
        try {
            var connected = new KafkaProducer<>(settings, new ByteArraySerializer(),
                    new ByteArraySerializer());
            if (options.transactional()) {
                connected.initTransactions();
            }
            return connected;
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw new UserException("SOURCE_UNAVAILABLE",
                    Map.of("source", "Kafka at " + ClientSettings.servers(options.options()),
                            "reason",
                            String.valueOf(e.getMessage())),
                    null, e);
        } catch (KafkaException e) {
            throw trouble(e);
        }
    }

    private String transactionalId() {
        return "penstock-" + queryId;
    }

    /// `search` tells whether the topic may hold something of the query after `from`.
    private SinkTopic addTopic(String name, Positions from, boolean search) {
        var held = search && tail != null ? tail.lastStamps(from) : Map.<TopicPartition, Stamp>of();
        if (options.transactional()) {
            held.values().forEach(stamp -> lastEpoch = Math.max(lastEpoch, stamp.epoch()));
        }
        var topic = new SinkTopic(name, from, held);
        topics.put(name, topic);
        return topic;
    }

    /// In transactions an epoch is there whole or not at all, so the last stamp tells; else its records are compared one by one.
    @Override
    public long lastEpoch() {
        return lastEpoch;
    }

    @Override
    public void write(long epoch, Batch changes) {
        if (epoch != epochWritten) {
            epochWritten = epoch;
            index = 0;
        }
        if (firstStaged < 0) {
            firstStaged = epoch;
        }
        var rows = changes.rows();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.at(i);
            for (long copies = changes.weight(row); copies > 0; copies--) {
                stage(changes, row, new Stamp(epoch, index++));
            }
        }
    }

    private void stage(Batch batch, int row, Stamp stamp) {
        var name = topicName(batch, row);
        var topic = topics.get(name);
        if (topic == null) {
            // Seen for the first time in this run; an earlier run that did not live to leave a mark may have written to it.
            topic = addTopic(name, java.util.Objects.requireNonNull(tail).beginnings(name), true);
        }
        var key = SinkColumns.bytes(batch, columns.key(), row);
        int asked = columns.partition(batch, row);
        int partition = asked < 0 ? topic.partitionFor(key, stamp) : asked;
        if (partition >= topic.partitions()) {
            throw new UserException("INVALID_OPTION_VALUE",
                    Map.of("format", "kafka", "role", "sink", "option", "partition", "value",
                            String.valueOf(partition), "reason", "the topic " + name + " had "
                                    + topic.partitions() + " partitions when the query began"));
        }
        if (topic.holds(partition, stamp)
                || (options.transactional() && stamp.epoch() <= lastEpoch)) {
            return;
        }
        var record = new ProducerRecord<byte[], byte[]>(name, partition, key,
                SinkColumns.bytes(batch, columns.value(), row));
        columns.addHeaders(batch, row, record.headers());
        record.headers().add(Stamp.HEADER, stamp.encode(query));
        staged.add(record);
    }

    private String topicName(Batch batch, int row) {
        if (options.topic().isPresent()) {
            return options.topic().get();
        }
        var name = SinkColumns.bytes(batch, columns.topic(), row);
        return name == null
                ? options.options().require("topic", "a row has null in the column topic")
                : new String(name, StandardCharsets.UTF_8);
    }

    @Override
    public void commit(long epoch) {
        check();
        note(firstStaged < 0 ? epoch : firstStaged);
        firstStaged = -1;
        if (staged.isEmpty()) {
            return;
        }
        var sending = java.util.Objects.requireNonNull(producer);
        try {
            if (options.transactional()) {
                sending.beginTransaction();
            }
            send(sending);
            if (options.transactional()) {
                sending.commitTransaction();
                lastEpoch = epoch;
            }
        } catch (KafkaException e) {
            failure = e;
        }
        staged.clear();
        check();
    }

    // The callback hears of every failure; the futures say nothing more.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(Producer<byte[], byte[]> sending) {
        for (var record : staged) {
            if (failure != null) {
                return;
            }
            sending.send(record, this::sent);
        }
    }

    private void sent(RecordMetadata record, @Nullable Exception trouble) {
        if (trouble != null) {
            if (failure == null) {
                failure = trouble;
            }
            return;
        }
        var topic = topics.get(record.topic());
        if (topic != null) {
            topic.confirmed(record);
        }
    }

    /// Notes what is confirmed before anything of `epoch` is sent: a mark for every epoch before it.
    private void note(long epoch) {
        long now = System.nanoTime();
        if (now - notedAtNanos >= noteNanos) {
            notedAtNanos = now;
            synchronized (notes) {
                notes.add(new Note(epoch, mark()));
                if (notes.size() > MOST_NOTES) {
                    thin();
                }
            }
        }
    }

    /// Keeps the oldest note, which is the only one that may serve for any epoch.
    private void thin() {
        boolean drop = true;
        for (var note = notes.iterator(); note.hasNext();) {
            note.next();
            drop = !drop;
            if (drop) {
                note.remove();
            }
        }
    }

    private String mark() {
        var positions = new HashMap<TopicPartition, Long>();
        topics.values().forEach(topic -> positions.putAll(topic.positions()));
        return Positions.of(positions).toJson();
    }

    @Override
    public String settle(long epoch) {
        check();
        try {
            if (!options.transactional()) {
                java.util.Objects.requireNonNull(producer).flush();
            }
        } catch (KafkaException e) {
            throw trouble(e);
        }
        check();
        synchronized (notes) {
            var best = notes.getFirst();
            while (notes.size() > 1 && notes.getFirst().beforeEpoch <= epoch + 1) {
                best = notes.removeFirst();
            }
            if (notes.getFirst().beforeEpoch <= epoch + 1) {
                best = notes.getFirst();
            } else {
                notes.addFirst(best);
            }
            return best.mark;
        }
    }

    private void check() {
        var trouble = failure;
        if (trouble != null) {
            throw trouble(trouble);
        }
    }

    private RuntimeException trouble(Exception e) {
        if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException
                || e.getCause() instanceof ProducerFencedException
                || e.getCause() instanceof InvalidProducerEpochException) {
            return new UserException("CHECKPOINT_IN_USE", Map.of("path",
                    "of query " + queryId + " (transactional.id " + transactionalId() + ")"), null,
                    e);
        }
        return new TransientException("Writing to Kafka at "
                + ClientSettings.servers(options.options()) + " failed: " + e.getMessage(), e);
    }

    @Override
    public String description() {
        return "KafkaTable" + options.topic().map(topic -> "[" + topic + "]").orElse("");
    }

    /// Waits a while for what was committed to be sent; after a failure nothing more is.
    @Override
    public void close() {
        if (tail != null) {
            tail.close();
            tail = null;
        }
        if (producer != null) {
            producer.close(failure == null ? Duration.ofSeconds(5) : Duration.ZERO);
            producer = null;
        }
    }
}

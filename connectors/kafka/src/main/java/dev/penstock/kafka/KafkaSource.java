package dev.penstock.kafka;

import dev.penstock.data.Batch;
import dev.penstock.data.sys.World;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads topics of Kafka.
///
/// What it promises: a range gives the same rows in the same batches as long as the brokers keep them, one split a partition. Partitions
/// that appear later are read from their first record. Offsets live in the checkpoint; they are committed to Kafka as well, for other
/// tools to see, when `kafka.group.id` is given. The first range that is planned, in a replay too, starts the [Fetcher] at its beginning;
/// ranges that follow each other are then served from what was fetched ahead, and any other range moves the fetcher.
final class KafkaSource implements Source {
    private final SourceOptions options;
    private final boolean streaming;
    private final World world;
    private final boolean commits;
    private org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> idle;
    private volatile @Nullable Fetcher fetcher;
    private Offset known = new Offset("{}");
    private Positions knownPositions = Positions.of(Map.of());
    private long lastTakenNanos;

    KafkaSource(SourceOptions options, boolean streaming, World world) {
        this.options = options;
        this.streaming = streaming;
        this.world = world;
        commits = options.options().find("kafka.group.id").isPresent();
        lastTakenNanos = world.clock().nanos();
    }

    @Override
    public Offset start() {
        var cluster = cluster();
        return remember(
                cluster.resolve(options.starting(), cluster.partitions(options.subscription())));
    }

    @Override
    public Offset latest() {
        var cluster = cluster();
        var partitions = cluster.partitions(options.subscription());
        return cluster.resolve(streaming ? new Boundary.Latest() : options.ending(), partitions)
                .toOffset();
    }

    @Override
    public void open(Offset from, Runnable wake) {
        var positions = positions(from);
        var fetching = fetcher(positions);
        positions.byPartition().forEach((partition, offset) -> {
            var buffer = fetching.buffer(partition);
            if (buffer == null || buffer.position() != offset) {
                fetching.seek(partition, offset);
            }
        });
        fetching.onArrival(wake);
    }

    @Override
    public Offset available(Offset from, ReadLimit limit) {
        var fetching = fetcher;
        if (fetching == null) {
            return from;
        }
        fetching.check();
        var start = positions(from);
        var until = limit.until() == null ? null : positions(limit.until());
        var to = new TreeMap<TopicPartition, Long>(start.byPartition());
        long waiting = 0;
        for (var buffer : fetching.buffers()) {
            var partition = buffer.partition();
            var at = start.get(partition);
            var cap = until == null ? Long.valueOf(Long.MAX_VALUE) : until.get(partition);
            if (at == null && cap != null) {
                // A new partition enters with an empty range, so that its beginning is declared before its first row is read.
                to.put(partition, Math.min(cap, buffer.first()));
            } else if (at != null && cap != null) {
                long end = Math.max(at, Math.min(cap, buffer.fetched()));
                to.put(partition, end);
                waiting += end - at;
            }
        }
        long allowed = Math.min(limit.maxRows(), options.limits().maxOffsets());
        if (waiting > allowed) {
            Shares.limit(start.byPartition(), to, waiting, allowed);
        }
        if (to.equals(start.byPartition()) || (until == null && holdsBack(waiting))) {
            return from;
        }
        lastTakenNanos = world.clock().nanos();
        return remember(Positions.of(to));
    }

    /// True while `minOffsetsPerTrigger` asks to wait for more.
    private boolean holdsBack(long waiting) {
        var limits = options.limits();
        return limits.minOffsets() > waiting
                && world.clock().nanos() - lastTakenNanos < limits.maxDelayNanos();
    }

    @Override
    public List<Split> plan(Offset from, Offset to) {
        var start = positions(from);
        var splits = new ArrayList<Split>();
        for (var entry : positions(to).byPartition().entrySet()) {
            var first = start.get(entry.getKey());
            long end = entry.getValue();
            if (first != null && first < end) {
                var fetching = fetcher(start);
                splits.add(new PartitionSplit(fetching, entry.getKey(), first, end));
            }
        }
        return splits;
    }

    @Override
    public void committed(Offset upTo) {
        var fetching = fetcher;
        if (commits && fetching != null) {
            fetching.commit(positions(upTo));
        }
    }

    @Override
    public String description() {
        return "KafkaV2[" + options.subscription().description() + "]";
    }

    @Override
    public void close() {
        var fetching = fetcher;
        if (fetching != null) {
            fetching.close();
        }
        var consumer = idle;
        if (consumer != null) {
            consumer.close();
            idle = null;
        }
    }

    private Cluster cluster() {
        var consumer = idle;
        if (consumer == null) {
            consumer = Cluster.connect(options.options());
            idle = consumer;
        }
        return new Cluster(consumer, options.options());
    }

    private Fetcher fetcher(Positions from) {
        var fetching = fetcher;
        if (fetching == null) {
            var consumer = idle == null ? Cluster.connect(options.options()) : idle;
            idle = null;
            fetching = new Fetcher(consumer, options, from, streaming, world);
            fetcher = fetching;
        }
        return fetching;
    }

    private Offset remember(Positions positions) {
        knownPositions = positions;
        known = positions.toOffset();
        return known;
    }

    /// The offset that was given last comes back for the next epoch, so it is seldom parsed.
    private Positions positions(Offset offset) {
        return offset.equals(known)
                ? knownPositions
                : Positions.parse(offset.json());
    }

    /// A range of one partition.
    private record PartitionSplit(Fetcher fetcher, TopicPartition partition, long from,
            long to) implements Split {
        /// An estimate: some offsets may have no record.
        @Override
        public long size() {
            return to - from;
        }

        @Override
        public void read(Consumer<Batch> into) {
            var buffer = fetcher.buffer(partition);
            if (buffer == null || buffer.position() != from) {
                buffer = fetcher.seek(partition, from);
            }
            var reading = buffer;
            buffer.read(to, () -> fetcher.await(reading), into);
            fetcher.resumeIfDrained(buffer);
        }
    }

    /// Divides what an epoch may take over the partitions, in proportion to what waits in each.
    private static final class Shares {
        static void limit(SortedMap<TopicPartition, Long> start, SortedMap<TopicPartition, Long> to,
                long waiting, long allowed) {
            var all = new TreeMap<>(to);
            long left = allowed;
            for (var entry : to.entrySet()) {
                var at = start.get(entry.getKey());
                if (at != null) {
                    long share = (long) ((double) (entry.getValue() - at) * allowed / waiting);
                    entry.setValue(at + share);
                    left -= share;
                }
            }
            // What rounding left over goes, one by one, to the first partitions: an epoch always takes something.
            for (var entry : to.entrySet()) {
                if (left > 0 && entry.getValue() < all.getOrDefault(entry.getKey(), 0L)) {
                    entry.setValue(entry.getValue() + 1);
                    left--;
                }
            }
        }
    }
}

package dev.penstock.kafka;

import dev.penstock.data.error.TransientException;
import dev.penstock.data.error.UserException;
import dev.penstock.data.sys.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that owns the consumer: it fetches ahead into the buffers and notices new partitions.
///
/// It waits only in the consumer's long poll. Other threads talk to it through volatile fields, a queue of seeks, and the consumer's
/// `wakeup`. A broker that is away is waited for without end; what only the user can mend is kept as [#failure].
final class Fetcher implements AutoCloseable {
    /// Bytes that may wait in all buffers together: some seconds of a fast stream, and little beside the heap of a query.
    private static final long BUDGET_BYTES = 64L << 20;
    /// A partition may hold this much in any case, so that each can always take a fetch.
    private static final long LEAST_BYTES = 1L << 20;
    private static final Duration POLL = Duration.ofMillis(500);
    /// How often to look whether there are new partitions; the answer comes from metadata that the client has at hand.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /// Topics matched by a pattern are asked for over the network, in the way of fetching, so less often.
    private static final long LOOK_MATCHING_NANOS = TimeUnit.SECONDS.toNanos(5);
    /// A topic that is missing this many times in turn has been deleted; a broker that starts may not know it at first.
    private static final int MISSES = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

    private final Cluster cluster;
    private final Consumer<byte[], byte[]> consumer;
    private final SourceOptions options;
    private final boolean discovers;
    private final World world;
    private final Map<TopicPartition, PartitionBuffer> buffers = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Seek> seeks = new ConcurrentLinkedQueue<>();
    private final GroupCommits commits;
    private final Object arrivals = new Object();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<TopicPartition> paused = ConcurrentHashMap.newKeySet();
    private volatile int waiting;
    private volatile Runnable wake = () -> {
    };
    private volatile @Nullable RuntimeException failure;
    private volatile boolean closed;
    private long lookAgainAt;
    private int misses;

    private record Seek(TopicPartition partition, long offset, CountDownLatch done) {}

    /// Takes over the consumer. With `discovers` it also looks for partitions that are not in `from`.
    Fetcher(Consumer<byte[], byte[]> consumer, SourceOptions options, Positions from,
            boolean discovers, World world) {
        cluster = new Cluster(consumer, options.options());
        this.consumer = consumer;
        commits = new GroupCommits(consumer);
        this.options = options;
        this.discovers = discovers && !(options.subscription() instanceof Subscription.Partitions);
        this.world = world;
        from.byPartition().forEach((partition, offset) -> buffers.put(partition,
                new PartitionBuffer(partition, offset, options.headers())));
        lookAgainAt = world.clock().nanos();
        world.threads().start("kafka-source-fetcher", this::run);
    }

    void onArrival(Runnable action) {
        wake = action;
        action.run();
    }

    /// The buffers by partition; new ones may appear at any time.
    Collection<PartitionBuffer> buffers() {
        return buffers.values();
    }

    @Nullable
    PartitionBuffer buffer(TopicPartition partition) {
        return buffers.get(partition);
    }

    /// Throws what ended fetching, if anything did.
    void check() {
        var trouble = failure;
        if (trouble instanceof UserException user) {
            throw new UserException(user.condition(), user.parameters(), null, user);
        }
        if (trouble != null) {
            throw new TransientException("Fetching from Kafka at "
                    + ClientSettings.servers(options.options()) + " failed: " + trouble, trouble);
        }
    }

    /// Makes the buffer of a partition begin at an offset. The caller has to be its reader; waits for the fetcher.
    PartitionBuffer seek(TopicPartition partition, long offset) {
        var seek = new Seek(partition, offset, new CountDownLatch(1));
        seeks.add(seek);
        consumer.wakeup();
        long deadline = deadline();
        try {
            while (!seek.done.await(10, TimeUnit.MILLISECONDS)) {
                checkWait(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while reading from Kafka.", e);
        }
        return java.util.Objects.requireNonNull(buffers.get(partition));
    }

    /// When a reader that begins to wait now has waited long enough.
    private long deadline() {
        return world.clock().nanos() + TimeUnit.MILLISECONDS.toNanos(options.pollTimeoutMillis());
    }

    /// Waits, as the reader of a buffer that has given all it holds, until something more has been fetched.
    void await(PartitionBuffer buffer) {
        resumeIfDrained(buffer);
        long seen = buffer.position();
        long deadline = deadline();
        synchronized (arrivals) {
            waiting++;
            try {
                while (buffer.fetched() <= seen) {
                    checkWait(deadline);
                    arrivals.wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransientException("Interrupted while reading from Kafka.", e);
            } finally {
                waiting--;
            }
        }
    }

    /// To be called by a reader that has taken from a buffer: fetching goes on if it had to stop.
    void resumeIfDrained(PartitionBuffer buffer) {
        if (!paused.isEmpty() && paused.contains(buffer.partition())
                && buffer.size() < allowance() / 2) {
            consumer.wakeup();
        }
    }

    /// Tells Kafka, some time soon, how far the query has come.
    void commit(Positions upTo) {
        commits.ask(upTo);
    }

    private void checkWait(long deadline) {
        check();
        if (closed) {
            throw new TransientException("The Kafka source was closed.",
                    new IllegalStateException("closed"));
        }
        if (world.clock().nanos() - deadline > 0) {
            throw new TransientException(
                    "Kafka at " + ClientSettings.servers(options.options()) + " gave no record for "
                            + options.pollTimeoutMillis() + " ms (kafkaConsumer.pollTimeoutMs).",
                    new IllegalStateException("timeout"));
        }
    }

    private long allowance() {
        return Math.max(LEAST_BYTES, BUDGET_BYTES / Math.max(1, buffers.size()));
    }

    private void run() {
        try {
            assign();
            while (!closed) {
                step();
            }
            commits.last();
        } catch (RuntimeException e) {
            if (!closed) {
                failure = e;
                announce();
            }
        } finally {
            ended.countDown();
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void step() {
        try {
            seekWhereAsked();
            if (discovers && world.clock().nanos() - lookAgainAt >= 0) {
                look();
            }
            resumeDrained();
            take(consumer.poll(POLL));
            commits.sendAsked();
        } catch (WakeupException _) {
            // Somebody asks for a seek, or has made room, or closes the source: the next step sees to it.
        } catch (OffsetOutOfRangeException e) {
            skipOrTryAgain(e.offsetOutOfRangePartitions());
        } catch (RetriableException e) {
            LOG.warn("Kafka at {} does not answer; trying again",
                    ClientSettings.servers(options.options()), e);
        }
    }

    private void assign() {
        consumer.assign(buffers.keySet());
        buffers.forEach((partition, buffer) -> consumer.seek(partition, buffer.fetched()));
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        if (records.nextOffsets().isEmpty()) {
            if (options.limits().minOffsets() > 0) {
                wake.run();
            }
            return;
        }
        for (var entry : records.nextOffsets().entrySet()) {
            var buffer = java.util.Objects.requireNonNull(buffers.get(entry.getKey()));
            buffer.append(new Chunk(records.records(entry.getKey()), entry.getValue().offset(),
                    options.headers()));
            if (buffer.size() > allowance()) {
                paused.add(entry.getKey());
                consumer.pause(List.of(entry.getKey()));
            }
        }
        announce();
    }

    private void announce() {
        if (waiting != 0) {
            synchronized (arrivals) {
                arrivals.notifyAll();
            }
        }
        wake.run();
    }

    private void resumeDrained() {
        if (paused.isEmpty()) {
            return;
        }
        var drained = paused.stream().filter(partition -> {
            var buffer = buffers.get(partition);
            return buffer != null && buffer.size() < allowance() / 2;
        }).toList();
        paused.removeAll(drained);
        consumer.resume(drained);
    }

    private void seekWhereAsked() {
        for (var seek = seeks.peek(); seek != null; seek = seeks.peek()) {
            var buffer = buffers.get(seek.partition);
            if (buffer == null) {
                add(Map.of(seek.partition, seek.offset));
            } else {
                consumer.seek(seek.partition, seek.offset);
                buffer.reset(seek.offset);
            }
            seeks.remove();
            seek.done.countDown();
        }
    }

    private void add(Map<TopicPartition, Long> added) {
        added.forEach((partition, offset) -> buffers.put(partition,
                new PartitionBuffer(partition, offset, options.headers())));
        consumer.assign(buffers.keySet());
        added.forEach(consumer::seek);
    }

    /// Adds partitions that are new, from their earliest record on.
    private void look() {
        lookAgainAt = world.clock().nanos()
                + (options.subscription() instanceof Subscription.Matching
                        ? LOOK_MATCHING_NANOS
                        : LOOK_NANOS);
        List<TopicPartition> found;
        try {
            found = cluster.partitions(options.subscription());
            misses = 0;
        } catch (UserException e) {
            if (buffers.isEmpty() || (options.failOnDataLoss() && ++misses >= MISSES)) {
                throw e;
            }
            return;
        } catch (TransientException _) {
            return;
        }
        var unknown = new ArrayList<TopicPartition>();
        for (var partition : found) {
            if (!buffers.containsKey(partition)) {
                unknown.add(partition);
            }
        }
        if (!unknown.isEmpty()) {
            LOG.info("Reading new partitions {} from their beginning", unknown);
            add(cluster.earliest(unknown));
            wake.run();
        }
    }

    private void skipOrTryAgain(Map<TopicPartition, Long> lost) {
        try {
            skipLost(lost);
        } catch (WakeupException | TransientException e) {
            LOG.debug("the next poll reports the lost offsets again", e);
        }
    }

    /// The brokers have deleted what was to be read next.
    private void skipLost(Map<TopicPartition, Long> lost) {
        var earliest = cluster.earliest(lost.keySet());
        var latest = cluster.latest(lost.keySet());
        lost.forEach((partition, offset) -> {
            long first = earliest.getOrDefault(partition, 0L);
            long last = latest.getOrDefault(partition, 0L);
            var detail = "it asked for offset " + offset + " of " + partition
                    + ", of which the brokers hold offsets " + first + " to " + last;
            // Going on before the end would count rows of a topic that was made anew under offsets already read.
            if (options.failOnDataLoss() || offset > last) {
                throw new UserException("OFFSETS_OUT_OF_RANGE",
                        Map.of("source", "The Kafka source", "detail", detail));
            }
            LOG.warn("Rows are lost and left out: {}", detail);
            consumer.seek(partition, first);
            java.util.Objects.requireNonNull(buffers.get(partition))
                    .append(new Chunk(List.of(), first, false));
        });
        announce();
    }

    /// Ends the thread and waits for it for a while.
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        synchronized (arrivals) {
            arrivals.notifyAll();
        }
        try {
            if (!ended.await(5, TimeUnit.SECONDS)) {
                LOG.warn("The Kafka consumer does not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

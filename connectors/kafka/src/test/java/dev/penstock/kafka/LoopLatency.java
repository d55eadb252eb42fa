package dev.penstock.kafka;

import dev.penstock.data.Batch;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Start;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Source to sink without an engine, beside a bare consumer-producer loop in the same run; prints percentiles in microseconds.
///
/// Open loop at 1 ms ticks: a record's latency runs from its intended send time to the return of `poll` at an observer.
/// Run by hand: `LoopLatency [records a second] [seconds a window]`.
final class LoopLatency {
    private LoopLatency() {}

    public static void main(String[] arguments) throws Exception {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        for (int window = 0; window < 3; window++) {
            bare(rate, seconds);
            penstock(rate, seconds);
        }
        SharedBroker.broker().close();
        System.exit(0);
    }

    private static void bare(int rate, int seconds) throws Exception {
        var in = SharedBroker.topic(1);
        var out = SharedBroker.topic(1);
        var loop = Thread.ofPlatform().daemon().start(() -> {
            try (var consumer = observer(in);
                    var producer = new KafkaProducer<>(
                            Map.<String, Object>of("bootstrap.servers", SharedBroker.servers(),
                                    "linger.ms", "0", "acks", "all"),
                            new ByteArraySerializer(), new ByteArraySerializer())) {
                while (!Thread.interrupted()) {
                    for (var record : consumer.poll(Duration.ofMillis(100))) {
                        var _ = producer
                                .send(new ProducerRecord<>(out, record.key(), record.value()));
                    }
                }
            } catch (org.apache.kafka.common.errors.InterruptException _) {
                // The window is over.
            }
        });
        measure("bare loop", in, out, rate, seconds);
        loop.interrupt();
        loop.join();
    }

    private static void penstock(int rate, int seconds) throws Exception {
        var in = SharedBroker.topic(1);
        var out = SharedBroker.topic(1);
        var schema = Schema.of(Field.of("key", new DataType.BinaryType()),
                Field.of("value", new DataType.BinaryType()));
        var overheads = new long[4_000_000];
        int[] epochs = {0};
        var loop = Thread.ofPlatform().daemon().start(() -> {
            try (var source = SourceReader.stream("subscribe", in).source;
                    var sink = SinkWriter.create(schema, "topic", out)) {
                var from = source.start();
                sink.open(new Start(out, "q", "append", schema, List.of(), ""));
                var me = Thread.currentThread();
                source.open(from, () -> LockSupport.unpark(me));
                for (long epoch = 0; !Thread.interrupted();) {
                    long began = System.nanoTime();
                    var to = source.available(from, ReadLimit.rows(100_000));
                    if (to.equals(from)) {
                        LockSupport.park();
                        continue;
                    }
                    long current = epoch;
                    source.plan(from, to).forEach(split -> split.read(batch -> sink.write(current,
                            Batch.of(batch.size(), batch.column(0), batch.column(1)))));
                    sink.commit(epoch++);
                    from = to;
                    overheads[epochs[0]++] = System.nanoTime() - began;
                }
            }
        });
        measure("source to sink", in, out, rate, seconds);
        loop.interrupt();
        loop.join();
        print("  epoch of it", overheads, epochs[0]);
    }

    private static KafkaConsumer<byte[], byte[]> observer(String topic) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", SharedBroker.servers(),
                        "fetch.min.bytes", "1"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer;
    }

    private static void measure(String name, String in, String out, int rate, int seconds)
            throws Exception {
        int warm = rate * 2;
        int total = warm + rate * seconds;
        var latencies = new long[total];
        long start = System.nanoTime() + 500_000_000L;
        var sender = Thread.ofPlatform().daemon().start(() -> {
            var padding = new byte[84];
            int perTick = Math.max(1, rate / 1000);
            for (int i = 0; i < total; i++) {
                long due = start + (long) (i / perTick) * perTick * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                var value = java.nio.ByteBuffer.allocate(92).putLong(due).put(padding).array();
                var _ = SharedBroker.producer()
                        .send(new ProducerRecord<>(in, 0, SharedBroker.bytes("key"), value));
            }
        });
        try (var consumer = observer(out)) {
            int seen = 0;
            while (seen < total) {
                var records = consumer.poll(Duration.ofSeconds(1));
                long now = System.nanoTime();
                for (var record : records) {
                    latencies[seen++] = now - java.nio.ByteBuffer.wrap(record.value()).getLong();
                }
            }
        }
        sender.join();
        print(name, Arrays.copyOfRange(latencies, warm, total), total - warm);
    }

    private static void print(String name, long[] nanos, int count) {
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        System.out.printf("%-16s n=%-7d p50=%d p90=%d p99=%d us%n", name, count,
                sorted[count / 2] / 1000, sorted[(int) (count * 0.9)] / 1000,
                sorted[(int) (count * 0.99)] / 1000);
    }
}

package dev.penstock.kafka;

import static dev.penstock.kafka.SharedBroker.send;
import static dev.penstock.kafka.SharedBroker.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.Schema;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vectors;
import dev.penstock.data.error.UserException;
import dev.penstock.io.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaSinkTest {
    private static final int PARTITIONS = 3;

    /// The rows of an epoch, always the same: some with a key, some without.
    private static List<@Nullable String[]> rows(long epoch, int count) {
        return IntStream.range(0, count).mapToObj(
                i -> new @Nullable String[]{i % 3 == 0 ? null : "key" + i % 5, epoch + ":" + i})
                .toList();
    }

    private static List<List<String>> contents(String topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> SharedBroker.values(topic, partition))
                .toList();
    }

    /// What an undisturbed run leaves in each partition.
    private static List<List<String>> undisturbed(int epochs, int rows) {
        var topic = topic(PARTITIONS);
        try (var writer = new SinkWriter("reference", "", SinkWriter.KEY_VALUE, "topic", topic)) {
            for (long epoch = 0; epoch < epochs; epoch++) {
                writer.epoch(epoch, rows(epoch, rows));
            }
            writer.sink.settle(epochs - 1);
        }
        return contents(topic);
    }

    @Test
    void rowsAreSeenWhenTheirEpochCommitsAndNotBefore() {
        var topic = topic(PARTITIONS);
        try (var writer = new SinkWriter("q", "", SinkWriter.KEY_VALUE, "topic", topic)) {
            writer.write(0, rows(0, 10));
            assertThat(contents(topic).stream().mapToInt(List::size).sum()).isZero();
            writer.sink.commit(0);
            writer.sink.settle(0);
            assertThat(contents(topic).stream().flatMap(List::stream)).hasSize(10);
            assertThat(writer.sink.description()).isEqualTo("KafkaTable[" + topic + "]");
        }
    }

    @Test
    void keysGoWhereOtherProducersSendThem() throws Exception {
        var topic = topic(PARTITIONS);
        try (var writer = new SinkWriter("q", "", SinkWriter.KEY_VALUE, "topic", topic)) {
            for (int i = 0; i < 20; i++) {
                writer.epoch(i,
                        List.<@Nullable String[]>of(new @Nullable String[]{"key" + i, "ours"}));
                SharedBroker.producer().send(new ProducerRecord<>(topic,
                        SharedBroker.bytes("key" + i), SharedBroker.bytes("theirs"))).get();
            }
            writer.sink.settle(19);
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            var keys = new java.util.HashMap<String, List<String>>();
            SharedBroker.records(topic, partition)
                    .forEach(record -> keys
                            .computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8),
                                    _ -> new ArrayList<>())
                            .add(new String(record.value(), StandardCharsets.UTF_8)));
            assertThat(keys.values()).allSatisfy(
                    values -> assertThat(values).containsExactlyInAnyOrder("ours", "theirs"));
        }
    }

    @Test
    void aQueryThatDiedAnywhereInAnEpochGoesOnAfterItsLastRecord() {
        int rows = 9;
        var expected = undisturbed(4, rows);
        for (int cut = 0; cut <= rows; cut++) {
            var topic = topic(PARTITIONS);
            send(topic, 0, "foreign before");
            var query = "cut-" + cut;
            String mark;
            try (var dying = new SinkWriter(query, "", SinkWriter.KEY_VALUE, "topic", topic)) {
                mark = dying.sink.settle(-1);
                dying.epoch(0, rows(0, rows));
                dying.epoch(1, rows(1, rows));
                send(topic, 1, "foreign between");
                dying.epoch(2, rows(2, rows).subList(0, cut));
            }
            send(topic, 2, "foreign after");
            try (var replaying = new SinkWriter(query, mark, SinkWriter.KEY_VALUE, "topic",
                    topic)) {
                assertThat(replaying.sink.lastEpoch()).isEqualTo(-1);
                for (long epoch = 0; epoch < 4; epoch++) {
                    replaying.epoch(epoch, rows(epoch, rows));
                }
                replaying.sink.settle(3);
            }
            assertThat(contents(topic).stream()
                    .map(values -> values.stream().filter(value -> !value.startsWith("foreign"))
                            .toList()))
                    .as("cut after " + cut + " records").containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aMarkLiesBeforeEverythingThatCameAfterItsEpoch() {
        var expected = undisturbed(6, 5);
        for (long settled = -1; settled < 6; settled++) {
            var topic = topic(PARTITIONS);
            var options = SinkOptions.of(new Options("kafka", "sink",
                    Map.of("kafka.bootstrap.servers", SharedBroker.servers(), "topic", topic)));
            String mark;
            try (var writer = new SinkWriter(new KafkaSink(options, SinkWriter.KEY_VALUE, 0), "q",
                    "", SinkWriter.KEY_VALUE)) {
                for (long epoch = 0; epoch < 6; epoch++) {
                    writer.epoch(epoch, rows(epoch, 5));
                    assertThat(writer.sink.settle(Math.min(epoch - 1, settled))).contains(topic);
                }
                mark = writer.sink.settle(settled);
            }
            try (var writer = new SinkWriter("q", mark, SinkWriter.KEY_VALUE, "topic", topic)) {
                for (long epoch = settled + 1; epoch < 6; epoch++) {
                    writer.epoch(epoch, rows(epoch, 5));
                }
                writer.sink.settle(5);
            }
            assertThat(contents(topic)).as("settled up to " + settled + ", mark " + mark)
                    .isEqualTo(expected);
        }
    }

    @Test
    void partitionsThatWereCutAtDifferentPlacesAreEachCompleted() throws Exception {
        var expected = undisturbed(2, 12);
        var topic = topic(PARTITIONS);
        String mark;
        try (var writer = new SinkWriter("q", "", SinkWriter.KEY_VALUE, "topic", topic)) {
            mark = writer.sink.settle(-1);
        }
        // The dead process got nothing through to partition 0, one record to 1, and all but one of its first epoch to 2.
        var whole = topic(PARTITIONS);
        try (var writer = new SinkWriter("q", "", SinkWriter.KEY_VALUE, "topic", whole)) {
            writer.epoch(0, rows(0, 12));
            writer.sink.settle(0);
        }
        int[] kept = {0, 1, SharedBroker.records(whole, 2).size() - 1};
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (var record : SharedBroker.records(whole, partition).subList(0, kept[partition])) {
                SharedBroker.producer().send(new ProducerRecord<>(topic, partition, record.key(),
                        record.value(), record.headers())).get();
            }
        }
        try (var writer = new SinkWriter("q", mark, SinkWriter.KEY_VALUE, "topic", topic)) {
            writer.epoch(0, rows(0, 12));
            writer.epoch(1, rows(1, 12));
            writer.sink.settle(1);
        }
        assertThat(contents(topic)).isEqualTo(expected);
    }

    @Test
    void theNumberOfPartitionsStaysWhenTheTopicGrows() {
        var topic = topic(PARTITIONS);
        var expected = undisturbed(2, 20);
        String mark;
        try (var writer = new SinkWriter("q", "", SinkWriter.KEY_VALUE, "topic", topic)) {
            mark = writer.sink.settle(-1);
            writer.epoch(0, rows(0, 20));
            writer.sink.settle(0);
        }
        SharedBroker.broker().growTopic(topic, 2 * PARTITIONS);
        try (var writer = new SinkWriter("q", mark, SinkWriter.KEY_VALUE, "topic", topic)) {
            writer.epoch(0, rows(0, 20));
            writer.epoch(1, rows(1, 20));
            writer.sink.settle(1);
        }
        assertThat(contents(topic)).isEqualTo(expected);
    }

    @Test
    void theColumnTopicChoosesTheTopicAndIsResumedToo() {
        var first = topic(1);
        var second = topic(1);
        var rows = List.<@Nullable String[]>of(new @Nullable String[]{"k", "a", first},
                new @Nullable String[]{"k", "b", second},
                new @Nullable String[]{null, "c", first});
        String mark;
        try (var writer = new SinkWriter("q", "", SinkWriter.WITH_TOPIC)) {
            mark = writer.sink.settle(-1);
            writer.epoch(0, rows);
        }
        try (var writer = new SinkWriter("q", mark, SinkWriter.WITH_TOPIC)) {
            writer.epoch(0, rows);
            writer.sink.settle(0);
            assertThatThrownBy(() -> writer.write(1,
                    List.<@Nullable String[]>of(new @Nullable String[]{"k", "d", null})))
                    .hasMessageContaining("null in the column topic");
        }
        assertThat(SharedBroker.values(first, 0)).containsExactly("a", "c");
        assertThat(SharedBroker.values(second, 0)).containsExactly("b");
    }

    @Test
    void theColumnsPartitionAndHeadersAreHonoured() {
        var topic = topic(PARTITIONS);
        var schema = Schema.of(Field.of("value", new DataType.BinaryType()),
                Field.of("partition", new DataType.IntType()),
                Field.of("headers", new ArrayType(RowVectors.HEADER, true)));
        var value = new BytesVector(1);
        value.append(0, "v");
        var headers = (ArrayVector) Vectors.allocate(schema.type(2), 1);
        headers.append(0, 1);
        var structs = (StructVector) headers.elements();
        ((BytesVector) structs.field(0)).append(0, "h");
        ((BytesVector) structs.field(1)).append(0, "x");
        var sink = SinkWriter.create(schema, "topic", topic);
        try (sink) {
            sink.open(new dev.penstock.io.Start("q", "n", "append", schema, List.of(), ""));
            sink.write(0, Batch.of(1, value, IntVector.of(2), headers));
            sink.commit(0);
            sink.settle(0);
            assertThatThrownBy(() -> sink.write(1, Batch.of(1, value, IntVector.of(7), headers)))
                    .hasMessageContaining("3 partitions");
        }
        var record = SharedBroker.records(topic, 2).getFirst();
        assertThat(record.key()).isNull();
        assertThat(new String(record.headers().lastHeader("h").value(), StandardCharsets.UTF_8))
                .isEqualTo("x");
    }

    @Test
    void transactionsShowEpochsWholeAndTellTheLastOne() {
        var topic = topic(PARTITIONS);
        var expected = undisturbed(3, 7);
        String mark;
        try (var writer = new SinkWriter(topic, "", SinkWriter.KEY_VALUE, "topic", topic,
                "delivery", "transactional")) {
            mark = writer.sink.settle(-1);
            writer.epoch(0, rows(0, 7));
            writer.epoch(1, rows(1, 7));
            writer.write(2, rows(2, 7));
        }
        try (var writer = new SinkWriter(topic, mark, SinkWriter.KEY_VALUE, "topic", topic,
                "delivery", "transactional")) {
            assertThat(writer.sink.lastEpoch()).isEqualTo(1);
            for (long epoch = 0; epoch < 3; epoch++) {
                writer.epoch(epoch, rows(epoch, 7));
            }
        }
        assertThat(IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> SharedBroker.committedValues(topic, partition)).toList())
                .isEqualTo(expected);
    }

    @Test
    void aSecondProcessOnTheSameQueryFencesTheFirst() {
        var topic = topic(1);
        try (var first = new SinkWriter(topic, "", SinkWriter.KEY_VALUE, "topic", topic, "delivery",
                "transactional")) {
            var mark = first.sink.settle(-1);
            first.epoch(0, rows(0, 1));
            try (var second = new SinkWriter(topic, mark, SinkWriter.KEY_VALUE, "topic", topic,
                    "delivery", "transactional")) {
                assertThatThrownBy(() -> first.epoch(1, rows(1, 1)))
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("CHECKPOINT_IN_USE");
                second.epoch(1, rows(1, 1));
            }
        }
        assertThat(SharedBroker.committedValues(topic, 0)).containsExactly("0:0", "1:0");
    }

    @Test
    void wrongOptionsAndColumnsAreNamed() {
        var topic = topic(1);
        assertThatThrownBy(() -> SinkWriter.create(SinkWriter.KEY_VALUE, "topics", topic))
                .hasMessageContaining("UNKNOWN_OPTION");
        assertThatThrownBy(() -> SinkWriter.create(SinkWriter.KEY_VALUE))
                .hasMessageContaining("MISSING_OPTION");
        assertThatThrownBy(
                () -> SinkWriter.create(SinkWriter.KEY_VALUE, "topic", topic, "delivery", "twice"))
                .hasMessageContaining("direct");
        assertThatThrownBy(
                () -> SinkWriter.create(SinkWriter.KEY_VALUE, "topic", topic, "kafka.acks", "1"))
                .hasMessageContaining("replicas");
        assertThatThrownBy(() -> SinkWriter
                .create(Schema.of(Field.of("key", new DataType.StringType())), "topic", topic))
                .hasMessageContaining("CANNOT_FIND_DATA");
        assertThatThrownBy(() -> SinkWriter
                .create(Schema.of(Field.of("value", new DataType.LongType())), "topic", topic))
                .hasMessageContaining("CANNOT_SAFELY_CAST").hasMessageContaining("BIGINT");
        assertThatThrownBy(
                () -> new SinkWriter("q", "", SinkWriter.KEY_VALUE, "topic", "no-such-topic")
                        .close())
                .hasMessageContaining("UNKNOWN_KAFKA_TOPIC");
    }
}

package dev.penstock.kafka;

import static dev.penstock.kafka.SharedBroker.bytes;
import static dev.penstock.kafka.SharedBroker.send;
import static dev.penstock.kafka.SharedBroker.sendAt;
import static dev.penstock.kafka.SharedBroker.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.data.Batch;
import dev.penstock.data.error.UserException;
import dev.penstock.io.Offset;
import dev.penstock.io.ReadLimit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaSourceTest {
    private static String at(String topic, long... offsets) {
        var byPartition = new java.util.HashMap<TopicPartition, Long>();
        for (int i = 0; i < offsets.length; i++) {
            byPartition.put(new TopicPartition(topic, i), offsets[i]);
        }
        return Positions.of(byPartition).toJson();
    }

    private static Offset offset(String topic, long... offsets) {
        return new Offset(at(topic, offsets));
    }

    @Test
    void aStreamBeginsAtTheLatestOffsetsAndSeesWhatArrives() throws Exception {
        var topic = topic(2);
        send(topic, 0, "old");
        try (var reader = SourceReader.stream("subscribe", topic)) {
            var start = reader.source.start();
            assertThat(start.json()).isEqualTo("{\"" + topic + "\":{\"0\":1,\"1\":0}}");
            reader.open(start);
            assertThat(reader.source.available(start, ReadLimit.rows(100))).isEqualTo(start);
            send(topic, 0, "a", "b");
            send(topic, 1, "c");
            reader.awaitAvailable(start, at(topic, 3, 1));

            assertThat(reader.values(start, offset(topic, 3, 1))).containsExactly("a", "b", "c");
            assertThat(reader.source.description()).isEqualTo("KafkaV2[Subscribe[" + topic + "]]");
        }
    }

    @Test
    void rowsCarryEverythingThatKafkaKnowsOfARecord() throws Exception {
        var topic = topic(1);
        var record = new ProducerRecord<>(topic, 0, 1234L, bytes("k"), bytes("v"));
        record.headers().add("h1", bytes("x")).add("h2", null);
        SharedBroker.producer().send(record).get();
        SharedBroker.producer()
                .send(new ProducerRecord<byte[], byte[]>(topic, 0, 1235L, null, bytes(null))).get();
        try (var reader = SourceReader.batch("subscribe", topic, "includeHeaders", "true")) {
            assertThat(reader.rows(reader.source.start(), reader.source.latest())).containsExactly(
                    new SourceReader.Row("k", "v", topic, 0, 0, 1_234_000, 0,
                            List.of("h1=x", "h2=null")),
                    new SourceReader.Row(null, null, topic, 0, 1, 1_235_000, 0, null));
        }
    }

    @Test
    void startingOffsetsSayWhereEachPartitionBegins() {
        var topic = topic(3);
        for (int partition = 0; partition < 3; partition++) {
            send(topic, partition, "a", "b", "c");
        }
        try (var reader = SourceReader.stream("subscribe", topic, "startingOffsets",
                at(topic, -2, 2, -1))) {
            assertThat(reader.source.start()).isEqualTo(offset(topic, 0, 2, 3));
        }
        try (var reader = SourceReader.stream("subscribe", topic, "startingOffsets", "earliest")) {
            assertThat(reader.source.start()).isEqualTo(offset(topic, 0, 0, 0));
        }
        try (var reader = SourceReader.stream("subscribe", topic, "startingOffsets",
                at(topic, 0))) {
            assertThatThrownBy(reader.source::start)
                    .hasMessageContaining("exactly the partitions that are read");
        }
    }

    @Test
    void timestampsFindTheFirstRecordThatIsNotOlder() {
        var topic = topic(2);
        for (int partition = 0; partition < 2; partition++) {
            sendAt(topic, partition, 1000, "a");
            sendAt(topic, partition, 2000, "b");
        }
        sendAt(topic, 1, 3000, "c");
        try (var reader = SourceReader.batch("subscribe", topic, "startingTimestamp", "1500",
                "endingTimestamp", "2500")) {
            assertThat(reader.source.start()).isEqualTo(offset(topic, 1, 1));
            assertThat(reader.source.latest()).isEqualTo(offset(topic, 2, 2));
        }
        try (var reader = SourceReader.batch("subscribe", topic, "startingOffsetsByTimestamp",
                at(topic, 2000, 3000),
                "endingOffsetsByTimestamp", at(topic, 1000, 3000))) {
            assertThat(reader.source.start()).isEqualTo(offset(topic, 1, 2));
            assertThat(reader.source.latest()).isEqualTo(offset(topic, 0, 2));
        }
        try (var reader = SourceReader.stream("subscribe", topic, "startingTimestamp", "2500")) {
            assertThatThrownBy(reader.source::start).isInstanceOf(UserException.class)
                    .hasMessageContaining("no record as young as 2500");
        }
        try (var reader = SourceReader.stream("subscribe", topic, "startingTimestamp", "2500",
                "startingOffsetsByTimestampStrategy", "latest")) {
            assertThat(reader.source.start()).isEqualTo(offset(topic, 2, 2));
        }
    }

    @Test
    void aBatchQueryReadsFromTheEarliestToTheEndingOffsets() {
        var topic = topic(2);
        send(topic, 0, "a", "b", "c");
        send(topic, 1, "d");
        try (var reader = SourceReader.batch("subscribe", topic)) {
            assertThat(reader.values(reader.source.start(), reader.source.latest()))
                    .containsExactly("a", "b", "c", "d");
        }
        try (var reader = SourceReader.batch("subscribe", topic, "endingOffsets",
                at(topic, 2, -1))) {
            assertThat(reader.values(reader.source.start(), reader.source.latest()))
                    .containsExactly("a", "b", "d");
        }
        assertThatThrownBy(() -> SourceReader.stream("subscribe", topic, "endingOffsets", "latest"))
                .hasMessageContaining("a stream has no end");
    }

    @Test
    void assignAndPatternChooseWhatIsRead() throws Exception {
        var topic = topic(2);
        send(topic, 0, "a");
        send(topic, 1, "b");
        try (var reader = SourceReader.batch("assign", "{\"" + topic + "\":[1]}")) {
            assertThat(reader.values(reader.source.start(), reader.source.latest()))
                    .containsExactly("b");
            assertThat(reader.source.description()).isEqualTo("KafkaV2[Assign[" + topic + "-1]]");
        }
        try (var reader = SourceReader.batch("subscribePattern", topic.replace("topic", "t.pic"))) {
            assertThat(reader.values(reader.source.start(), reader.source.latest()))
                    .containsExactly("a", "b");
        }
    }

    @Test
    void newPartitionsAreReadFromTheirBeginning() throws Exception {
        var topic = topic(1);
        try (var reader = SourceReader.stream("subscribe", topic)) {
            var start = reader.source.start();
            reader.open(start);
            SharedBroker.broker().growTopic(topic, 2);
            send(topic, 1, "first");
            reader.awaitAvailable(start, at(topic, 0, 0));
            var entered = offset(topic, 0, 0);
            assertThat(reader.values(start, entered)).isEmpty();
            reader.awaitAvailable(entered, at(topic, 0, 1));
            assertThat(reader.values(entered, offset(topic, 0, 1))).containsExactly("first");
        }
    }

    @Test
    void rowsComeInTheSameBatchesHoweverTheyWereFetched() throws Exception {
        var topic = topic(1);
        var from = offset(topic, 0);
        try (var buffered = SourceReader.stream("subscribe", topic)) {
            buffered.open(from);
            for (int part = 0; part < 10; part++) {
                int base = part * 1000;
                send(topic, 0, IntStream.range(base, base + 1000).mapToObj(String::valueOf)
                        .toArray(String[]::new));
                buffered.awaitAvailable(from, at(topic, base + 1000));
            }
            var to = offset(topic, 9_500);
            var first = buffered.batches(from, to);
            assertThat(first).extracting(List::size).containsExactly(Batch.CAPACITY, Batch.CAPACITY,
                    9_500 - 2 * Batch.CAPACITY);
            assertThat(buffered.batches(from, to)).as("read again after it left the buffer")
                    .isEqualTo(first);
            assertThat(buffered.values(to, offset(topic, 10_000))).hasSize(500).startsWith("9500");
            try (var cold = SourceReader.stream("subscribe", topic)) {
                assertThat(cold.batches(from, to)).as("read by a new process").isEqualTo(first);
            }
        }
    }

    @Test
    void transactionMarkersAreNoRowsAndHoldNothingUp() throws Exception {
        var topic = topic(1);
        try (var producer = SharedBroker.producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, 0, null, bytes("kept" + i))).get();
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, 0, null, bytes("aborted" + i))).get();
                producer.abortTransaction();
            }
        }
        try (var reader = SourceReader.stream("subscribe", topic, "kafka.isolation.level",
                "read_committed")) {
            var from = offset(topic, 0);
            reader.open(from);
            reader.awaitAvailable(from, at(topic, 12));
            assertThat(reader.source.latest()).isEqualTo(offset(topic, 12));
            assertThat(reader.values(from, offset(topic, 4))).containsExactly("kept0");
            assertThat(reader.values(offset(topic, 4), offset(topic, 12))).containsExactly("kept1",
                    "kept2");
        }
    }

    @Test
    void anEpochTakesNoMoreThanItMayInProportionToTheBacklog() throws Exception {
        var topic = topic(2);
        send(topic, 0, IntStream.range(0, 90).mapToObj(String::valueOf).toArray(String[]::new));
        send(topic, 1, IntStream.range(0, 30).mapToObj(String::valueOf).toArray(String[]::new));
        try (var reader = SourceReader.stream("subscribe", topic, "maxOffsetsPerTrigger", "40")) {
            var from = offset(topic, 0, 0);
            reader.open(from);
            reader.awaitAvailable(from, at(topic, 30, 10));
            assertThat(reader.source.available(from, ReadLimit.rows(1000)))
                    .isEqualTo(offset(topic, 30, 10));
            assertThat(reader.source.available(from, ReadLimit.rows(8)))
                    .isEqualTo(offset(topic, 6, 2));
            assertThat(reader.source.available(from, new ReadLimit(1000, offset(topic, 5, 2))))
                    .isEqualTo(offset(topic, 5, 2));
            assertThat(reader.source.available(offset(topic, 90, 0), ReadLimit.rows(7)))
                    .isEqualTo(offset(topic, 90, 7));
        }
    }

    @Test
    void minOffsetsPerTriggerWaitsForCompanyButNotForEver() throws Exception {
        var topic = topic(1);
        var from = offset(topic, 0);
        try (var reader = SourceReader.stream("subscribe", topic, "minOffsetsPerTrigger", "3",
                "maxTriggerDelay", "1h")) {
            reader.open(from);
            send(topic, 0, "a", "b");
            reader.awaitAvailable(from, at(topic, 0));
            send(topic, 0, "c");
            reader.awaitAvailable(from, at(topic, 3));
        }
        try (var reader = SourceReader.stream("subscribe", topic, "minOffsetsPerTrigger", "100",
                "maxTriggerDelay", "600ms")) {
            reader.open(from);
            reader.awaitAvailable(from, at(topic, 3));
        }
    }

    @Test
    void lostRowsAreAnErrorUnlessTheyMayBeLost() throws Exception {
        var topic = topic(1);
        send(topic, 0, "a", "b", "c", "d");
        deleteBefore(topic, 2);
        try (var reader = SourceReader.stream("subscribe", topic)) {
            reader.open(offset(topic, 0));
            assertThatThrownBy(() -> reader.awaitAvailable(offset(topic, 0), at(topic, 4)))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("OFFSETS_OUT_OF_RANGE")
                    .hasMessageContaining(topic + "-0");
        }
        try (var reader = SourceReader.stream("subscribe", topic, "failOnDataLoss", "false")) {
            reader.open(offset(topic, 0));
            reader.awaitAvailable(offset(topic, 0), at(topic, 4));
            assertThat(reader.values(offset(topic, 0), offset(topic, 4))).containsExactly("c", "d");
        }
    }

    private static void deleteBefore(String topic, long offset)
            throws ExecutionException, InterruptedException {
        try (var admin = SharedBroker.broker().admin()) {
            admin.deleteRecords(
                    Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                    .all().get();
        }
    }

    @Test
    void aTopicThatDoesNotExistIsReportedAtOnce() {
        try (var reader = SourceReader.stream("subscribe", "no-such-topic")) {
            long began = System.nanoTime();
            assertThatThrownBy(reader.source::start).isInstanceOf(UserException.class)
                    .hasMessageContaining("UNKNOWN_KAFKA_TOPIC")
                    .hasMessageContaining("no-such-topic");
            assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
        }
        try (var reader = SourceReader.stream("subscribe", "no-such-topic")) {
            reader.open(new Offset("{}"));
            assertThatThrownBy(() -> reader.awaitAvailable(new Offset("{}"), "never"))
                    .hasMessageContaining("UNKNOWN_KAFKA_TOPIC");
        }
    }

    @Test
    void offsetsAreCommittedToKafkaForAGroupThatIsNamed() throws Exception {
        var topic = topic(1);
        send(topic, 0, "a", "b");
        try (var reader = SourceReader.stream("subscribe", topic, "kafka.group.id",
                "watchers-of-" + topic)) {
            reader.open(offset(topic, 0));
            reader.awaitAvailable(offset(topic, 0), at(topic, 2));
            reader.source.committed(offset(topic, 2));
        }
        try (var admin = SharedBroker.broker().admin()) {
            var committed = admin.listConsumerGroupOffsets("watchers-of-" + topic)
                    .partitionsToOffsetAndMetadata().get();
            assertThat(committed).containsEntry(new TopicPartition(topic, 0),
                    new OffsetAndMetadata(2));
        }
    }

    @Test
    void aFullBufferStopsFetchingUntilItIsRead() throws Exception {
        var topic = topic(1);
        var big = "x".repeat(500_000);
        for (int i = 0; i < 200; i++) {
            send(topic, 0, big);
        }
        try (var reader = SourceReader.stream("subscribe", topic)) {
            var from = offset(topic, 0);
            assertThat(reader.rows(from, offset(topic, 1))).hasSize(1);
            assertThat(reader.rows(offset(topic, 1), offset(topic, 200))).hasSize(199);
        }
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(
                () -> SourceReader.stream("subscribe", "t", "startingOffset", "earliest"))
                .hasMessageContaining("UNKNOWN_OPTION").hasMessageContaining("startingOffsets");
        assertThatThrownBy(() -> SourceReader.stream("subscribe", "t", "assign", "{}"))
                .hasMessageContaining("only one of");
        assertThatThrownBy(() -> SourceReader.stream()).hasMessageContaining("MISSING_OPTION");
        assertThatThrownBy(
                () -> SourceReader.stream("subscribe", "t", "kafka.auto.offset.reset", "latest"))
                .hasMessageContaining("startingOffsets");
        assertThatThrownBy(
                () -> SourceReader.stream("subscribe", "t", "startingOffsets", "{\"t\":[0]}"))
                .hasMessageContaining("JSON");
        assertThatThrownBy(() -> SourceReader.batch("subscribe", "t", "startingOffsets", "latest"))
                .hasMessageContaining("reads nothing");
        assertThatThrownBy(() -> SourceReader.stream("subscribePattern", "("))
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> SourceReader.stream("subscribe", "t", "maxTriggerDelay", "soon"))
                .hasMessageContaining("15m");
    }
}

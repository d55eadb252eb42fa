package dev.penstock.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.io.Offset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// For each partition an offset: that of the next record, so that a range holds `from <= offset < to`. Immutable.
///
/// As text it is what Spark's Kafka source writes: `{"topic":{"0":42,"1":7}}`, here always in the order of topic and partition.
record Positions(SortedMap<TopicPartition, Long> byPartition) {
    static final Comparator<TopicPartition> ORDER = Comparator.comparing(TopicPartition::topic)
            .thenComparingInt(TopicPartition::partition);
    private static final JsonFactory JSON = new JsonFactory();

    Positions {
        var sorted = new TreeMap<TopicPartition, Long>(ORDER);
        sorted.putAll(byPartition);
        byPartition = Collections.unmodifiableSortedMap(sorted);
    }

    static Positions of(Map<TopicPartition, Long> positions) {
        var sorted = new TreeMap<TopicPartition, Long>(ORDER);
        sorted.putAll(positions);
        return new Positions(sorted);
    }

    /// The position in a partition, or null when it is not among them.
    @Nullable
    Long get(TopicPartition partition) {
        return byPartition.get(partition);
    }

    Offset toOffset() {
        return new Offset(toJson());
    }

    String toJson() {
        var json = new StringBuilder("{");
        String topic = null;
        for (var entry : byPartition.entrySet()) {
            var partition = entry.getKey();
            if (partition.topic().equals(topic)) {
                json.append(',');
            } else {
                json.append(topic == null ? "\"" : "},\"").append(partition.topic()).append("\":{");
                topic = partition.topic();
            }
            json.append('"').append(partition.partition()).append("\":")
                    .append(entry.getValue().longValue());
        }
        return json.append(topic == null ? "}" : "}}").toString();
    }

    /// @throws IllegalArgumentException when the text has another form
    static Positions parse(String json) {
        var positions = new TreeMap<TopicPartition, Long>(ORDER);
        try (var parser = JSON.createParser(json)) {
            expect(parser, JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var topic = parser.currentName();
                expect(parser, JsonToken.START_OBJECT);
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    int partition = Integer.parseInt(parser.currentName());
                    expect(parser, JsonToken.VALUE_NUMBER_INT);
                    positions.put(new TopicPartition(topic, partition), parser.getLongValue());
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new IllegalArgumentException("expected JSON such as {\"topic\":{\"0\":42}}", e);
        }
        return new Positions(positions);
    }

    /// Reads partitions as in `{"topic":[0,1]}`.
    ///
    /// @throws IllegalArgumentException when the text has another form
    static List<TopicPartition> parsePartitions(String json) {
        var partitions = new ArrayList<TopicPartition>();
        try (var parser = JSON.createParser(json)) {
            expect(parser, JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var topic = parser.currentName();
                expect(parser, JsonToken.START_ARRAY);
                while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                    partitions.add(new TopicPartition(topic, parser.getIntValue()));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON such as {\"topic\":[0,1]}", e);
        }
        partitions.sort(ORDER);
        return List.copyOf(partitions);
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException {
        if (parser.nextToken() != token) {
            throw new IOException("unexpected " + parser.currentToken());
        }
    }
}

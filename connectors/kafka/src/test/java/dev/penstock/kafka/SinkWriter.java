package dev.penstock.kafka;

import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector.SinkRequest;
import dev.penstock.io.Options;
import dev.penstock.io.Sink;
import dev.penstock.io.Start;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plays the engine's part towards a sink of rows with the columns key, value and perhaps topic.
final class SinkWriter implements AutoCloseable {
    static final Schema KEY_VALUE = Schema.of(Field.of("key", new DataType.StringType()),
            Field.of("value", new DataType.StringType()));
    static final Schema WITH_TOPIC = KEY_VALUE
            .concat(Schema.of(Field.of("topic", new DataType.StringType())));

    final Sink sink;

    /// A new run of a query; `mark` is empty when it has never run.
    SinkWriter(String queryId, String mark, Schema schema, String... options) {
        this(create(schema, options), queryId, mark, schema);
    }

    SinkWriter(Sink sink, String queryId, String mark, Schema schema) {
        this.sink = sink;
        sink.open(new Start(queryId, "name", "append", schema, List.of(), mark));
    }

    static Sink create(Schema schema, String... options) {
        var all = new HashMap<String, String>(
                Map.of("kafka.bootstrap.servers", SharedBroker.servers()));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new KafkaConnector().sink(new SinkRequest(new Options("kafka", "sink", all), schema,
                "append", List.of(), World.system()));
    }

    /// Writes rows of as many fields as the schema has columns.
    void write(long epoch, List<@Nullable String[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var columns = new BytesVector[rows.getFirst().length];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = new BytesVector(rows.size());
            for (int row = 0; row < rows.size(); row++) {
                var field = rows.get(row)[column];
                if (field == null) {
                    columns[column].setNull(row);
                } else {
                    columns[column].append(row, field);
                }
            }
        }
        sink.write(epoch, Batch.of(rows.size(), columns));
    }

    void epoch(long epoch, List<@Nullable String[]> rows) {
        write(epoch, rows);
        sink.commit(epoch);
    }

    @Override
    public void close() {
        sink.close();
    }
}

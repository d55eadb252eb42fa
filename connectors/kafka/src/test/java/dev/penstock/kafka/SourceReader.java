package dev.penstock.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.StructVector;
import dev.penstock.data.sys.World;
import dev.penstock.io.Connector.SourceRequest;
import dev.penstock.io.Offset;
import dev.penstock.io.Options;
import dev.penstock.io.ReadLimit;
import dev.penstock.io.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Plays the engine's part towards a source, and shows its rows as values.
final class SourceReader implements AutoCloseable {
    final Source source;
    private final Semaphore woken = new Semaphore(0);

    /// A row; `headers` is null when the column is absent or null.
    record Row(@Nullable String key, @Nullable String value, String topic, int partition,
            long offset, long timestampMicros,
            int timestampType, @Nullable List<String> headers) {}

    private SourceReader(boolean streaming, Map<String, String> options) {
        var all = new HashMap<>(options);
        all.putIfAbsent("kafka.bootstrap.servers", SharedBroker.servers());
        var request = new SourceRequest(new Options("kafka", "source", all), Optional.empty(),
                streaming, Optional.empty(), World.system());
        var connector = new KafkaConnector();
        connector.schema(request);
        source = connector.source(request);
    }

    static SourceReader stream(String... options) {
        return new SourceReader(true, map(options));
    }

    static SourceReader batch(String... options) {
        return new SourceReader(false, map(options));
    }

    private static Map<String, String> map(String... options) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return map;
    }

    void open(Offset from) {
        source.open(from, woken::release);
    }

    /// Waits until the source says that it has everything up to this offset.
    void awaitAvailable(Offset from, String json) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        var seen = source.available(from, ReadLimit.rows(Long.MAX_VALUE));
        while (!seen.json().equals(json)) {
            assertThat(woken.tryAcquire(Math.max(1, deadline - System.nanoTime()),
                    TimeUnit.NANOSECONDS))
                    .as("woken before the source had " + json + "; it has " + seen.json()).isTrue();
            seen = source.available(from, ReadLimit.rows(Long.MAX_VALUE));
        }
    }

    List<String> values(String from, String to) {
        return rows(new Offset(from), new Offset(to)).stream().map(Row::value).toList();
    }

    List<String> values(Offset from, Offset to) {
        return rows(from, to).stream().map(Row::value).toList();
    }

    List<Row> rows(Offset from, Offset to) {
        return batches(from, to).stream().flatMap(List::stream).toList();
    }

    List<List<Row>> batches(Offset from, Offset to) {
        var batches = new ArrayList<List<Row>>();
        source.plan(from, to).forEach(split -> split.read(batch -> batches.add(rowsOf(batch))));
        return batches;
    }

    private static List<Row> rowsOf(Batch batch) {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < batch.size(); i++) {
            rows.add(new Row(text(batch, 0, i), text(batch, 1, i),
                    String.valueOf(text(batch, 2, i)), ((IntVector) batch.column(3)).get(i),
                    ((LongVector) batch.column(4)).get(i), ((LongVector) batch.column(5)).get(i),
                    ((IntVector) batch.column(6)).get(i),
                    batch.width() > 7 ? headers((ArrayVector) batch.column(7), i) : null));
        }
        return rows;
    }

    private static @Nullable String text(Batch batch, int column, int row) {
        return text((BytesVector) batch.column(column), row);
    }

    private static @Nullable String text(BytesVector vector, int row) {
        return vector.isNull(row) ? null : vector.string(row);
    }

    private static @Nullable List<String> headers(ArrayVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        var headers = new ArrayList<String>();
        var structs = (StructVector) vector.elements();
        for (int i = vector.offset(row); i < vector.offset(row) + vector.length(row); i++) {
            headers.add(text((BytesVector) structs.field(0), i) + "="
                    + text((BytesVector) structs.field(1), i));
        }
        return headers;
    }

    @Override
    public void close() {
        source.close();
    }
}

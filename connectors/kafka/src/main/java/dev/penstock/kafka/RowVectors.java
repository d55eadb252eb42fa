package dev.penstock.kafka;

import dev.penstock.data.ArrayVector;
import dev.penstock.data.Batch;
import dev.penstock.data.BytesVector;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.ArrayType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Field;
import dev.penstock.data.IntVector;
import dev.penstock.data.LongVector;
import dev.penstock.data.Schema;
import dev.penstock.data.StructVector;
import dev.penstock.data.Vector;
import dev.penstock.data.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/// The columns of the source's rows, for one partition, filled again for each batch. Belongs to one thread at a time.
final class RowVectors {
    static final StructType HEADER = new StructType(
            List.of(Field.of("key", new DataType.StringType()),
                    Field.of("value", new DataType.BinaryType())));
    static final Schema SCHEMA = Schema.of(Field.of("key", new DataType.BinaryType()),
            Field.of("value", new DataType.BinaryType()),
            Field.of("topic", new DataType.StringType()),
            Field.of("partition", new DataType.IntType()),
            Field.of("offset", new DataType.LongType()),
            Field.of("timestamp", new DataType.TimestampType()),
            Field.of("timestampType", new DataType.IntType()));
    static final Schema SCHEMA_WITH_HEADERS = withHeaders();

    private final BytesVector keys = new BytesVector(0);
    private final BytesVector values = new BytesVector(0);
    private final BytesVector topics = new BytesVector(0);
    private final IntVector partitions = new IntVector(0);
    private final LongVector offsets = new LongVector(0);
    private final LongVector timestamps = new LongVector(0);
    private final IntVector timestampTypes = new IntVector(0);
    private final ArrayVector headers = (ArrayVector) Vectors.allocate(new ArrayType(HEADER, true),
            0);
    private final Vector[] columns;
    private final byte[] topicName;
    private final int partition;
    private int size;

    RowVectors(TopicPartition partition, boolean withHeaders) {
        this.partition = partition.partition();
        topicName = partition.topic().getBytes(StandardCharsets.UTF_8);
        var all = new ArrayList<Vector>(
                List.of(keys, values, topics, partitions, offsets, timestamps, timestampTypes));
        if (withHeaders) {
            all.add(headers);
        }
        columns = all.toArray(Vector[]::new);
    }

    private static Schema withHeaders() {
        return SCHEMA.concat(Schema.of(Field.of("headers", new ArrayType(HEADER, true))));
    }

    /// Begins a batch of `rows` rows, which are then added in order.
    void begin(int rows) {
        size = 0;
        boolean grows = partitions.capacity() < rows;
        // The vectors grow with the batches: a stream of single rows never pays for 4096.
        for (var column : columns) {
            if (column != topics && column != partitions) {
                column.reset(rows);
            }
        }
        if (grows) {
            int capacity = Math.min(Batch.CAPACITY, Math.max(rows, 2 * partitions.capacity()));
            fillConstants(capacity);
        }
    }

    private void fillConstants(int capacity) {
        topics.reset(capacity);
        topics.viewOf(topicName);
        Arrays.fill(topics.lengths(), topicName.length);
        partitions.reset(capacity);
        Arrays.fill(partitions.values(), partition);
    }

    /// Lets keys and values be views on the bytes of a chunk; all rows have to come from it.
    void share(Chunk chunk) {
        keys.viewOf(chunk.bytes);
        values.viewOf(chunk.bytes);
    }

    /// Adds `count` rows of a chunk, from `first` on, as views on the bytes given to [#share].
    void addViews(Chunk chunk, int first, int count) {
        System.arraycopy(chunk.keyStarts, first, keys.offsets(), size, count);
        System.arraycopy(chunk.keyLengths, first, keys.lengths(), size, count);
        System.arraycopy(chunk.valueStarts, first, values.offsets(), size, count);
        System.arraycopy(chunk.valueLengths, first, values.lengths(), size, count);
        if (chunk.nullKeys) {
            markNulls(keys, size, count);
        }
        if (chunk.nullValues) {
            markNulls(values, size, count);
        }
        addRest(chunk, first, count);
    }

    /// Adds `count` rows of a chunk, from `first` on, by copying their bytes.
    void addCopies(Chunk chunk, int first, int count) {
        copy(keys, chunk.bytes, chunk.keyStarts, chunk.keyLengths, first, count);
        copy(values, chunk.bytes, chunk.valueStarts, chunk.valueLengths, first, count);
        addRest(chunk, first, count);
    }

    Batch batch() {
        return Batch.of(size, columns);
    }

    private static void markNulls(BytesVector vector, int from, int count) {
        int[] lengths = vector.lengths();
        for (int row = from; row < from + count; row++) {
            if (lengths[row] < 0) {
                lengths[row] = 0;
                vector.setNull(row);
            }
        }
    }

    private void copy(BytesVector vector, byte[] bytes, int[] starts, int[] lengths, int first,
            int count) {
        for (int i = 0; i < count; i++) {
            if (lengths[first + i] < 0) {
                vector.view(size + i, 0, 0);
                vector.setNull(size + i);
            } else {
                vector.append(size + i, bytes, starts[first + i], lengths[first + i]);
            }
        }
    }

    private void addRest(Chunk chunk, int first, int count) {
        System.arraycopy(chunk.offsets, first, offsets.values(), size, count);
        long[] micros = timestamps.values();
        int[] types = timestampTypes.values();
        for (int i = 0; i < count; i++) {
            micros[size + i] = chunk.timestampMillis[first + i] * 1000;
            types[size + i] = chunk.timestampTypes[first + i];
        }
        var all = chunk.headers;
        if (all != null) {
            for (int i = 0; i < count; i++) {
                addHeaders(size + i, all[first + i]);
            }
        }
        size += count;
    }

    /// A record without headers has null, as in Spark.
    private void addHeaders(int row, Headers of) {
        var array = of.toArray();
        if (array.length == 0) {
            headers.append(row, 0);
            headers.setNull(row);
            return;
        }
        int at = headers.used();
        headers.append(row, array.length);
        var structs = (StructVector) headers.elements();
        for (int i = 0; i < array.length; i++) {
            ((BytesVector) structs.field(0)).append(at + i, array[i].key());
            if (array[i].value() == null) {
                structs.field(1).setNull(at + i);
            } else {
                ((BytesVector) structs.field(1)).append(at + i, array[i].value());
            }
        }
    }
}

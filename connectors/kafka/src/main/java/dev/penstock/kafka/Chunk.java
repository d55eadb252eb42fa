package dev.penstock.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The records of one partition that one fetch brought, in columns, and a link to the next chunk.
///
/// Written once by the fetcher before it is linked, and never changed after, but for the link: which is what makes its contents
/// visible to the reader. A chunk may be empty: then it only says that the offsets before `end` hold no (more) records.
final class Chunk {
    /// What a row costs beside its bytes: two longs, four ints, the type of the timestamp.
    private static final int ROW_BYTES = 33;

    final int rows;
    final long end;
    final long[] offsets;
    final long[] timestampMillis;
    final byte[] timestampTypes;
    final byte[] bytes;
    final int[] keyStarts;
    final int[] keyLengths;
    final int[] valueStarts;
    final int[] valueLengths;
    final boolean nullKeys;
    final boolean nullValues;
    final Headers @Nullable [] headers;
    volatile @Nullable Chunk next;

    /// `end` is the offset after the last one that this chunk covers.
    Chunk(List<ConsumerRecord<byte[], byte[]>> records, long end, boolean withHeaders) {
        this.end = end;
        rows = records.size();
        offsets = new long[rows];
        timestampMillis = new long[rows];
        timestampTypes = new byte[rows];
        keyStarts = new int[rows];
        keyLengths = new int[rows];
        valueStarts = new int[rows];
        valueLengths = new int[rows];
        headers = withHeaders ? new Headers[rows] : null;
        int size = 0;
        for (int row = 0; row < rows; row++) {
            var record = records.get(row);
            size = Math.addExact(size, length(record.key()) + length(record.value()));
        }
        bytes = new byte[size];
        boolean keysMissing = false;
        boolean valuesMissing = false;
        int at = 0;
        for (int row = 0; row < rows; row++) {
            var record = records.get(row);
            offsets[row] = record.offset();
            timestampMillis[row] = record.timestamp();
            timestampTypes[row] = (byte) record.timestampType().id;
            keysMissing |= record.key() == null;
            at = store(record.key(), row, at, keyStarts, keyLengths);
            valuesMissing |= record.value() == null;
            at = store(record.value(), row, at, valueStarts, valueLengths);
            if (headers != null) {
                headers[row] = record.headers();
            }
        }
        nullKeys = keysMissing;
        nullValues = valuesMissing;
    }

    /// What this chunk takes of the buffer's budget, in bytes.
    long size() {
        return bytes.length + (long) rows * ROW_BYTES;
    }

    private static int length(byte @Nullable [] field) {
        return field == null ? 0 : field.length;
    }

    /// A length of -1 stands for null.
    private int store(byte @Nullable [] field, int row, int at, int[] starts, int[] lengths) {
        starts[row] = at;
        if (field == null) {
            lengths[row] = -1;
            return at;
        }
        lengths[row] = field.length;
        System.arraycopy(field, 0, bytes, at, field.length);
        return at + field.length;
    }
}

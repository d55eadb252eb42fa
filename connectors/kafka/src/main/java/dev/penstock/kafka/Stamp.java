package dev.penstock.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Which record of a query a record in Kafka is: the epoch, and its index among all records of the epoch.
///
/// Each record carries it in the header `penstock`, 20 bytes, big-endian:
/// ```
///  0        8       16      20
///  | query  | epoch | index |
/// ```
/// `query` is the first 8 bytes of the SHA-256 of the query's id. In any partition the stamps of a query rise, because epochs are
/// produced in order and records within one in order: so the last stamp tells everything that the partition holds.
record Stamp(long epoch, int index) implements Comparable<Stamp> {
    static final String HEADER = "penstock";
    private static final int BYTES = 20;

    static long queryHash(String queryId) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(queryId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    byte[] encode(long query) {
        return ByteBuffer.allocate(BYTES).putLong(query).putLong(epoch).putInt(index).array();
    }

    /// The stamp among the headers of a record, or null when it is not of this query.
    static @Nullable Stamp of(Headers headers, long query) {
        for (var header : headers.headers(HEADER)) {
            var value = header.value();
            if (value != null && value.length == BYTES) {
                var bytes = ByteBuffer.wrap(value);
                if (bytes.getLong() == query) {
                    return new Stamp(bytes.getLong(), bytes.getInt());
                }
            }
        }
        return null;
    }

    @Override
    public int compareTo(Stamp other) {
        return epoch != other.epoch
                ? Long.compare(epoch, other.epoch)
                : Integer.compare(index, other.index);
    }
}

package dev.penstock.store.ledger;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an epoch takes from one source: the rows after offset `from` up to offset `to`, both as the source's JSON text; and, for a source that cannot be
/// read again, the rows themselves in an encoding of the caller's.
@SuppressWarnings("ArrayRecordComponent") // equals is ours, and nobody changes the bytes
public record Range(String from, String to, byte @Nullable [] rows) {
    public Range(String from, String to) {
        this(from, to, null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Range range && from.equals(range.from) && to.equals(range.to)
                && Arrays.equals(rows, range.rows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, to, Arrays.hashCode(rows));
    }
}

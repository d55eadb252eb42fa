package dev.penstock.io;

import org.jspecify.annotations.Nullable;

/// The most that an epoch may take from a source: about `maxRows` rows, and nothing after `until` when that is given.
public record ReadLimit(long maxRows, @Nullable Offset until) {
    public static ReadLimit rows(long maxRows) {
        return new ReadLimit(maxRows, null);
    }
}

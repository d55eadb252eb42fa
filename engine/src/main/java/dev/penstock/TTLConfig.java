package dev.penstock;

import java.time.Duration;

/// How long a value of state lives after it was written, by the clock; zero is for ever.
public record TTLConfig(Duration ttlDuration) {
    /// For ever.
    public static final TTLConfig NONE = new TTLConfig(Duration.ZERO);
}

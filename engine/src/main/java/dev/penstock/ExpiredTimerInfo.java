package dev.penstock;

/// The timer that has expired.
public record ExpiredTimerInfo(long expiryTimeInMs) {
    /// The time that it was set to, in milliseconds since 1970.
    public long getExpiryTimeInMs() {
        return expiryTimeInMs;
    }
}

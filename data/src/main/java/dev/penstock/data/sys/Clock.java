package dev.penstock.data.sys;

import java.util.concurrent.locks.LockSupport;

/// What time it is. Safe for use by any thread.
public interface Clock {
    /// Microseconds since 1970-01-01T00:00:00Z.
    long epochMicros();

    /// Nanoseconds on a clock that only goes forward and starts anywhere; for measuring.
    long nanos();

    /// Blocks the calling thread until [#nanos] has reached `deadlineNanos`, it is unparked, or interrupted; may return early.
    void parkUntil(long deadlineNanos);

    /// The clock of this machine.
    static Clock system() {
        return new Clock() {
            @Override
            public long epochMicros() {
                var now = java.time.Instant.now();
                return now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void parkUntil(long deadlineNanos) {
                long wait = deadlineNanos - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                }
            }
        };
    }
}

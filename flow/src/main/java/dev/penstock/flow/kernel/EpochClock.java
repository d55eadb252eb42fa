package dev.penstock.flow.kernel;

/// The declared number, time and watermark of the epoch that is being computed; the only clock and seed that kernels and operators see.
///
/// One instance belongs to one circuit. The epoch thread sets it before the first batch of an epoch.
public final class EpochClock {
    private long epoch;
    private long clockMicros;
    private long watermarkMicros;

    public void set(long newEpoch, long newClockMicros, long newWatermarkMicros) {
        epoch = newEpoch;
        clockMicros = newClockMicros;
        watermarkMicros = newWatermarkMicros;
    }

    /// The number of the epoch; the seed for functions such as `rand` is made from it.
    public long epoch() {
        return epoch;
    }

    /// What `current_timestamp` gives, in microseconds since 1970-01-01T00:00:00Z.
    public long clockMicros() {
        return clockMicros;
    }

    /// The watermark in force, in microseconds since 1970-01-01T00:00:00Z; 0 while there is none.
    public long watermarkMicros() {
        return watermarkMicros;
    }
}

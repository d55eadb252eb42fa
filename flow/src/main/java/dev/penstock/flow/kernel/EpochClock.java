package dev.penstock.flow.kernel;

/// The declared number, time and watermark of the epoch that is being computed; the only clock and seed that kernels and operators see.
///
/// One instance belongs to one circuit. The epoch thread sets it before the first batch of an epoch.
public final class EpochClock {
    private long epoch;
    private long clockMicros;
    private long watermarkMicros;
    private long previousMicros;
    private long lateMicros;

    /// An epoch in which rows up to the watermark in force are late.
    public void set(long newEpoch, long newClockMicros, long newWatermarkMicros) {
        set(newEpoch, newClockMicros, newWatermarkMicros, newWatermarkMicros, newWatermarkMicros);
    }

    /// An epoch that ends state up to `newWatermarkMicros` and drops rows up to `newLateMicros`, which is `newPreviousMicros`, the watermark of the
    /// epoch before, or, when the input has rested since, that in force.
    public void set(long newEpoch, long newClockMicros, long newWatermarkMicros,
            long newPreviousMicros, long newLateMicros) {
        epoch = newEpoch;
        clockMicros = newClockMicros;
        watermarkMicros = newWatermarkMicros;
        previousMicros = newPreviousMicros;
        lateMicros = newLateMicros;
    }

    /// The number of the epoch; the seed for functions such as `rand` is made from it.
    public long epoch() {
        return epoch;
    }

    /// What `current_timestamp` gives, in microseconds since 1970-01-01T00:00:00Z.
    public long clockMicros() {
        return clockMicros;
    }

    /// The watermark in force, in microseconds since 1970-01-01T00:00:00Z; 0 while there is none. What ends by it is over.
    public long watermarkMicros() {
        return watermarkMicros;
    }

    /// Rows that come from sources and end by this time are late.
    public long lateMicros() {
        return lateMicros;
    }

    /// The watermark of the epoch before. Rows that come from an operator that holds them until they are over are late when they end by this time: those that
    /// it gives in this epoch are not.
    public long previousMicros() {
        return previousMicros;
    }
}

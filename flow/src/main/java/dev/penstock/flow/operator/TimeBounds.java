package dev.penstock.flow.operator;

import dev.penstock.flow.kernel.EpochClock;

/// The watermark as one operator sees it: `lagMicros` behind that of the query, because an operator before it holds rows back for so long. With `held`
/// some operator before it gives rows when they are over, which are not late then.
public record TimeBounds(EpochClock clock, long lagMicros, boolean held) {
    /// What ends by this time is over.
    public long watermark() {
        return clock.watermarkMicros() - lagMicros;
    }

    /// Rows that end by this time are late.
    long late() {
        return (held ? clock.previousMicros() : clock.lateMicros()) - lagMicros;
    }
}

package dev.penstock.store.ledger;

import java.util.List;

/// All that an epoch depends on beside the plan and the state before it: number, clock and watermark in microseconds since 1970 (UTC), and one range a source
/// in the order of the plan's sources. `rested`: nothing waited for a while since the epoch before, so that rows which end by the watermark are late.
public record Declaration(long epoch, long clockMicros, long watermarkMicros, boolean rested,
        List<Range> ranges) {
    public Declaration {
        ranges = List.copyOf(ranges);
    }
}

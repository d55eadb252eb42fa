package dev.penstock.store.ledger;

import java.util.List;

/// All that an epoch depends on beside the plan and the state before it: number, clock and watermark in microseconds since 1970 (UTC), and one range a source
/// in the order of the plan's sources.
public record Declaration(long epoch, long clockMicros, long watermarkMicros, List<Range> ranges) {
    public Declaration {
        ranges = List.copyOf(ranges);
    }
}

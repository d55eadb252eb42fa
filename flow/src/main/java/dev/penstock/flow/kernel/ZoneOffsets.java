package dev.penstock.flow.kernel;

import java.time.ZoneId;
import java.time.zone.ZoneRules;

/// The offsets of a time zone, with the span of time remembered for which the last one holds: data comes mostly from one half-year.
final class ZoneOffsets {
    private final ZoneId zone;
    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long offset;

    ZoneOffsets(ZoneId zone) {
        this.zone = zone;
        rules = zone.getRules();
    }

    /// True when the zone is UTC for ever.
    boolean isUtc() {
        return rules.isFixedOffset()
                && rules.getOffset(java.time.Instant.EPOCH).getTotalSeconds() == 0;
    }

    /// What the clocks of the zone show, as microseconds since 1970-01-01T00:00:00 on them.
    long toLocal(long micros) {
        if (micros < from || micros >= to) {
            lookUp(micros);
        }
        return micros + offset;
    }

    private void lookUp(long micros) {
        var instant = TimeArithmetic.instant(micros);
        offset = rules.getOffset(instant).getTotalSeconds() * Civil.MICROS_PER_SECOND;
        var before = rules.isFixedOffset() ? null : rules.previousTransition(instant.plusNanos(1));
        var after = rules.isFixedOffset() ? null : rules.nextTransition(instant);
        from = before == null ? Long.MIN_VALUE : before.toEpochSecond() * Civil.MICROS_PER_SECOND;
        to = after == null ? Long.MAX_VALUE : after.toEpochSecond() * Civil.MICROS_PER_SECOND;
    }

    /// When the clocks of the zone show this: the first time when they do twice, moved on by the gap when they never do.
    long fromLocal(long local) {
        long micros = local - offset;
        // A day from the ends of the span no other offset can be meant.
        if (micros - Civil.MICROS_PER_DAY >= from && micros + Civil.MICROS_PER_DAY < to
                && from != Long.MAX_VALUE) {
            return micros;
        }
        return TimeArithmetic.fromLocal(local, zone);
    }
}

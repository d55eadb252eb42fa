package dev.penstock.engine.epoch;

import dev.penstock.flow.operator.EventTime.Policy;
import java.util.Locale;
import java.util.Map;

/// How a query's watermark moves: `policy` makes one of several, and with `epochsWithoutData` an epoch follows at once when it moves and something
/// waits for it, but for more rows. In an epoch rows are late by the watermark of the epoch before, as in Spark; when the input has rested in between, by that in
/// force, as after a batch without data, which Spark runs when the watermark can end something. Fixed at the first start of a checkpoint, because replay has to come to the same.
public record EventTimeSettings(Policy policy, boolean epochsWithoutData) {
    public static final EventTimeSettings DEFAULT = new EventTimeSettings(Policy.MIN, true);
    private static final String POLICY = "watermark.policy";
    private static final String EPOCHS = "watermark.epochsWithoutData";

    /// As the marks of a snapshot hold it.
    Map<String, String> marks() {
        return Map.of(POLICY, policy.name().toLowerCase(Locale.ROOT), EPOCHS,
                Boolean.toString(epochsWithoutData));
    }

    /// What the marks of a snapshot say, or this where they say nothing.
    EventTimeSettings from(Map<String, String> marks) {
        var pinned = marks.get(POLICY);
        return pinned == null
                ? this
                : new EventTimeSettings(Policy.valueOf(pinned.toUpperCase(Locale.ROOT)),
                        Boolean.parseBoolean(marks.get(EPOCHS)));
    }
}

package dev.penstock;

import dev.penstock.plan.spec.UserProgram.Time;

/// By which time the state of `mapGroupsWithState` and `flatMapGroupsWithState` times out: never; by the clock; by the watermark.
public enum GroupStateTimeout {
    NO_TIMEOUT(Time.NONE), PROCESSING_TIME_TIMEOUT(Time.PROCESSING), EVENT_TIME_TIMEOUT(Time.EVENT);

    private final Time time;

    GroupStateTimeout(Time time) {
        this.time = time;
    }

    /// [#NO_TIMEOUT], as Spark spells it.
    public static GroupStateTimeout NoTimeout() {
        return NO_TIMEOUT;
    }

    /// [#PROCESSING_TIME_TIMEOUT], as Spark spells it.
    public static GroupStateTimeout ProcessingTimeTimeout() {
        return PROCESSING_TIME_TIMEOUT;
    }

    /// [#EVENT_TIME_TIMEOUT], as Spark spells it.
    public static GroupStateTimeout EventTimeTimeout() {
        return EVENT_TIME_TIMEOUT;
    }

    Time time() {
        return time;
    }
}

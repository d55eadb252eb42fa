package dev.penstock;

import dev.penstock.plan.spec.UserProgram.Time;

/// By which time a [StatefulProcessor] sets timers: by none; by the clock; by the watermark.
public enum TimeMode {
    NONE(Time.NONE), PROCESSING_TIME(Time.PROCESSING), EVENT_TIME(Time.EVENT);

    private final Time time;

    TimeMode(Time time) {
        this.time = time;
    }

    /// [#NONE], as Spark spells it.
    public static TimeMode None() {
        return NONE;
    }

    /// [#PROCESSING_TIME], as Spark spells it.
    public static TimeMode ProcessingTime() {
        return PROCESSING_TIME;
    }

    /// [#EVENT_TIME], as Spark spells it.
    public static TimeMode EventTime() {
        return EVENT_TIME;
    }

    Time time() {
        return time;
    }
}

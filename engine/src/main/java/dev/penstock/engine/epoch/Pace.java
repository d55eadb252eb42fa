package dev.penstock.engine.epoch;

/// When epochs begin: what a trigger comes down to.
public sealed interface Pace {
    /// As soon as a row waits.
    record Natural() implements Pace {}

    /// At most one epoch each `micros`, at multiples of it.
    record Every(long micros) implements Pace {}

    /// Until what was there at the start is done; then the query stops. With `singleEpoch`, in one epoch without regard to limits.
    record AvailableNow(boolean singleEpoch) implements Pace {}

    Pace NATURAL = new Natural();
}

package dev.penstock.kafka;

/// Where reading begins or ends, as the user said it.
sealed interface Boundary {
    /// The first record that the broker still has.
    record Earliest() implements Boundary {}

    /// After the last record of now.
    record Latest() implements Boundary {}

    /// At an offset for every partition; -2 is earliest, -1 latest.
    record Offsets(String option, Positions positions) implements Boundary {}

    /// At the first record that is as young as a time, in milliseconds since the epoch, or younger.
    record Times(String option, Positions times, boolean latestIfNone) implements Boundary {}

    /// The same, with one time for all partitions.
    record Time(String option, long epochMillis, boolean latestIfNone) implements Boundary {}

    long LATEST = -1;
    long EARLIEST = -2;
}

package dev.penstock;

/// The times of the epoch, in milliseconds since 1970. They are declared with the epoch, and the same when it is computed again.
public interface TimerValues {
    long getCurrentProcessingTimeInMs();

    /// The watermark in force; 0 while there is none.
    long getCurrentWatermarkInMs();
}

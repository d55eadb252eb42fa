package dev.penstock;

import java.util.NoSuchElementException;
import java.util.Optional;

/// The state of a key in [GroupedData#mapGroupsWithState] and [GroupedData#flatMapGroupsWithState]. For use during a call of the function.
///
/// A timeout is to be set anew in each call; without, there is none.
public interface GroupState<S> {
    /// True when there is state.
    boolean exists();

    /// The state.
    ///
    /// @throws NoSuchElementException when there is none
    S get();

    Optional<S> getOption();

    /// Puts state in place of what is there.
    ///
    /// @throws IllegalArgumentException for null
    void update(S newState);

    void remove();

    /// True when the function is called because the timeout has passed; there are no rows then.
    boolean hasTimedOut();

    /// Times out this long, in milliseconds, after the epoch.
    ///
    /// @throws UnsupportedOperationException without [GroupStateTimeout#PROCESSING_TIME_TIMEOUT]
    void setTimeoutDuration(long durationMs);

    /// As [#setTimeoutDuration(long)], of an interval such as `10 minutes`.
    void setTimeoutDuration(String duration);

    /// Times out when the watermark is past this time, in milliseconds since 1970.
    ///
    /// @throws UnsupportedOperationException without [GroupStateTimeout#EVENT_TIME_TIMEOUT]
    /// @throws IllegalArgumentException when the watermark is past it already
    void setTimeoutTimestamp(long timestampMs);

    /// As [#setTimeoutTimestamp(long)], an interval such as `10 minutes` later.
    void setTimeoutTimestamp(long timestampMs, String additionalDuration);

    /// The watermark in force, in milliseconds since 1970; 0 while there is none.
    long getCurrentWatermarkMs();

    /// The time of the epoch, in milliseconds since 1970.
    long getCurrentProcessingTimeMs();
}

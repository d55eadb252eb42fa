package dev.penstock;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One value for each key. For use while the processor is called.
public interface ValueState<S> {
    /// True when there is a value.
    boolean exists();

    /// The value, or null when there is none.
    @Nullable
    S get();

    /// The value, if there is one.
    Optional<S> getOption();

    /// Puts a value in place of what is there.
    void update(S newState);

    /// Removes the value.
    void clear();
}

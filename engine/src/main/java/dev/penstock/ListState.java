package dev.penstock;

import java.util.Iterator;
import java.util.List;

/// A list of values for each key, in the order in which they came. For use while the processor is called.
public interface ListState<S> {
    /// True when there is a value.
    boolean exists();

    /// The values, as they are now.
    Iterator<S> get();

    /// Puts a list in place of what is there.
    void put(List<S> newState);

    /// Adds a value at the end.
    void appendValue(S newState);

    /// Adds values at the end.
    void appendList(List<S> newState);

    /// Removes all values.
    void clear();
}

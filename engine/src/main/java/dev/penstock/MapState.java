package dev.penstock;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map for each key, in the order in which its own keys came. For use while the processor is called.
public interface MapState<K, V> {
    /// True when there is a value.
    boolean exists();

    /// The value under a key, or null when there is none.
    @Nullable
    V getValue(K key);

    boolean containsKey(K key);

    void updateValue(K key, V value);

    /// The entries, as they are now.
    Iterator<Map.Entry<K, V>> iterator();

    /// The keys, as they are now.
    Iterator<K> keys();

    /// The values, as they are now.
    Iterator<V> values();

    void removeKey(K key);

    /// Removes all entries.
    void clear();
}

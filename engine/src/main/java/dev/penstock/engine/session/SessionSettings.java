package dev.penstock.engine.session;

import java.util.Map;
import java.util.Optional;

/// What `SET` sets, wherever it is kept. Safe for use by any thread.
public interface SessionSettings {
    /// Sets a key.
    ///
    /// @throws dev.penstock.data.error.UserException for a wrong value
    void set(String key, String value);

    /// The value of a key, or its default, or nothing.
    Optional<String> find(String key);

    /// Gives a key its default again.
    void unset(String key);

    /// All keys that were set or have a default, in order.
    Map<String, String> all();
}

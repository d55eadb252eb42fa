package dev.penstock;

import dev.penstock.data.error.UserException;
import dev.penstock.engine.session.SessionSettings;
import java.util.Map;
import java.util.Optional;

/// The configuration of a session: [Session#conf]. Safe for use by any thread.
///
/// Spark's keys keep Spark's names and defaults; those that mean nothing here are kept and do nothing.
public final class RuntimeConfig {
    private final SessionSettings configuration;

    RuntimeConfig(SessionSettings configuration) {
        this.configuration = configuration;
    }

    /// Sets a key.
    ///
    /// @throws UserException for a wrong value, and for an unknown key that begins with `penstock.`
    public void set(String key, String value) {
        configuration.set(key, value);
    }

    /// As [#set(String, String)].
    public void set(String key, boolean value) {
        set(key, String.valueOf(value));
    }

    /// As [#set(String, String)].
    public void set(String key, long value) {
        set(key, String.valueOf(value));
    }

    /// The value of a key.
    ///
    /// @throws UserException with condition `SQL_CONF_NOT_FOUND` when it has none
    public String get(String key) {
        return getOption(key).orElseThrow(() -> new UserException("SQL_CONF_NOT_FOUND",
                Map.of("sqlConf", "\"" + key + "\"")));
    }

    /// The value of a key, or another when it has none.
    public String get(String key, String ifAbsent) {
        return getOption(key).orElse(ifAbsent);
    }

    /// The value of a key, if it has one.
    public Optional<String> getOption(String key) {
        return configuration.find(key);
    }

    /// All keys with their values.
    public Map<String, String> getAll() {
        return configuration.all();
    }

    /// Gives a key its default again.
    public void unset(String key) {
        configuration.unset(key);
    }
}

package dev.penstock;

import dev.penstock.data.error.UserException;
import java.util.Locale;
import java.util.Map;

/// Which rows of a result a stream gives to its sink: `APPEND` each row once, when it will not change any more; `UPDATE` each row that is new
/// or has changed, in each epoch; `COMPLETE` the whole result, in each epoch in which it changes; `CHANGELOG` every change with its kind.
///
/// `CHANGELOG`, which Spark does not have, works for every query. The sink gets the columns of the result, then `_change_type` (`insert`,
/// `update_preimage`, `update_postimage`, `delete`), `_commit_version`, the epoch, and `_commit_timestamp`; Kafka gets JSON as Debezium writes it.
public enum OutputMode {
    APPEND, UPDATE, COMPLETE, CHANGELOG;

    /// [#APPEND], as Spark spells it.
    public static OutputMode Append() {
        return APPEND;
    }

    /// [#UPDATE], as Spark spells it.
    public static OutputMode Update() {
        return UPDATE;
    }

    /// [#COMPLETE], as Spark spells it.
    public static OutputMode Complete() {
        return COMPLETE;
    }

    /// [#CHANGELOG], in the form of the others.
    public static OutputMode Changelog() {
        return CHANGELOG;
    }

    /// The mode of this name, in upper or lower case.
    ///
    /// @throws UserException with condition `STREAMING_OUTPUT_MODE.INVALID`
    static OutputMode of(String name) {
        for (var mode : values()) {
            if (mode.name().equalsIgnoreCase(name)) {
                return mode;
            }
        }
        throw new UserException("STREAMING_OUTPUT_MODE.INVALID", Map.of("outputMode", name));
    }

    /// The name in lower case, as contracts of sinks have it.
    public String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
